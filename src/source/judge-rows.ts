import type { FieldMap } from './field-map.ts'
import type { FileShape } from './file-shape.ts'
import { type Finding, type FindingCode, findingAt } from './finding.ts'
import type { ReadColumn } from './header.ts'
import { type CellText, numberCell } from './number-cell.ts'
import { SeenIds } from './seen-ids.ts'
import type { Cell, Row, SourceEvent } from './source-event.ts'

const maxFieldLength = 10_000

export interface Judging {
  /** Name of the file, without its folders. */
  readonly file: string
  readonly map: FieldMap
  readonly shape: FileShape
  /** Days of dates that stand as numbers are counted from 1904. */
  readonly from1904?: boolean
}

/** Judges rows one by one; holds the ids of those before: 32 to 64 bytes each. */
export function judgeRows({ file, map, shape, from1904 }: Judging) {
  const seen = new SeenIds()
  return ({ line, values }: Row, columns: readonly ReadColumn[]): SourceEvent => {
    const refuse = (code: FindingCode, column?: string): SourceEvent => ({
      kind: 'refusal',
      refusal: findingAt({ file, line }, code, column),
    })
    if (values.length !== columns.length) return refuse('record.fields')
    const fields: Record<string, string> = { ...map.constants }
    const findings: Finding[] = []
    for (const [at, value] of values.entries()) {
      const column = columns[at]
      if (column === undefined) continue
      const { text, finding } = cellText(value, column, from1904)
      if (text.length > maxFieldLength) return refuse('record.field-long', column)
      if (finding !== undefined) findings.push(findingAt({ file, line }, finding, column))
      fields[column] = text
    }
    const id = fields[shape.id]?.trim() ?? ''
    const mustHaveId = shape.required.includes(shape.id)
    if (id === '' && mustHaveId) return refuse('record.id-missing', shape.id)
    if (id !== '' && !seen.add(id)) return refuse('record.id-twice', shape.id)
    const record = { kind: 'record', line, fields: { ...fields, [shape.id]: id } } as const
    return findings.length === 0 ? record : { ...record, findings }
  }
}

function cellText(value: Cell, column: string, from1904?: boolean): CellText {
  return typeof value === 'string' ? { text: value } : numberCell(value, column, from1904)
}
