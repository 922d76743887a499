import type { Prng } from './prng.ts'

const dayMs = 86_400_000

/** YYYY-MM-DD of a day counted from 1 January 1970; may be negative. */
export function isoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** The day's number counted from 1 January 1970. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs
}

export function dayIn(year: number, prng: Prng): string {
  return isoDay(prng.between(dayNumber(year, 1, 1), dayNumber(year, 12, 31)))
}

/**
 * A birth date of somebody who is `age` years old at some time in `year`; never 1 January or 31 December,
 * which registers use as stand-ins.
 */
export function birthDateAt(age: number, year: number, prng: Prng): string {
  for (;;) {
    const date = dayIn(year - age, prng)
    if (!isStandIn(date)) return date
  }
}

export function isStandIn(date: string): boolean {
  return date.endsWith('-01-01') || date.endsWith('-12-31')
}

/** Years of age that the year of the date brings. */
export function ageIn(year: number, birthDate: string): number {
  return year - Number(birthDate.slice(0, 4))
}
