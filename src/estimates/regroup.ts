/*
 * Tables made from a table: without a list, with two lists as one. Exact counts in and out,
 * for the counter alone.
 */
import { type CaptureTable, tableOf } from './capture-table.ts'
import { sizeOf } from './model.ts'

export function listsOf(lists: readonly string[], mask: number): string[] {
  return lists.filter((_, at) => (mask >> at) & 1)
}

/** Persons on exactly one list, on two … on all. */
export function frequenciesOf({ lists, counts }: CaptureTable): number[] {
  const frequencies = lists.map(() => 0)
  for (const [mask, count] of counts.entries()) {
    const at = sizeOf(mask) - 1
    if (at >= 0) frequencies[at] = (frequencies[at] ?? 0) + count
  }
  return frequencies
}

/** Persons on two lists or more: all that estimates learn from. */
export function onSeveralLists(table: CaptureTable): number {
  return table.observed - (frequenciesOf(table)[0] ?? 0)
}

/** As if one list had never been kept: who stands on no other is gone. */
export function withoutList(table: CaptureTable, place: number): CaptureTable {
  const places = table.lists.map((_, at) => (at === place ? null : at > place ? at - 1 : at))
  return regroup(table, places, table.lists.toSpliced(place, 1))
}

/** Two lists as one, in the place of the first; nobody is lost. */
export function withMerged(table: CaptureTable, one: number, other: number): CaptureTable {
  const [first, second] = one < other ? [one, other] : [other, one]
  const places = table.lists.map((_, at) => (at === second ? first : at > second ? at - 1 : at))
  const name = `${table.lists[first]}+${table.lists[second]}`
  return regroup(table, places, table.lists.with(first, name).toSpliced(second, 1))
}

/** Each list goes to the place given, or to none; lists at the same place become one. */
function regroup(
  table: CaptureTable,
  places: readonly (number | null)[],
  names: readonly string[],
): CaptureTable {
  const counts = new Float64Array(2 ** names.length)
  for (const [mask, count] of table.counts.entries()) {
    const regrouped = places.reduce<number>(
      (bits, place, at) => (place !== null && (mask >> at) & 1 ? bits | (1 << place) : bits),
      0,
    )
    if (regrouped > 0) counts[regrouped] = (counts[regrouped] ?? 0) + count
  }
  return tableOf(names, counts)
}
