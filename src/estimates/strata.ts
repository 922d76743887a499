/*
 * A table by strata (sex, age class, period …), and the ways to group these: by each attribute, and by all together.
 * Exact counts, for the counter alone.
 */
import type { TableFile } from '../overlap/table-file.ts'
import { type CaptureTable, tableOf } from './capture-table.ts'

export interface StratumCell {
  /** Place of the finest stratum. */
  readonly stratum: number
  readonly mask: number
  readonly count: number
}

/** The persons of a table, by finest stratum and combination of lists; cells of nobody are left out. */
export interface Stratified {
  readonly lists: readonly string[]
  readonly attributes: readonly string[]
  readonly strata: readonly Readonly<Record<string, string>>[]
  readonly cells: readonly StratumCell[]
}

export interface Grouping {
  readonly attributes: readonly string[]
  readonly groups: readonly Readonly<Record<string, string>>[]
  /** The group of each finest stratum. */
  readonly groupOf: readonly number[]
}

export function stratify({ lists, attributes, cells }: TableFile): Stratified {
  const places = new Map<string, number>()
  const strata: Readonly<Record<string, string>>[] = []
  const place = (of: Readonly<Record<string, string>>) => {
    const key = JSON.stringify(attributes.map((name) => of[name]))
    const known = places.get(key) ?? strata.push(of) - 1
    places.set(key, known)
    return known
  }
  const filled = cells.filter(({ count }) => count > 0)
  return {
    lists,
    attributes,
    cells: filled.map((cell) => ({
      stratum: place(cell.of),
      mask: cell.lists.reduce((bits, list) => bits | (1 << lists.indexOf(list)), 0),
      count: cell.count,
    })),
    strata,
  }
}

/** By each attribute alone; and by all, if there are several. */
export function groupingsOf({ attributes, strata }: Stratified): Grouping[] {
  const alone = attributes.map((attribute) => [attribute])
  const wanted = attributes.length > 1 ? [...alone, [...attributes]] : alone
  return wanted.map((names) => groupBy(names, strata)).filter(({ groups }) => groups.length > 1)
}

function groupBy(
  attributes: readonly string[],
  strata: readonly Readonly<Record<string, string>>[],
): Grouping {
  const keys = strata.map((of) => JSON.stringify(attributes.map((name) => of[name])))
  const different = [...new Set(keys)]
  return {
    attributes,
    groups: different.map((key) => {
      const of = strata[keys.indexOf(key)] ?? {}
      return Object.fromEntries(attributes.map((name) => [name, of[name] ?? '']))
    }),
    groupOf: keys.map((key) => different.indexOf(key)),
  }
}

/** One table a group. */
export function groupTables(
  { lists, cells }: Pick<Stratified, 'lists' | 'cells'>,
  { groups, groupOf }: { readonly groups: number; readonly groupOf: readonly number[] },
): CaptureTable[] {
  const counts = Array.from({ length: groups }, () => new Float64Array(2 ** lists.length))
  for (const { stratum, mask, count } of cells) {
    const own = counts[groupOf[stratum] ?? 0]
    if (own !== undefined) own[mask] = (own[mask] ?? 0) + count
  }
  return counts.map((own) => tableOf(lists, own))
}

/** All strata together. */
export function pooledTable({ lists, cells }: Pick<Stratified, 'lists' | 'cells'>): CaptureTable {
  const counts = new Float64Array(2 ** lists.length)
  for (const { mask, count } of cells) counts[mask] = (counts[mask] ?? 0) + count
  return tableOf(lists, counts)
}
