/**
 * Birth dates, part by part: what is known counts and what is not known is 00. Assumes the Dutch order of day and month
 * where the year stands last. Pure; `today` is a parameter.
 */
import type { Reading } from './reading.ts'

export interface BirthDate {
  /** YYYY-MM-DD, with 00 for unknown parts. */
  readonly iso: string
  /** Full, and no stand-in: fit for keys of name and date. */
  readonly firm: boolean
  /** 1 January, 31 December, or a day or month that is not known: only the year may be true. */
  readonly standIn: boolean
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
}

const firstYear = 1900
const placeholderDates: ReadonlySet<string> = new Set([
  '0000-00-00',
  '1900-01-01',
  '1111-11-11',
  '9999-12-31',
  '9999-99-99',
])
const placeholderWords = /^([.\-?/\s]+|onbekend|unknown|x{2,}|n\.?v\.?t\.?|n\/a)$/i

/**
 * A birth date written YYYY-MM-DD, YYYYMMDD, DD-MM-YYYY, DD/MM/YYYY or DD.MM.YYYY, the last three also with one digit,
 * or a year alone; parts that are not known are 00, as in the Dutch register, or xx or ??. `today` is YYYY-MM-DD.
 * Findings `birth-date.form`, `birth-date.impossible`, `placeholder`, and, beside a value that is not firm,
 * `birth-date.stand-in` for 1 January and 31 December.
 */
export function readBirthDate(text: string, today: string): Reading<BirthDate> {
  const trimmed = text.normalize('NFKC').trim()
  if (trimmed === '') return {}
  if (placeholderWords.test(trimmed)) return { finding: 'placeholder' }
  const parts = splitDate(trimmed)
  if (parts === undefined) return { finding: 'birth-date.form' }
  const iso = isoDate(parts)
  if (placeholderDates.has(iso)) return { finding: 'placeholder' }
  if (!isPossible(parts) || isAfter(parts, today)) return { finding: 'birth-date.impossible' }
  if (/-(01-01|12-31)$/.test(iso)) {
    return { value: { iso, firm: false, standIn: true }, finding: 'birth-date.stand-in' }
  }
  const standIn = parts.month === 0 || parts.day === 0
  return { value: { iso, firm: !standIn && parts.year !== 0, standIn } }
}

function splitDate(text: string): Parts | undefined {
  // Databases write a date with a time of midnight.
  const plain = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, '').replace(/\?|x/gi, '0')
  const groups = (
    /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/.exec(plain) ??
    /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)$/.exec(plain) ??
    /^(?<day>\d\d?)(?<sign>[-/.])(?<month>\d\d?)\k<sign>(?<year>\d{4})$/.exec(plain) ??
    /^(?<year>\d{4})$/.exec(plain)
  )?.groups
  if (groups === undefined) return undefined
  const { year, month = '0', day = '0' } = groups
  return { year: Number(year), month: Number(month), day: Number(day) }
}

function isoDate({ year, month, day }: Parts): string {
  const digits = (part: number, length: number) => String(part).padStart(length, '0')
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
}

function isPossible({ year, month, day }: Parts): boolean {
  if (month > 12 || (year !== 0 && year < firstYear)) return false
  // A year that is not known may have been a leap year; a month that is not known may have had 31 days.
  return day <= daysInMonth(year === 0 ? 2000 : year, month === 0 ? 1 : month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whether the date is still to come for certain; 00 sorts before all else, so what is open passes. */
function isAfter(parts: Parts, today: string): boolean {
  return isoDate(parts) > today
}
