/* A second reading of protocol/specification.md 5.1, 5.2 and 8.2, 8.3: who is one person. */

export interface SlotClass {
  readonly id: string
  readonly class: string
  readonly tier: number
  readonly family: string
  readonly unique: boolean
}

/** The slots of recipe short/1 (protocol/matching.md). */
export const recipeSlots: readonly SlotClass[] = [
  { id: 'bsn', class: 'bsn', tier: 1, family: 'number', unique: true },
  { id: 'vnumber', class: 'vnumber', tier: 1, family: 'number', unique: true },
  { id: 'letters', class: 'letters', tier: 2, family: 'name-date', unique: false },
  { id: 'sounds', class: 'sounds', tier: 2, family: 'name-date', unique: false },
]

/** Per row what each slot holds, null for nothing; compared by 16 bytes. */
export type Held = readonly (readonly (string | null)[])[]

interface Limits {
  readonly most: number
  /** In how many rows a token must be before it speaks against a person. */
  readonly established: number
}

const classesOf = (slots: readonly SlotClass[]) => [...new Set(slots.map((slot) => slot.class))]
const slotsOf = (slots: readonly SlotClass[], name: string) =>
  slots.flatMap((slot, at) => (slot.class === name ? [at] : []))
const short = (key: string) => key.slice(0, 32)

/** The rows that hold each token of a class. */
function holders(rows: Held, places: readonly number[]): number[][] {
  const found = new Map<string, Set<number>>()
  for (const [row, held] of rows.entries()) {
    for (const place of places) {
      const key = held[place]
      if (key == null) continue
      found.set(short(key), (found.get(short(key)) ?? new Set()).add(row))
    }
  }
  return [...found.values()].map((set) => [...set])
}

/** Joins sets of things wherever a link names two of them. */
function joined(count: number, links: readonly (readonly number[])[]): number[] {
  const names = Array.from({ length: count }, (_, at) => at)
  for (const link of links) {
    const old = new Set(link.map((at) => names[at]!))
    const name = Math.min(...old)
    for (const at of names.keys()) if (old.has(names[at]!)) names[at] = name
  }
  return names
}

/** Per row the number of its person, in order of first rows. */
export function linkedPersons(rows: Held, slots: readonly SlotClass[], limits: Limits): number[] {
  const ofTier = (tier: number) =>
    classesOf(slots).filter((name) => slots.find((slot) => slot.class === name)!.tier === tier)
  let clusters = joined(
    rows.length,
    ofTier(1).flatMap((name) => holders(rows, slotsOf(slots, name))),
  )
  for (const name of ofTier(2)) clusters = nameStep(rows, slots, { name, clusters, limits })
  for (const fewest of [3, 2]) {
    clusters = supportStep(rows, slots, { fewest, clusters, limits })
  }
  const firsts = [...new Set(clusters)]
  return clusters.map((cluster) => firsts.indexOf(cluster))
}

/** 8.2, step 3. */
function supportStep(
  rows: Held,
  slots: readonly SlotClass[],
  by: { readonly fewest: number; readonly clusters: readonly number[]; readonly limits: Limits },
): number[] {
  const { fewest, clusters, limits } = by
  const names = [...new Set(clusters)]
  const rowsOf = (some: readonly number[]) =>
    [...rows.keys()].filter((row) => some.includes(clusters[row]!))
  const canBe = (some: readonly number[]) => canBeOne(rows, slots, { some: rowsOf(some), limits })
  const tokens = classesOf(slots).flatMap((name) =>
    holders(rows, slotsOf(slots, name)).map((held) => ({
      family: slots.find((slot) => slot.class === name)!.family,
      touched: new Set(held.map((row) => clusters[row]!)),
    })),
  )
  const telling = tokens.filter(({ touched }) => touched.size > 1 && touched.size <= 8)
  const supports = (one: number, other: number) => {
    const both = telling.filter(({ touched }) => touched.has(one) && touched.has(other))
    return new Set(both.map(({ family }) => family)).size >= fewest && canBe([one, other])
  }
  const pairs = names.flatMap((one, at) =>
    names
      .slice(at + 1)
      .filter((other) => supports(one, other))
      .map((other) => [one, other]),
  )
  const groups = joined(
    names.length,
    pairs.map((pair) => pair.map((name) => names.indexOf(name))),
  )
  const after = [...clusters]
  for (const group of new Set(groups)) {
    const members = names.filter((_, at) => groups[at] === group)
    const inside = pairs.filter(([one]) => members.includes(one!)).length
    const mutual = inside === (members.length * (members.length - 1)) / 2
    if (!mutual || !canBe(members)) continue
    for (const row of rowsOf(members)) after[row] = Math.min(...members)
  }
  return after
}

