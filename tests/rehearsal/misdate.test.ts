import fc from 'fast-check'
import { expect, test } from 'vitest'
import { birthDateAt, isStandIn } from '../../src/rehearsal/calendar.ts'
import { type DateSlip, misdate } from '../../src/rehearsal/misdate.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'

test.each<[DateSlip, string, string[]]>([
  ['birth-missing', '1987-05-04', ['']],
  ['birth-placeholder', '1987-05-04', ['1900-01-01']],
  ['birth-day-unknown', '1987-05-04', ['1987-00-00', '1987-05-00']],
  ['birth-stand-in', '1987-05-04', ['1987-01-01']],
  ['birth-day-month-swapped', '1987-05-04', ['1987-04-05']],
  ['birth-day-month-swapped', '1987-05-24', ['1987-05-24']],
  ['birth-digit-wrong', '1987-05-04', ['1977-05-04', '1986-05-04', '1987-05-11', '1988-05-04']],
])('%s of %s', (slip, date, expected) => {
  const written = Array.from({ length: 200 }, (_, seed) =>
    misdate(date, slip, seededPrng(seed, 'slip')),
  )
  expect([...new Set(written)].sort()).toEqual(expected)
})

test('a birth date is possible, gives the age in the year and is no stand-in', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 3, max: 64 }), (seed, age) => {
      const date = birthDateAt(age, 2015, seededPrng(seed, 'date'))
      expect(new Date(date).toISOString().slice(0, 10)).toBe(date)
      expect(2015 - Number(date.slice(0, 4))).toBe(age)
      expect(isStandIn(date)).toBe(false)
    }),
  )
})
