import { readSheet } from 'read-excel-file/node'
import { Problem } from '../base/problem.ts'
import { readStart } from './export-text.ts'
import { nearMiss } from './near-miss.ts'
import { dayText } from './number-cell.ts'
import type { Cell } from './source-event.ts'
import { type ZipEntry, zipEntries, zipText } from './zip-entries.ts'

/** What is known of a workbook before a sheet of it is read. */
export interface Workbook {
  readonly sheets: readonly string[]
  /** Days are counted from 1904, as Macintosh did. */
  readonly from1904: boolean
}

/** Rows of a sheet from row 1 on, all of one length; empty cells are empty text. */
export type SheetRows = readonly (readonly Cell[])[]

/** A workbook is held in memory, some ten times its unpacked size: beyond this a CSV export is asked for. */
const MOST_UNPACKED = 200_000_000
const LARGEST_INDEX = 4_000_000
const ZIP = [0x50, 0x4b, 0x03, 0x04]
/** Of a workbook of before 2007, and of one with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]

/**
 * Whether a file is a workbook (XLSX) by its first bytes, whatever its name. Throws `source.missing`,
 * `source.unreadable` and, for workbooks that are not XLSX or have a password, `source.workbook-form`.
 */
export async function isWorkbook(path: string): Promise<boolean> {
  const start = await readStart(path, 4)
  const is = (bytes: readonly number[]) => bytes.every((byte, at) => start[at] === byte)
  if (is(COMPOUND)) throw unreadable(path)
  return is(ZIP)
}

/** Throws `source.workbook-form` and `source.workbook-large`. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const entries = await zipEntries(path)
  const index = entries?.find(({ name }) => name === 'xl/workbook.xml')
  const text = index === undefined ? undefined : await zipText(path, index, LARGEST_INDEX)
  if (entries === undefined || text === undefined) throw unreadable(path)
  refuseLarge(entries, path)
  const sheets = [...text.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)]
  return {
    sheets: sheets.map(([, name = '']) => plainText(name)),
    from1904: /<(?:\w+:)?workbookPr\s[^>]*\bdate1904="(1|true)"/.test(text),
  }
}

/**
 * The name of the sheet to read: the one told, else the only one.
 * Throws `source.sheet-missing` and `source.sheet-unnamed`.
 */
export function chooseSheet({ sheets }: Workbook, told: string | undefined, path: string): string {
  const [only] = sheets
  if (told === undefined && sheets.length === 1 && only !== undefined) return only
  const names = sheets.slice(0, 20).join(', ')
  if (told === undefined) {
    throw new Problem({
      code: 'source.sheet-unnamed',
      what: `The workbook has ${sheets.length} sheets, and nobody said which is the register`,
      where: path,
      remedy: `Name it with --sheet, or as sheet in the mapping file. Sheets: ${names}.`,
    })
  }
  if (sheets.includes(told)) return told
  const meant = nearMiss(told, sheets)
  throw new Problem({
    code: 'source.sheet-missing',
    what: `The workbook has no sheet ${told.slice(0, 64)}`,
    where: path,
    remedy: `${meant === undefined ? '' : `Did you mean ${meant}? `}Sheets: ${names}.`,
  })
}

/** Throws `source.workbook-form`. */
export async function readSheetRows(path: string, sheet: string): Promise<SheetRows> {
  try {
    const rows = await readSheet<Digits>(path, sheet, { parseNumber: (digits) => ({ digits }) })
    return rows.map((row) => row.map(cellOf))
  } catch {
    // Its own error may quote a cell.
    throw unreadable(path)
  }
}

/** A number as it stands in the file, told apart from text. */
interface Digits {
  readonly digits: string
}

function cellOf(cell: unknown): Cell {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dayText(cell)
  if (typeof cell !== 'object') return String(cell).trim()
  const { digits } = cell as Digits // what parseNumber gave
  const number = Number(digits)
  return Number.isFinite(number) ? number : digits
}

function refuseLarge(entries: readonly ZipEntry[], path: string): void {
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0)
  if (unpacked <= MOST_UNPACKED) return
  throw new Problem({
    code: 'source.workbook-large',
    what: `The workbook is more than ${MOST_UNPACKED / 1_000_000} MB when unpacked, and it is read into memory`,
    where: path,
    remedy: 'Save the sheet as CSV: that is read line by line, whatever its size.',
  })
}

function unreadable(path: string): Problem {
  return new Problem({
    code: 'source.workbook-form',
    what: 'The workbook cannot be read as XLSX: it is broken, has a password, or is of before 2007',
    where: path,
    remedy:
      'Open it in the spreadsheet program and save it as .xlsx without a password, or as CSV.',
  })
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

function plainText(xml: string): string {
  return xml.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
