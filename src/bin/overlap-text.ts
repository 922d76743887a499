import { codesOf } from '../base/codes.ts'
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
  readonly tables: readonly NamedTable[]
}

interface NamedTable {
  readonly id: string
  /** All persons of each code. */
  readonly codes: readonly { readonly code: string; readonly persons: number }[]
  readonly cells: readonly (NamedResult['cells'][number] & { readonly code: string })[]
}

/** The result in the user's own words for the lists. */
function named(result: LocalResult, names: ReadonlyMap<string, string>): NamedResult {
  const nameOf = (id: string) => names.get(id) ?? id
  const cells = result.table.cells.map(({ lists, persons }) => ({
    lists: lists.map(nameOf).sort(),
    persons,
  }))
  const tables = result.codes.map(({ book, cells: own }) => ({
    id: book.id,
    codes: codesOf(book).map((code) => ({
      code,
      persons: own.reduce((sum, cell) => sum + (cell.code === code ? cell.persons : 0), 0),
    })),
    cells: own
      .map((cell) => ({ ...cell, lists: cell.lists.map(nameOf).sort() }))
      .sort((a, b) => (cellText(a) < cellText(b) ? -1 : 1)),
  }))
  return {
    tables,
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

function cellText(cell: { readonly lists: readonly string[]; readonly code: string }): string {
  return [...cell.lists, cell.code].join('\n')
}

/** One JSON document with sorted keys: exact counts, since these are one's own data. */
export function overlapJson(result: LocalResult, names: ReadonlyMap<string, string>): string {
  const { quality } = result.table
  const { timings } = result
  return `${canonicalJson({ ...named(result, names), quality, timings })}\n`
}

export function formatOverlap(result: LocalResult, names: ReadonlyMap<string, string>): string {
  const { lists, persons, cells, tables } = named(result, names)
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
    ...tables.flatMap((table) => [
      '',
      `${'persons'.padStart(width)}  are of which ${table.id}`,
      ...table.codes.map(({ code, persons: of }) => `${String(of).padStart(width)}  ${code}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}
