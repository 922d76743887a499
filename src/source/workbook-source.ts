import { basename } from 'node:path'
import { Problem } from '../base/problem.ts'
import { emptyProblem } from './csv-source.ts'
import { type FieldMap, plainFieldMap } from './field-map.ts'
import { exportShape, type FileShape } from './file-shape.ts'
import { knownNames, noHeader, resolveHeader } from './header.ts'
import { judgeRows } from './judge-rows.ts'
import { findSheetHeader } from './sheet-header.ts'
import type { SourceEvent } from './source-event.ts'
import { chooseSheet, openWorkbook, readSheetRows, type SheetRows } from './workbook.ts'

/**
 * Reads a sheet of a workbook as readCsv reads a CSV export; the lines are its rows. Titles above the column names are
 * passed over, and so are columns that hold nothing. The sheet is held in memory. Throws what openWorkbook, chooseSheet
 * and resolveHeader throw, and `source.empty`.
 */
export async function* readWorkbook(
  path: string,
  map: FieldMap = plainFieldMap,
  shape: FileShape = exportShape,
): AsyncGenerator<SourceEvent> {
  const workbook = await openWorkbook(path)
  const sheet = chooseSheet(workbook, map.sheet, path)
  const rows = await readSheetRows(path, sheet)
  const where = `${path}, sheet ${sheet}`
  if (rows.length === 0) throw emptyProblem(where)
  const known = knownNames(map, shape)
  const header = findSheetHeader(rows, (name) => known.has(name))
  if (header === undefined) throw noHeader(shape, where)
  const used = usedColumns(rows, header)
  const names = used.map((at) => header.names[at] ?? '')
  const columns = resolveHeader(names, map, { shape, where, line: header.row })
  yield { kind: 'header', columns: columns.filter((name) => name !== undefined), sheet }
  const judge = judgeRows({ file: basename(path), map, shape, from1904: workbook.from1904 })
  for (let at = header.row; at < rows.length; at++) {
    const values = used.map((column) => rows[at]?.[column] ?? '')
    if (values.some((value) => value !== '')) yield judge({ line: at + 1, values }, columns)
  }
}

/** Columns with a name, or with anything below it. */
function usedColumns(
  rows: SheetRows,
  { names, row }: { readonly names: readonly string[]; readonly row: number },
): number[] {
  const used = new Set<number>()
  for (const [at, name] of names.entries()) if (name !== '') used.add(at)
  for (let line = row; line < rows.length; line++) {
    for (const [at, cell] of (rows[line] ?? []).entries()) if (cell !== '') used.add(at)
  }
  return [...used].sort((a, b) => a - b)
}

/** What is told to who asks for a sheet of a file that has none. Throws `source.no-sheets`. */
export function refuseSheet(map: FieldMap, path: string): void {
  if (map.sheet === undefined) return
  throw new Problem({
    code: 'source.no-sheets',
    what: 'A sheet was named, but the export is no workbook',
    where: path,
    remedy: 'Leave out --sheet and sheet in the mapping file, or give the .xlsx file.',
  })
}
