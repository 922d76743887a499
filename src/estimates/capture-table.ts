/*
 * The table that estimates start from: how many persons stand on exactly which lists. Exact counts, which only
 * the counter may hold; nothing here says what may be shown of them.
 */
import { sumSupersets } from './subset-sums.ts'

/** Lists by place; a combination of lists is a mask with a bit for each of them, the first list the lowest. */
export interface CaptureTable {
  readonly lists: readonly string[]
  /** Persons by mask, 2^k of them; that of no list, at 0, is not observed and 0. */
  readonly counts: Float64Array
  /** All persons of the table. */
  readonly observed: number
}

export interface CaptureCell {
  readonly lists: readonly string[]
  readonly count: number
}

/** Cells of the same combination add up; every list of a cell is one of the lists. */
export function captureTable(
  lists: readonly string[],
  cells: readonly CaptureCell[],
): CaptureTable {
  const counts = new Float64Array(2 ** lists.length)
  for (const cell of cells) {
    const mask = cell.lists.reduce((bits, list) => bits | (1 << lists.indexOf(list)), 0)
    counts[mask] = (counts[mask] ?? 0) + cell.count
  }
  return tableOf(lists, counts)
}

/** @param counts by mask; 0 at 0 */
export function tableOf(lists: readonly string[], counts: Float64Array): CaptureTable {
  return { lists, counts, observed: counts.reduce((sum, count) => sum + count, 0) }
}

/** Persons on all lists of a mask, and maybe on more: by mask. */
export function sharedBy({ counts }: CaptureTable): Float64Array {
  const shared = Float64Array.from(counts)
  sumSupersets(shared)
  return shared
}
