import { canonicalJson } from '../crypto/canonical.ts'
import type { LocalResult } from '../local/local-round.ts'

interface NamedResult {
  readonly lists: readonly {
    readonly id: string
    readonly records: number
    readonly rows: number
    readonly refused: number
  }[]
  readonly persons: number
  readonly cells: readonly { readonly lists: readonly string[]; readonly persons: number }[]
}

/** The result in the user's own words for the lists. */
function named(result: LocalResult, names: ReadonlyMap<string, string>): NamedResult {
  const nameOf = (id: string) => names.get(id) ?? id
  const cells = result.table.cells.map(({ lists, persons }) => ({
    lists: lists.map(nameOf).sort(),
    persons,
  }))
  return {
    lists: result.lists.map(({ id, rows, read }) => ({
      id: nameOf(id),
      records: read.records,
      rows,
      refused: read.refused,
    })),
    persons: cells.reduce((sum, cell) => sum + cell.persons, 0),
    cells: cells.sort((a, b) => (a.lists.join('\n') < b.lists.join('\n') ? -1 : 1)),
  }
}

/** One JSON document with sorted keys: exact counts, since these are one's own data. */
export function overlapJson(result: LocalResult, names: ReadonlyMap<string, string>): string {
  const { quality } = result.table
  const { timings } = result
  return `${canonicalJson({ ...named(result, names), quality, timings })}\n`
}

export function formatOverlap(result: LocalResult, names: ReadonlyMap<string, string>): string {
  const { lists, persons, cells } = named(result, names)
  const width = Math.max(7, ...cells.map((cell) => String(cell.persons).length))
  const lines = [
    ...lists.map(
      (list) =>
        `${list.id}: ${list.records} records, ${list.refused} refused, ${list.rows} persons as far as this list can tell`,
    ),
    '',
    `${persons} different persons on ${lists.length} lists together, each counted once:`,
    '',
    `${'persons'.padStart(width)}  stand on exactly`,
    ...cells.map((cell) => `${String(cell.persons).padStart(width)}  ${cell.lists.join(', ')}`),
  ]
  return `${lines.join('\n')}\n`
}
