/**
 * What would be published if one small count were another, all others as they are: for each small count
 * its neighbours, up and down, as far as they give the same. Which values those are, its counter alone sees.
 */
import { LEAST_WIDTH } from '../attack/pass-rule.ts'
import type { TableCell, TableFile } from '../overlap/table-file.ts'

export interface CountsTried {
  readonly counts: readonly {
    readonly id: string
    /** What is published, by value; the true value among them. */
    readonly tried: ReadonlyMap<number, string>
  }[]
  /** Of the table as it is. */
  readonly published: string
}

/** Stops at the first count that does not have values enough: more would not help. */
export async function tryCounts(
  table: TableFile,
  by: {
    readonly threshold: number
    readonly publication: (table: TableFile) => Promise<string>
  },
): Promise<CountsTried> {
  const published = await by.publication(table)
  const counts: { id: string; tried: Map<number, string> }[] = []
  for (const cell of smallCells(table, by.threshold)) {
    const tried = new Map([[cell.count, published]])
    const same = () => [...tried.values()].filter((words) => words === published).length
    for (const step of [1, -1]) {
      for (
        let value = cell.count + step;
        // Figures may tell that a count is small, so larger ones do not hide it.
        value >= 0 && value < by.threshold && same() <= LEAST_WIDTH;
        value += step
      ) {
        const words = await by.publication(withCount(table, { ...cell, count: value }))
        tried.set(value, words)
        if (words !== published) break
      }
    }
    counts.push({ id: cell.lists.join(' '), tried })
    if (same() <= LEAST_WIDTH) break
  }
  return { counts, published }
}

/** All combinations of lists with few persons or none: those on most lists first, they weigh most. */
function smallCells({ lists, cells }: TableFile, threshold: number): TableCell[] {
  const counts = new Map(cells.map((cell) => [cell.lists.join(' '), cell.count]))
  const combinations = Array.from({ length: 2 ** lists.length - 1 }, (_, at) =>
    lists.filter((_list, place) => ((at + 1) & (1 << place)) !== 0),
  )
  return combinations
    .map((on) => ({ lists: on, of: {}, count: counts.get(on.join(' ')) ?? 0 }))
    .filter(({ count }) => count < threshold)
    .sort((one, other) => other.lists.length - one.lists.length)
}

function withCount(table: TableFile, cell: TableCell): TableFile {
  const key = cell.lists.join(' ')
  const others = table.cells.filter(({ lists }) => lists.join(' ') !== key)
  return { ...table, cells: cell.count === 0 ? others : [...others, cell] }
}
