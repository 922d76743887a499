import { basename } from 'node:path'
import { Problem } from '../base/problem.ts'
import { readCsv } from './csv-source.ts'
import type { FieldMap } from './field-map.ts'
import { ENTITY_COLUMN, labelledShape } from './file-shape.ts'
import { FindingLog } from './finding.ts'
import type { RecordFields } from './source-event.ts'

/** A record of which it is known whose it is. */
export interface LabelledFields {
  readonly line: number
  /** Equal for records of one person, over all files. */
  readonly entity: string
  readonly fields: RecordFields
}

export interface LabelledFile {
  /** Name of the file, without its folders. */
  readonly file: string
  /** Our names of the columns it has, constants of the mapping among them. */
  readonly columns: ReadonlySet<string>
  readonly records: readonly LabelledFields[]
  /** Of lines that were left out; the caller may add to it. */
  readonly findings: FindingLog
}

/**
 * Reads a whole labelled file into memory. Throws what readCsv throws, `labels.missing` at a record of which nobody
 * says whose it is, `labels.no-records` where there is none.
 */
export async function readLabelled(path: string, map: FieldMap): Promise<LabelledFile> {
  const findings = new FindingLog()
  const records: LabelledFields[] = []
  let columns: readonly string[] = []
  for await (const event of readCsv(path, map, labelledShape)) {
    if (event.kind === 'header') columns = event.columns
    else if (event.kind === 'refusal') findings.add(event.refusal)
    else records.push(labelledFields(event, path))
  }
  if (records.length === 0) throw noRecords(path)
  const known = new Set([...columns, ...Object.keys(map.constants)])
  return { file: basename(path), columns: known, records, findings }
}

function labelledFields(
  { line, fields }: { readonly line: number; readonly fields: RecordFields },
  path: string,
): LabelledFields {
  const entity = fields[ENTITY_COLUMN]?.trim() ?? ''
  if (entity === '') throw noEntity(path, line)
  return { line, entity, fields }
}

function noEntity(path: string, line: number): Problem {
  return new Problem({
    code: 'labels.missing',
    what: 'A record does not say whose it is, so no link to it can be judged',
    where: `${path}, line ${line}`,
    remedy: 'Fill entity_id in every record: equal for records of one person, else different.',
  })
}

function noRecords(path: string): Problem {
  return new Problem({
    code: 'labels.no-records',
    what: 'The file holds no record to measure with',
    where: path,
    remedy: 'Give a file with a line for each record below the column names.',
  })
}
