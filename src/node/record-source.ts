import { basename } from 'node:path'
import { readExport } from '../source/export-file.ts'
import type { FieldMap } from '../source/field-map.ts'
import type { FileShape } from '../source/file-shape.ts'
import type { SourceEvent } from '../source/source-event.ts'

/** Where records come from, named as people know it. It is read more than once. */
export interface RecordSource {
  /** File without its folders, or the view. */
  readonly name: string
  readonly read: () => AsyncIterable<SourceEvent>
}

const idShape: FileShape = {
  columns: ['record_id'],
  required: ['record_id'],
  oneOf: [],
  id: 'record_id',
  passesOver: true,
}

/** Of a file only the ids of its records, whatever else it holds. */
export function idSource(path: string, map: FieldMap): RecordSource {
  const { record_id } = map.columns
  const columns = record_id === undefined ? {} : { record_id }
  const ids = { ...map, columns, codes: {}, ignore: [], constants: {} }
  return { name: basename(path), read: () => readExport(path, ids, idShape) }
}

export function fileSource(path: string, map: FieldMap): RecordSource {
  return { name: basename(path), read: () => readExport(path, map) }
}
