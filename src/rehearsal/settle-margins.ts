import type { Prng } from './prng.ts'

export interface Margins<Item, Label> {
  readonly items: readonly Item[]
  /** One a piece, in the order of the items; who has which is settled here, how many there are is not. */
  readonly labels: readonly Label[]
  /** Labels are exchanged only between items of one group. */
  readonly groupOf: (item: Item) => string
  /** What an item with that label counts towards. */
  readonly keysOf: (item: Item, label: Label) => readonly string[]
  /** How many are wanted of a key; a key that is not here may have any number. */
  readonly wanted: ReadonlyMap<string, number>
}

/**
 * Exchanges labels until as many items as wanted count towards each key, as near as exchanges of two
 * come: published tables give sums by year and sums by form, and not the table that has both.
 */
export function settleMargins<Item, Label>(margins: Margins<Item, Label>, prng: Prng): Label[] {
  const table = makeTable(margins)
  const groups = Map.groupBy(margins.items.keys(), (at) =>
    margins.groupOf(margins.items[at] as Item),
  )
  const order = prng.shuffled([...margins.items.keys()])
  for (let pass = 0; pass < MOST_PASSES && !table.isSettled(); pass++) {
    for (const at of order) {
      if (!table.isTooMany(at)) continue
      const group = groups.get(margins.groupOf(margins.items[at] as Item)) ?? []
      table.exchangeWithin(at, group, prng)
    }
  }
  return table.labels
}

const MOST_PASSES = 60

function makeTable<Item, Label>({ items, labels: given, keysOf, wanted }: Margins<Item, Label>) {
  const labels = [...given]
  const over = new Map([...wanted].map(([key, count]) => [key, -count]))
  const keys = (at: number, label: Label) =>
    keysOf(items[at] as Item, label).filter((key) => over.has(key))
  const add = (key: string, by: number) => over.set(key, (over.get(key) ?? 0) + by)
  items.forEach((_, at) => {
    for (const key of keys(at, labels[at] as Label)) add(key, 1)
  })

  /** What an exchange of the two takes from the distance to what is wanted; below 0 it adds. */
  const gain = (one: number, other: number): number => {
    const [a, b] = [labels[one] as Label, labels[other] as Label]
    if (a === b) return Number.NEGATIVE_INFINITY
    const change = new Map<string, number>()
    const count = (key: string, by: number) => change.set(key, (change.get(key) ?? 0) + by)
    for (const key of [...keys(one, a), ...keys(other, b)]) count(key, -1)
    for (const key of [...keys(one, b), ...keys(other, a)]) count(key, 1)
    let sum = 0
    for (const [key, by] of change) {
      const now = over.get(key) ?? 0
      sum += Math.abs(now) - Math.abs(now + by)
    }
    return sum
  }

  const exchange = (one: number, other: number): void => {
    const [a, b] = [labels[one] as Label, labels[other] as Label]
    for (const key of [...keys(one, a), ...keys(other, b)]) add(key, -1)
    for (const key of [...keys(one, b), ...keys(other, a)]) add(key, 1)
    labels[one] = b
    labels[other] = a
  }

  return {
    labels,
    isSettled: () => [...over.values()].every((count) => count === 0),
    isTooMany: (at: number) =>
      keys(at, labels[at] as Label).some((key) => (over.get(key) ?? 0) > 0),
    /** With the first that helps; else, to come out of a dead end, with one that does no harm. */
    exchangeWithin(at: number, group: readonly number[], prng: Prng): void {
      const start = prng.below(group.length)
      let harmless: number | null = null
      for (let step = 0; step < group.length; step++) {
        const other = group[(start + step) % group.length] as number
        const gained = gain(at, other)
        if (gained > 0) {
          exchange(at, other)
          return
        }
        if (gained === 0) harmless ??= other
      }
      if (harmless !== null) exchange(at, harmless)
    },
  }
}
