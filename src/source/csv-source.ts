import { basename } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { Problem } from '../base/problem.ts'
import { detectEncoding, readText } from './export-text.ts'
import { type FieldMap, plainFieldMap } from './field-map.ts'
import { exportShape, type FileShape } from './file-shape.ts'
import { type Finding, type FindingCode, findingAt } from './finding.ts'
import { type ReadColumn, resolveHeader } from './header.ts'
import { type Opening, readOpening } from './opening.ts'
import { SeenIds } from './seen-ids.ts'

/** The fields of one record by our column names; a column that the export lacks is not there. */
export type RecordFields = Readonly<Record<string, string>>

/** What the reader of an export yields: the header once and first, then each line that holds something. */
export type SourceEvent =
  | {
      readonly kind: 'header'
      readonly columns: readonly string[]
      readonly delimiter: string
      readonly encoding: string
    }
  | { readonly kind: 'record'; readonly line: number; readonly fields: RecordFields }
  | { readonly kind: 'refusal'; readonly refusal: Finding }

interface Row {
  /** Line on which the row begins, from 1. */
  readonly line: number
  readonly values: readonly string[]
}

const maxFieldLength = 10_000
/** A row beyond this is taken for a quote that was never closed; also what bounds memory. */
const maxRowBytes = 1_000_000

/**
 * Reads a CSV export (RFC 4180, and what spreadsheets make of it) as a stream: the header first, then every record
 * or refusal in file order. Memory is bounded but for 32 to 64 bytes an id. Throws, before the first record, what
 * detectEncoding and resolveHeader throw and `source.empty`; at any line `source.encoding`, `source.quote` and
 * `source.row-long`. A refused line is not counted; whether to go on is the caller's choice.
 */
export async function* readCsv(
  path: string,
  map: FieldMap = plainFieldMap,
  shape: FileShape = exportShape,
): AsyncGenerator<SourceEvent> {
  const encoding = await detectEncoding(path, map.encoding)
  const opening = await readOpening(readText(path, encoding), path, map.delimiter)
  let columns: readonly ReadColumn[] | undefined
  const judge = judgeRows(basename(path), map, shape)
  for await (const row of readRows(opening, path)) {
    if (columns === undefined) {
      columns = resolveHeader(row.values, map, { shape, where: path })
      const { delimiter } = opening
      yield {
        kind: 'header',
        columns: columns.filter((name) => name !== undefined),
        delimiter,
        encoding,
      }
    } else if (row.values.some((value) => value !== '')) {
      yield judge(row, columns)
    }
  }
  if (columns === undefined) throw emptyProblem(path)
}

async function* readRows(opening: Opening, path: string): AsyncGenerator<Row> {
  const lines = lineCounter(opening.firstLine)
  const parser = parse({
    delimiter: opening.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (values, { empty_lines }) => lines.pass(values, empty_lines),
    max_record_size: maxRowBytes,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  // Failures come out of the parser, which the pipeline destroys with them; the callback has nothing to add.
  pipeline(Readable.from(opening.text), parser, () => {})
  try {
    const rows: AsyncIterable<string[]> = parser
    for await (const values of rows) yield { line: lines.of(values), values }
  } catch (error) {
    throw error instanceof CsvError ? rowProblem(error, path, lines.next(parser)) : error
  }
}

/**
 * Lines of the rows. The parser's own count is that of the end of a row and counts CRLF between quotes twice.
 */
function lineCounter(firstLine: number) {
  const lineOf = new WeakMap<readonly string[], number>()
  let next = firstLine
  let emptyBefore = 0
  return {
    of: (values: readonly string[]) => lineOf.get(values) ?? next,
    next: ({ info }: Parser) => next + info.empty_lines - emptyBefore,
    pass(values: string[], emptyLines: number): string[] {
      const line = next + emptyLines - emptyBefore
      emptyBefore = emptyLines
      const within = values.reduce((sum, value) => sum + value.split(/\r\n|\r|\n/).length - 1, 0)
      next = line + within + 1
      lineOf.set(values, line)
      return values
    },
  }
}

/** Judges rows one by one; holds the ids of those before. */
function judgeRows(file: string, map: FieldMap, shape: FileShape) {
  const seen = new SeenIds()
  return ({ line, values }: Row, columns: readonly ReadColumn[]): SourceEvent => {
    const refuse = (code: FindingCode, column?: string): SourceEvent => ({
      kind: 'refusal',
      refusal: findingAt({ file, line }, code, column),
    })
    if (values.length !== columns.length) return refuse('record.fields')
    const fields: Record<string, string> = { ...map.constants }
    for (const [at, value] of values.entries()) {
      const column = columns[at]
      if (column === undefined) continue
      if (value.length > maxFieldLength) return refuse('record.field-long', column)
      fields[column] = value
    }
    const id = fields[shape.id]?.trim() ?? ''
    const mustHaveId = shape.required.includes(shape.id)
    if (id === '' && mustHaveId) return refuse('record.id-missing', shape.id)
    if (id !== '' && !seen.add(id)) return refuse('record.id-twice', shape.id)
    return { kind: 'record', line, fields: { ...fields, [shape.id]: id } }
  }
}

// The parser's own error holds the row: it is not passed on as cause.
function rowProblem(error: CsvError, path: string, line: number): Problem {
  const where = `${path}, the record from line ${line}`
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new Problem({
      code: 'source.row-long',
      what: 'A record is longer than 1,000,000 bytes',
      where,
      remedy: 'Look for a double quote that is opened there and not closed.',
    })
  }
  return new Problem({
    code: 'source.quote',
    what:
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A double quote is opened and not closed'
        : 'A double quote stands where it cannot',
    where,
    remedy: 'Put the whole field between double quotes and write a quote within it twice.',
  })
}

function emptyProblem(path: string): Problem {
  return new Problem({
    code: 'source.empty',
    what: 'The export is empty',
    where: path,
    remedy:
      'Export again: the first line must hold the column names, also when there are no records.',
  })
}
