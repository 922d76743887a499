import type { Cell, ListInfo } from '../base/lists.ts'
import { allLists } from './organisations.ts'

/** What stands in the generated registers: how many records, and how many persons on exactly which lists. */
export interface Truth {
  readonly seed: number
  readonly scale: number
  readonly lists: readonly (ListInfo & { readonly records: number; readonly persons: number })[]
  /** Sorted by their list ids; empty cells are not named. */
  readonly cells: readonly Cell[]
}

/** One record of one list, and whom it is about. */
export interface TrueRecord {
  readonly listId: string
  readonly personNumber: number
}

/** Counts the truth from the records as written. */
export function countTruth(
  setup: Pick<Truth, 'seed' | 'scale'>,
  records: readonly TrueRecord[],
): Truth {
  const listsOfPerson = new Map<number, Set<string>>()
  const personsOfList = new Map<string, number>()
  const recordsOfList = new Map<string, number>()
  for (const { listId, personNumber } of records) {
    const lists = listsOfPerson.get(personNumber) ?? new Set()
    listsOfPerson.set(personNumber, lists)
    if (!lists.has(listId)) add(personsOfList, listId)
    lists.add(listId)
    add(recordsOfList, listId)
  }
  return {
    ...setup,
    lists: allLists.map((list) => ({
      ...list,
      records: recordsOfList.get(list.id) ?? 0,
      persons: personsOfList.get(list.id) ?? 0,
    })),
    cells: countCells([...listsOfPerson.values()]),
  }
}

/** How many of these sets of list ids are equal. */
export function countCells(sets: readonly ReadonlySet<string>[]): Cell[] {
  const counts = new Map<string, number>()
  for (const set of sets) add(counts, JSON.stringify([...set].sort()))
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, persons]) => ({ lists: JSON.parse(key) as string[], persons }))
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
