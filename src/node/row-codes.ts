import { type CodeBook, codesOf, UNKNOWN } from '../base/codes.ts'
import type { Partition } from '../linkage/clusters.ts'
import { resolveCodes } from '../linkage/resolve-codes.ts'
import type { RecordPages } from './record-pages.ts'

/** A row that has no code yet; a table has fewer codes. */
const NONE = 255

/**
 * The codes of a list's rows (protocol/specification.md 5.1): per row and table the place of the code
 * among the table's codes, one byte each. Doubles of one person are resolved to one code.
 */
export async function codesOfRows(
  pages: RecordPages,
  merged: Partition,
  tables: readonly CodeBook[],
): Promise<Uint8Array> {
  const width = tables.length
  const rows = new Uint8Array(merged.persons * width).fill(NONE)
  if (width === 0) return rows
  const several = new Map<number, Set<number>>()
  for (const [record, person] of merged.person.entries()) {
    const { codes } = await pages.at(record)
    for (let table = 0; table < width; table++) {
      note(rows, several, { cell: person * width + table, code: codes[table] ?? NONE })
    }
  }
  const columns = tables.map((book) => ({ book, codes: codesOf(book) }))
  for (const [cell, found] of several) {
    const { book, codes } = columns[cell % width]! // cells run over the tables
    const names = [...found].map((place) => codes[place] ?? UNKNOWN)
    rows[cell] = codes.indexOf(resolveCodes(book, names))
  }
  return rows
}

/** Most persons have one record: only where two differ are all of them remembered. */
function note(
  rows: Uint8Array,
  several: Map<number, Set<number>>,
  { cell, code }: { readonly cell: number; readonly code: number },
): void {
  const first = rows[cell]! // a cell of a person of the partition
  if (first === NONE) rows[cell] = code
  else if (first !== code) {
    const found = several.get(cell) ?? new Set([first])
    several.set(cell, found.add(code))
  }
}
