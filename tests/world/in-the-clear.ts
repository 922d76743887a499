/**
 * The overlap table from plain key strings, by code so plain that it can be checked by reading.
 * The oracle for linking and for whole rounds: it shares nothing with src/ but types.
 */
import type { Cell } from '../../src/base/lists.ts'
import type { SlotRule } from '../../src/base/slots.ts'

export interface ClearRecord {
  readonly list: string
  /** One key per slot, null where the record has none. */
  readonly keys: readonly (string | null)[]
}

export interface ClearWorld {
  readonly slots: readonly SlotRule[]
  /** Every list of the round, also those without records. */
  readonly lists: readonly string[]
  readonly records: readonly ClearRecord[]
}

export interface ClearTable {
  /** Persons on exactly these lists, by number of lists, then by list ids. */
  readonly cells: readonly Cell[]
  /** Persons who hold more than one row of a list: false links. */
  readonly listTwice: number
  /** Rows of each list after doubles were merged. */
  readonly rows: ReadonlyMap<string, number>
}

/** The exact table: doubles merged, shared values dropped, rule l2, one cell per set of lists. */
export function inTheClear(world: ClearWorld): ClearTable {
  const perList = world.lists.map((list) => rowsOfList(world, list))
  const rows = perList.flat()
  const holders = holdersOfKeys(rows, world.slots)
  const persons = groupByRule(rows, world.slots, {
    maxRows: world.lists.length,
    counts: (key) => holders.get(key)!.size >= 2,
  })
  const multisets = persons.map((person) => person.map((row) => rows[row]!.list))
  return {
    cells: cellsOf(multisets),
    listTwice: multisets.filter((lists) => new Set(lists).size < lists.length).length,
    rows: new Map(world.lists.map((list, at) => [list, perList[at]!.length])),
  }
}

/** One list after protocol/specification.md 5.1 and 5.2. */
export function rowsOfList(world: ClearWorld, list: string): ClearRecord[] {
  const records = world.records.filter((record) => record.list === list)
  const limits = { maxRows: Number.POSITIVE_INFINITY, counts: () => true }
  const groups = groupByRule(records, world.slots, limits)
  const rows = groups.map((group) => ({
    list,
    keys: chosenKeys(
      group.map((record) => records[record]!),
      world.slots,
    ),
  }))
  const holders = holdersOfKeys(rows, world.slots)
  const sharedIsNull = (key: string | null, slot: number) =>
    key !== null && holders.get(nameOf(world.slots, slot, key))!.size > 1 ? null : key
  return rows.map((row) => ({ list, keys: row.keys.map(sharedIsNull) }))
}

function chosenKeys(group: readonly ClearRecord[], slots: readonly SlotRule[]): (string | null)[] {
  const chosen: (string | null)[] = []
  const names = new Set<string>()
  for (const slot of slots.keys()) {
    const values = group.map((record) => record.keys[slot]!)
    const value = values.find((key) => key !== null && !names.has(nameOf(slots, slot, key))) ?? null
    if (value !== null) names.add(nameOf(slots, slot, value))
    chosen.push(value)
  }
  return chosen
}

interface Limits {
  readonly maxRows: number
  /** Whether a number counts as seen. */
  readonly counts: (key: string) => boolean
}

interface Row {
  readonly keys: readonly (string | null)[]
}

/** Rule l2: groups of row positions, each ascending, by first row. */
function groupByRule(rows: readonly Row[], slots: readonly SlotRule[], limits: Limits): number[][] {
  const holders = holdersOfKeys(rows, slots)
  const numbers = [...holders].filter(([key]) => ruleOf(slots, key).tier === 1)
  const each = [...rows.keys()].map((row) => [row])
  let groups = joinGroups(
    each,
    numbers.map(([, set]) => set),
  )
  const possible = (group: readonly number[]) => isOnePerson(rows, slots, group, limits)
  const keepPossible = (before: readonly number[][], joined: readonly number[][]) =>
    joined.flatMap((group) =>
      before.some((one) => one.length === group.length && one[0] === group[0]) || possible(group)
        ? [group]
        : before.filter((one) => group.includes(one[0]!)),
    )
  const naming = slots.filter((slot) => slot.tier === 2).map((slot) => slot.class)
  for (const id of new Set(naming)) {
    const named = [...holders].filter(([key]) => ruleOf(slots, key).class === id)
    const links = named
      .map(([, set]) => set)
      .filter((set) => possible(touchedBy(groups, set).flat()))
    groups = keepPossible(groups, joinGroups(groups, links))
  }
  for (const fewest of [3, 2]) {
    groups = keepPossible(groups, joinSupported(groups, { holders, slots, fewest, possible }))
  }
  return groups.toSorted((a, b) => a[0]! - b[0]!)
}

