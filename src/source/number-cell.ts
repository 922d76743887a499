import type { FindingCode } from './finding.ts'

/** A cell as text, and what is to be told of how it was read. */
export interface CellText {
  readonly text: string
  readonly finding?: FindingCode
}

const dateColumns: ReadonlySet<string> = new Set(['birth_date', 'report_date'])
/** Digits with the zeros in front, which a cell that holds a number cannot have. */
const digitsWithZeros: Readonly<Record<string, number>> = { bsn: 9, phone: 10 }
/** One zero of a telephone number, two of a BSN. */
const zerosAtMost: Readonly<Record<string, number>> = { bsn: 2, phone: 1 }

const DAY_MS = 86_400_000
/** Day 0 of spreadsheets, which believe that 1900 had a 29 February: true from 1 March 1900 (day 61). */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30)
const FIRST_DAY = 61
/** 31 December 2199. */
const LAST_DAY = 109_574
/** Between Macintosh's 1904 and day 0. */
export const DAYS_1904 = 1462

/**
 * A cell that holds a number as text: in a column of dates as the day that the spreadsheet shows for it (`from1904`
 * where its days are counted from 1904), unless it is a year or eight digits; in columns of numbers with the zeros in
 * front that were lost, told as a finding because it is a guess.
 */
export function numberCell(value: number, column: string, from1904 = false): CellText {
  if (dateColumns.has(column)) return dateCell(value, from1904)
  const text = String(value)
  const length = digitsWithZeros[column]
  const lost = length === undefined ? 0 : length - text.length
  if (length === undefined || !/^\d+$/.test(text)) return { text }
  if (lost < 1 || lost > (zerosAtMost[column] ?? 0)) return { text }
  return { text: text.padStart(length, '0'), finding: 'number.zeros-lost' }
}

function dateCell(value: number, from1904: boolean): CellText {
  const day = Math.floor(value) + (from1904 ? DAYS_1904 : 0)
  const isYear = Number.isInteger(value) && value >= 1900 && value <= 2100
  if (isYear || day < FIRST_DAY || day > LAST_DAY) return { text: String(value) }
  return { text: dayText(new Date(DAY_ZERO_MS + day * DAY_MS)), finding: 'date.serial' }
}

/** The day of a moment, as it stands in its export: without a zone. */
export function dayText(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
