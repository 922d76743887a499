import { type FictionalRecord, makeRecords } from '../../src/rehearsal/registers.ts'
import { countTruth, type Truth } from '../../src/rehearsal/truth.ts'

/** Registers of national size from one seed, with the persons behind the rows. */
export const national = makeRecords({ seed: 2013, scale: 1 })

export function truthOf(records: readonly FictionalRecord[]): Truth {
  return countTruth(
    { seed: 0, scale: 1 },
    records.map(({ list, person }) => ({ listId: list.id, personNumber: person.number })),
  )
}

/** The national records, those with the same key together. */
export function grouped<Key>(keyOf: (record: FictionalRecord) => Key): FictionalRecord[][] {
  return [...Map.groupBy(national, keyOf).values()]
}

export function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length
}