interface Supporting {
  readonly holders: ReadonlyMap<string, ReadonlySet<number>>
  readonly slots: readonly SlotRule[]
  readonly fewest: number
  readonly possible: (group: readonly number[]) => boolean
}

/** Groups every two of which share keys of enough families; a key that nine groups or more share says nothing. */
function joinSupported(groups: readonly number[][], by: Supporting): number[][] {
  const telling = [...by.holders].filter(([, set]) => touchedBy(groups, set).length <= 8)
  const familiesOf = groups.map((group) =>
    telling.filter(([, set]) => group.some((row) => set.has(row))).map(([key]) => key),
  )
  const supports = (a: number, b: number) => {
    const shared = familiesOf[a]!.filter((key) => familiesOf[b]!.includes(key))
    const families = new Set(shared.map((key) => ruleOf(by.slots, key).family))
    return families.size >= by.fewest && by.possible([...groups[a]!, ...groups[b]!])
  }
  const all = [...groups.keys()]
  const pairs = all.flatMap((a) => all.filter((b) => b > a && supports(a, b)).map((b) => [a, b]))
  const links = pairs.map(([a, b]) => new Set([groups[a!]![0]!, groups[b!]![0]!]))
  return joinGroups(groups, links).flatMap((joined) => {
    const parts = all.filter((at) => joined.includes(groups[at]![0]!))
    const within = pairs.filter(([a]) => parts.includes(a!)).length
    const mutual = within === (parts.length * (parts.length - 1)) / 2
    return mutual ? [joined] : parts.map((at) => groups[at]!)
  })
}

function touchedBy(groups: readonly number[][], holders: ReadonlySet<number>): number[][] {
  return groups.filter((group) => group.some((row) => holders.has(row)))
}

/** Groups reached from each other over the links, each link a set of rows. */
function joinGroups(
  groups: readonly number[][],
  links: readonly ReadonlySet<number>[],
): number[][] {
  const groupOf = new Map(groups.flatMap((group) => group.map((row) => [row, group])))
  const linksOf = new Map<number, ReadonlySet<number>[]>()
  for (const link of links) {
    for (const row of link) linksOf.set(row, [...(linksOf.get(row) ?? []), link])
  }
  const reached = new Set<number>()
  return groups.flatMap((group) => {
    if (reached.has(group[0]!)) return []
    const queue = [...group]
    for (const row of queue) reached.add(row)
    for (let at = 0; at < queue.length; at++) {
      const beside = (linksOf.get(queue[at]!) ?? []).flatMap((link) => [...link])
      for (const row of beside.flatMap((other) => groupOf.get(other)!)) {
        if (!reached.has(row)) queue.push(row)
        reached.add(row)
      }
    }
    return [queue.toSorted((a, b) => a - b)]
  })
}

function isOnePerson(
  rows: readonly Row[],
  slots: readonly SlotRule[],
  group: readonly number[],
  limits: Limits,
): boolean {
  if (group.length > limits.maxRows) return false
  const keys = new Set(group.flatMap((row) => namesOf(rows[row]!, slots)))
  const numbers = [...keys].filter((key) => ruleOf(slots, key).unique && limits.counts(key))
  const classes = numbers.map((key) => ruleOf(slots, key).class)
  return new Set(classes).size === classes.length
}

/** Which rows hold each key. */
function holdersOfKeys(rows: readonly Row[], slots: readonly SlotRule[]): Map<string, Set<number>> {
  const holders = new Map<string, Set<number>>()
  for (const [at, row] of rows.entries()) {
    for (const key of namesOf(row, slots)) {
      holders.set(key, (holders.get(key) ?? new Set()).add(at))
    }
  }
  return holders
}

function namesOf(row: Row, slots: readonly SlotRule[]): string[] {
  return row.keys.flatMap((key, slot) => (key === null ? [] : [nameOf(slots, slot, key)]))
}

/** A key within its class, as one string. */
function nameOf(slots: readonly SlotRule[], slot: number, key: string): string {
  return JSON.stringify([slots[slot]!.class, key])
}

function ruleOf(slots: readonly SlotRule[], name: string): SlotRule {
  const [id] = JSON.parse(name) as [string, string]
  return slots.find((slot) => slot.class === id)!
}

function cellsOf(multisets: readonly (readonly string[])[]): Cell[] {
  const counts = new Map<string, number>()
  for (const lists of multisets) {
    const key = JSON.stringify([...new Set(lists)].sort())
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const cells = [...counts].map(([key, persons]) => ({
    lists: JSON.parse(key) as string[],
    persons,
  }))
  const order = (cell: Cell) => [cell.lists.length, ...cell.lists]
  return cells.sort((a, b) => compare(order(a), order(b)))
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((part, index) => part !== b[index])
  if (at === -1) return 0
  return a[at]! < b[at]! ? -1 : 1
}
