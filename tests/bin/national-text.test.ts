import { describe, expect, it } from 'vitest'
import {
  compareNational,
  formatNational,
  isMet,
  type NationalComparison,
} from '../../src/bin/national-text.ts'
import { nationalChecks, type Source } from '../../src/rehearsal/national-checks.ts'

/** Says the published numbers themselves, where one figure or question is all of a check. */
const published: Source = {
  figure: ({ figure, organisation, code }, year) =>
    numberIn((part) => {
      return (
        'figure' in part &&
        part.figure === figure &&
        part.organisation === organisation &&
        part.code === code
      )
    }, year),
  asked: (id, year) => numberIn((part) => 'asked' in part && part.asked === id, year),
}

function numberIn(
  is: (part: (typeof nationalChecks)[number]['parts'][number]) => boolean,
  year: number | null,
): number {
  const check = nationalChecks.find(({ parts }) => parts.some(is))
  if (check === undefined) return 0
  if (year !== null) return check.perYear?.[year - 2013] ?? (year === 2013 ? check.total : 0)
  return check.total + (check.more ?? 0)
}

const of = (parts: Partial<NationalComparison>): NationalComparison => ({
  scale: 1,
  registers: published,
  release: published,
  own: { 'police-units': 14 },
  rules: { roundingBase: 5 },
  missed: 0,
  ...parts,
})
const line = (comparison: NationalComparison, check: string, year: number | null = null) =>
  compareNational(comparison).find((one) => one.check === check && one.year === year)!

describe('the national comparison', () => {
  it('has a line for each published year and one for all years together', () => {
    const lines = compareNational(of({}))
    expect(lines.filter(({ check }) => check === 'minors').map(({ target }) => target)).toEqual([
      259, 279, 288, 227, 194, 1247,
    ])
    expect(lines.filter(({ check }) => check === 'consent')).toHaveLength(1)
  })

  it('has targets as small as the registers', () => {
    expect(line(of({ scale: 0.2 }), 'victims', 2013)).toMatchObject({
      published: 1117,
      target: 223,
    })
  })

  it('says that a number is withheld, was not asked, or does not go through a round', () => {
    const withheld = of({ release: { figure: () => 'withheld', asked: () => 'absent' } })
    expect(line(withheld, 'minors', 2014)).toMatchObject({
      released: null,
      outcome: 'withheld',
      fits: true,
    })
    expect(line(withheld, 'victims').outcome).toBe('not-asked')
    expect(line(of({}), 'immigration')).toMatchObject({
      registers: null,
      outcome: 'not-taking-part',
    })
    expect(line(of({}), 'police-units')).toMatchObject({ registers: 14, outcome: 'own-register' })
  })

  it('takes rounding of each figure and missed pairs for explained, and no more', () => {
    const off = (by: number, missed: number) => {
      const asked: Source['asked'] = (id, year) => Number(published.asked(id, year)) + by
      return line(of({ release: { ...published, asked }, missed }), 'consent').fits
    }
    expect([off(2, 0), off(3, 0), off(-3, 0), off(4, 1), off(5, 1)]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
  })

  it('finds a register that misses a target, but for victims without a reporter', () => {
    expect(isMet(line(of({}), 'reports'))).toBe(true)
    expect(line(of({}), 'reports').registers).toBe(6024)
    const registers: Source = {
      ...published,
      asked: (id, year) => Number(published.asked(id, year)) + 1,
    }
    expect(isMet(line(of({ registers }), 'victims', 2013))).toBe(false)
    expect(formatNational(of({ registers }), 'en')).toMatch(/THE REGISTERS MEET \d+ OF/)
  })

  it('is printed in 80 columns, in Dutch and in English, with what is withheld said so', () => {
    const release: Source = { ...published, asked: () => 'withheld' }
    for (const language of ['nl', 'en'] as const) {
      const text = formatNational(of({ release }), language)
      for (const printed of text.split('\n')) expect(printed.length).toBeLessThanOrEqual(80)
    }
    expect(formatNational(of({ release }), 'nl')).toMatch(
      /zonder sub-3 +2013 +1\.117 +1\.117 +afgeschermd\n/,
    )
    expect(formatNational(of({ release }), 'en')).toMatch(
      /without sub-3 +2013 +1,117 +1,117 +withheld\n/,
    )
    expect(formatNational(of({ scale: 0.02 }), 'nl')).toContain('0,02 keer zo groot')
  })
})
