import { readCsv } from './csv-source.ts'
import { type FieldMap, plainFieldMap } from './field-map.ts'
import { exportShape, type FileShape } from './file-shape.ts'
import type { SourceEvent } from './source-event.ts'
import { isWorkbook } from './workbook.ts'
import { readWorkbook, refuseSheet } from './workbook-source.ts'

/**
 * Reads an export file, a workbook (XLSX) or CSV as its first bytes say. Throws what readCsv and readWorkbook throw,
 * and `source.no-sheets`.
 */
export async function* readExport(
  path: string,
  map: FieldMap = plainFieldMap,
  shape: FileShape = exportShape,
): AsyncGenerator<SourceEvent> {
  if (await isWorkbook(path)) {
    yield* readWorkbook(path, map, shape)
    return
  }
  refuseSheet(map, path)
  yield* readCsv(path, map, shape)
}