function nameStep(
  rows: Held,
  slots: readonly SlotClass[],
  by: { readonly name: string; readonly clusters: readonly number[]; readonly limits: Limits },
): number[] {
  const { name, clusters, limits } = by
  const rowsOf = (names: readonly number[], of: readonly number[]) =>
    [...of.keys()].filter((row) => names.includes(of[row]!))
  const canBe = (some: readonly number[]) => canBeOne(rows, slots, { some, limits })
  const links = holders(rows, slotsOf(slots, name))
    .map((held) => [...new Set(held.map((row) => clusters[row]!))])
    .filter((touched) => touched.length > 1 && canBe(rowsOf(touched, clusters)))
  const after = joined(rows.length, [
    ...links,
    ...[...new Set(clusters)].map((cluster) => rowsOf([cluster], clusters)),
  ])
  return after.map((cluster, row) => (canBe(rowsOf([cluster], after)) ? cluster : clusters[row]!))
}

function canBeOne(
  rows: Held,
  slots: readonly SlotClass[],
  { some, limits }: { readonly some: readonly number[]; readonly limits: Limits },
): boolean {
  if (some.length > limits.most) return false
  return classesOf(slots.filter(({ unique }) => unique)).every((name) => {
    const numbers = holders(rows, slotsOf(slots, name)).filter(
      (held) => held.length >= limits.established && held.some((row) => some.includes(row)),
    )
    return numbers.length <= 1
  })
}

/** 5.2: per row and slot the record whose key it takes. */
export function takenKeys(
  records: Held,
  persons: readonly number[],
  slots: readonly SlotClass[],
): (number | null)[][] {
  const count = Math.max(-1, ...persons) + 1
  const taken = Array.from({ length: count }, () => slots.map((): number | null => null))
  for (const name of classesOf(slots)) {
    const places = slotsOf(slots, name)
    for (const [row, slotsTaken] of taken.entries()) {
      const own = [...records.keys()].filter((record) => persons[record] === row)
      const before = new Set<string>()
      for (const place of places) {
        const from = own.find((record) => {
          const key = records[record]![place]
          return key != null && !before.has(short(key))
        })
        if (from === undefined) continue
        slotsTaken[place] = from
        before.add(short(records[from]![place]!))
      }
    }
    const held = taken.map((row) =>
      row.map((from, place) => (from === null ? null : records[from]![place]!)),
    )
    const twice = holders(held, places).filter((some) => some.length > 1)
    const shared = new Set(twice.flatMap((some) => sharedKeys(held, some, places)))
    for (const [row, keys] of held.entries()) {
      for (const place of places)
        if (shared.has(short(keys[place] ?? ''))) taken[row]![place] = null
    }
  }
  return taken
}

function sharedKeys(held: Held, rows: readonly number[], places: readonly number[]): string[] {
  const keys = (row: number) =>
    places.flatMap((place) => (held[row]![place] == null ? [] : [short(held[row]![place]!)]))
  const [first = -1, second = -1] = rows
  return keys(first).filter((key) => keys(second).includes(key))
}

/** 8.3 as Samentel chooses them: row, slot, other row, other slot. */
export function spanningLinks(
  rows: Held,
  slots: readonly SlotClass[],
  persons: readonly number[],
): [number, number, number, number][] {
  const links: [number, number, number, number][] = []
  let linked = joined(rows.length, [])
  for (const name of classesOf(slots)) {
    const firsts = new Map<string, readonly [number, number]>()
    for (const [row, held] of rows.entries()) {
      for (const place of slotsOf(slots, name)) {
        const key = `${persons[row]} ${short(held[place] ?? '')}`
        const first = firsts.get(key)
        if (first === undefined) firsts.set(key, [row, place])
        else if (linked[first[0]] !== linked[row]) {
          links.push([...first, row, place])
          linked = joined(
            rows.length,
            links.map(([one, , other]) => [one, other]),
          )
        }
      }
    }
  }
  return links
}
