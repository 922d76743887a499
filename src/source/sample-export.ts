import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { emptyProblem } from './csv-source.ts'
import { detectEncoding, readStart, readText } from './export-text.ts'
import type { Delimiter, Encoding } from './field-map.ts'
import { guessEncoding, isUtf8 } from './guess-encoding.ts'
import { readOpening } from './opening.ts'
import { findSheetHeader } from './sheet-header.ts'
import { chooseSheet, isWorkbook, openWorkbook, readSheetRows } from './workbook.ts'

/** The head of an export as it stands, for who is to say what it means. */
export interface ExportSample {
  readonly names: readonly string[]
  /** At most `SAMPLE_ROWS`; a row may be shorter than the names. */
  readonly rows: readonly (readonly string[])[]
  /** Where it is to be told: the text is no UTF-8 and has no mark. A guess. */
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  readonly sheet?: string
}

const SAMPLE_ROWS = 5000
const SAMPLE_BYTES = 4_000_000

/**
 * Reads names and first rows of an export. `isName` says of a text whether it may be a column's name: it finds the row
 * of names in a workbook. Throws what openWorkbook, chooseSheet and readOpening throw, and `source.empty`.
 */
export async function sampleExport(
  path: string,
  {
    sheet,
    isName,
  }: { readonly sheet?: string | undefined; readonly isName: (text: string) => boolean },
): Promise<ExportSample> {
  return (await isWorkbook(path)) ? sampleSheet(path, sheet, isName) : sampleText(path)
}

async function sampleSheet(
  path: string,
  told: string | undefined,
  isName: (text: string) => boolean,
): Promise<ExportSample> {
  const sheet = chooseSheet(await openWorkbook(path), told, path)
  const rows = await readSheetRows(path, sheet)
  if (rows.length === 0) throw emptyProblem(path)
  const { names, row } = findSheetHeader(rows, isName) ?? {
    names: (rows[0] ?? []).map(String),
    row: 1,
  }
  const sampled = rows.slice(row, row + SAMPLE_ROWS)
  return { names, rows: sampled.map((cells) => cells.map(String)), sheet }
}

async function sampleText(path: string): Promise<ExportSample> {
  const start = await readStart(path, SAMPLE_BYTES)
  const marked = await detectEncoding(path, undefined)
  const guess = marked === 'utf-8' && !isUtf8(start) ? guessEncoding(start) : undefined
  const { delimiter, text } = await readOpening(readText(path, guess ?? marked), path)
  const [names, ...rows] = await firstRows(text, delimiter)
  if (names === undefined) throw emptyProblem(path)
  return { names, rows, delimiter, ...(guess === undefined ? {} : { encoding: guess }) }
}

async function firstRows(text: AsyncIterable<string>, delimiter: Delimiter): Promise<string[][]> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 1_000_000,
  })
  const rows: string[][] = []
  pipeline(Readable.from(text), parser, () => {})
  try {
    const parsed: AsyncIterable<string[]> = parser
    for await (const row of parsed) if (rows.push(row) > SAMPLE_ROWS) break
  } catch (error) {
    // What is wrong further on is told by the import, which knows the line.
    if (!(error instanceof CsvError)) throw error
  }
  return rows
}
