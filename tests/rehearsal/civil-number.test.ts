import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fictionalBsns,
  fictionalVNumbers,
  mistypedBsn,
  passesElevenTest,
} from '../../src/rehearsal/civil-number.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'

describe('citizen numbers of nobody', () => {
  test('the 11-proef accepts a known good number and refuses bad ones', () => {
    expect(passesElevenTest('111222333')).toBe(true)
    for (const bad of ['111222334', '000000000', '999999999', '11122233', '', '1112223a3']) {
      expect(passesElevenTest(bad)).toBe(false)
    }
  })

  test('all pass the 11-proef, begin with 0000 and are given once, until none is left', () => {
    const next = fictionalBsns(seededPrng(1, 'bsns'))
    const given = new Set(Array.from({ length: 9_090 }, next))
    expect(given.size).toBe(9_090)
    for (const bsn of given) expect(bsn.startsWith('0000') && passesElevenTest(bsn)).toBe(true)
    expect(next).toThrow(RangeError)
  })

  test('a typing error always fails the 11-proef', () => {
    const next = fictionalBsns(seededPrng(2, 'bsns'))
    const given = Array.from({ length: 200 }, next)
    fc.assert(
      fc.property(fc.constantFrom(...given), fc.integer(), (bsn, seed) => {
        const mistyped = mistypedBsn(bsn, seededPrng(seed, 'slip'))
        return /^\d{9}$/.test(mistyped) && !passesElevenTest(mistyped)
      }),
      { numRuns: 1_000 },
    )
  })

  test('a foreigner number has ten digits, begins with 99999 and is given once', () => {
    const next = fictionalVNumbers(seededPrng(1, 'v-numbers'))
    const given = new Set(Array.from({ length: 2_000 }, next))
    expect(given.size).toBe(2_000)
    for (const number of given) expect(number).toMatch(/^99999\d{5}$/)
  })
})
