import type { Prng } from './prng.ts'

/** Ways in which a register holds a birth date badly. */
export const dateSlips = [
  'birth-missing',
  'birth-placeholder',
  'birth-day-unknown',
  'birth-stand-in',
  'birth-day-month-swapped',
  'birth-digit-wrong',
] as const

export type DateSlip = (typeof dateSlips)[number]

/** The date (YYYY-MM-DD) with that slip; the same text where it cannot happen. */
export function misdate(date: string, slip: DateSlip, prng: Prng): string {
  const [year = '', month = '', day = ''] = date.split('-')
  switch (slip) {
    case 'birth-missing':
      return ''
    case 'birth-placeholder':
      return '1900-01-01'
    case 'birth-day-unknown':
      // The population register writes 00 for a day or month that is not known.
      return prng.chance(0.6) ? `${year}-${month}-00` : `${year}-00-00`
    case 'birth-stand-in':
      return `${year}-01-01`
    case 'birth-day-month-swapped':
      return Number(day) > 12 ? date : `${year}-${day}-${month}`
    case 'birth-digit-wrong':
      return prng.chance(0.5)
        ? `${Number(year) + prng.pick([-10, -1, 1])}-${month}-${day}`
        : `${year}-${month}-${otherDay(day)}`
    default:
      return slip satisfies never
  }
}

/** A day that every month has, so that the slip stays a possible date. */
function otherDay(day: string): string {
  const other = Number(day) <= 20 ? Number(day) + 7 : Number(day) - 10
  return String(other).padStart(2, '0')
}
