import type { Cell, ListInfo } from '../base/lists.ts'
import type { TableFile } from '../overlap/table-file.ts'

/** Who was reported by whom in one year: a list is all reports of an organisation in that year. */
export interface YearTable {
  readonly year: number
  /** Organisations that agreed to report in that year, with persons or not. */
  readonly reporters: number
  /** Of organisations with persons only. */
  readonly table: TableFile
}

/**
 * What estimates start from (protocol/estimates.md, In a round): a table for each year of the population
 * counted. An enrichment is no sighting of its own, so it makes nobody seen; nor does a list of others.
 */
export function captureTables(
  cells: readonly Cell[],
  lists: readonly ListInfo[],
  population: string,
): YearTable[] {
  const reports = lists.filter((list) => list.population === population && list.source === 'report')
  const years = [...new Set(reports.map(({ year }) => year))].sort((a, b) => a - b)
  return years.map((year) => {
    const own = reports.filter((list) => list.year === year)
    const reporters = new Set(own.map(({ organisation }) => organisation)).size
    return { year, reporters, table: tableOf(cells, own, year) }
  })
}

function tableOf(cells: readonly Cell[], lists: readonly ListInfo[], year: number): TableFile {
  const reporterOf = new Map(lists.map(({ id, organisation }) => [id, organisation]))
  const counts = new Map<string, { readonly lists: readonly string[]; count: number }>()
  for (const { lists: on, persons } of cells) {
    const by = new Set(on.flatMap((id) => reporterOf.get(id) ?? []))
    if (by.size === 0 || persons === 0) continue
    const sorted = [...by].sort()
    const key = sorted.join(' ')
    const cell = counts.get(key) ?? { lists: sorted, count: 0 }
    counts.set(key, { ...cell, count: cell.count + persons })
  }
  const filled = [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    id: String(year),
    title: null,
    lists: [...new Set(filled.flatMap(([, cell]) => cell.lists))].sort(),
    attributes: [],
    cells: filled.map(([, cell]) => ({ ...cell, of: {} })),
  }
}
