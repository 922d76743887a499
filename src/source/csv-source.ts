import { basename } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { Problem } from '../base/problem.ts'
import { detectEncoding, readText } from './export-text.ts'
import { type FieldMap, plainFieldMap } from './field-map.ts'
import { exportShape, type FileShape } from './file-shape.ts'
import { type ReadColumn, resolveHeader } from './header.ts'
import { judgeRows } from './judge-rows.ts'
import { type Opening, readOpening } from './opening.ts'
import type { SourceEvent } from './source-event.ts'

interface TextRow {
  /** Line on which the row begins, from 1. */
  readonly line: number
  readonly values: readonly string[]
}

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
  const judge = judgeRows({ file: basename(path), map, shape })
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

async function* readRows(opening: Opening, path: string): AsyncGenerator<TextRow> {
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

export function emptyProblem(path: string): Problem {
  return new Problem({
    code: 'source.empty',
    what: 'The export is empty',
    where: path,
    remedy:
      'Export again: the first line must hold the column names, also when there are no records.',
  })
}
