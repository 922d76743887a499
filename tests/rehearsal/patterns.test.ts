import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesByOrigin } from '../../src/rehearsal/names/by-origin.ts'
import { nationalities } from '../../src/rehearsal/nationalities.ts'
import { organisationIds } from '../../src/rehearsal/organisations.ts'
import { publishedPatterns, reportsOf, scaledPatterns } from '../../src/rehearsal/patterns.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'

describe('patterns of reporting', () => {
  test('shrink to the scale, keeping a person on every list that had one', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(4),
        (seed, scale, year) => {
          const full = publishedPatterns[year] ?? []
          const shrunk = scaledPatterns(full, scale, seededPrng(seed, 'scale'))
          for (const organisation of organisationIds) {
            const before = reportsOf(organisation, full)
            const after = reportsOf(organisation, shrunk)
            expect(after).toBeGreaterThanOrEqual(Math.min(1, before))
            expect(after).toBeLessThanOrEqual(before)
          }
          const wanted = full.reduce((sum, { persons }) => sum + persons * scale, 0)
          const got = shrunk.reduce((sum, { persons }) => sum + persons, 0)
          expect(got).toBeGreaterThanOrEqual(Math.floor(wanted))
          expect(got).toBeLessThanOrEqual(wanted + 1 + organisationIds.length)
        },
      ),
    )
  })

  test('stay as they are at full scale', () => {
    const full = publishedPatterns[4] ?? []
    expect(scaledPatterns(full, 1, seededPrng(1, 'scale'))).toEqual(
      full.filter(({ persons }) => persons > 0),
    )
  })
})

describe('nationalities', () => {
  test('have a name list with names for women and men', () => {
    for (const { origin } of nationalities) {
      const { female, male, families } = namesByOrigin[origin]
      expect(Math.min(female.length, male.length, families.length)).toBeGreaterThan(15)
      for (const name of [...female, ...male, ...families.flatMap(({ surnames }) => surnames)]) {
        expect(name).toMatch(/^\p{Lu}/u)
      }
      for (const { prefix } of families) expect(prefix).toBe(prefix.toLowerCase())
    }
  })

  test.each([
    ['netherlands', 1977, 678],
    ['eu-since-2004', 1270, 45],
    ['eu-before-2004', 98, 14],
    ['europe-other', 120, 28],
    ['africa', 987, 259],
    ['asia', 677, 173],
    ['latin-america', 131, 4],
    ['elsewhere', 2, 0],
  ])('%s has the published victims, and minors within 3', (region, victims, minors) => {
    const own = nationalities.filter((nationality) => nationality.region === region)
    const perYear = own.flatMap(({ perYear }) => perYear).reduce((sum, count) => sum + count, 0)
    const perForm = own.reduce(
      (sum, { forms }) => sum + forms.sexual + forms.other + forms.unknown,
      0,
    )
    const young = own.reduce((sum, nationality) => sum + nationality.minors, 0)
    expect(perYear).toBe(victims)
    expect(perForm).toBe(victims)
    expect(Math.abs(young - minors)).toBeLessThanOrEqual(3)
  })

  test('have as many victims by form as by year', () => {
    for (const { code, perYear, forms } of nationalities) {
      const years = perYear.reduce((sum, count) => sum + count, 0)
      expect([code, forms.sexual + forms.other + forms.unknown]).toEqual([code, years])
    }
  })
})
