import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundToBase } from '../../src/disclosure/rounding.ts'

const counts = fc.integer({ min: 0, max: 10_000_000 })
const bases = fc.integer({ min: 1, max: 1000 })

describe('rounding to a base', () => {
  test('gives a multiple no further away than half the base', () => {
    fc.assert(
      fc.property(counts, bases, (count, base) => {
        const rounded = roundToBase(count, base)
        expect(rounded % base).toBe(0)
        expect(2 * Math.abs(rounded - count)).toBeLessThanOrEqual(base)
      }),
      { verbose: 1 },
    )
  })

  test('never turns a smaller count into a larger number', () => {
    fc.assert(
      fc.property(counts, bases, (count, base) => {
        expect(roundToBase(count, base)).toBeLessThanOrEqual(roundToBase(count + 1, base))
      }),
      { verbose: 1 },
    )
  })

  test('takes the even multiple when a count lies halfway', () => {
    expect([5, 15, 25, 35].map((count) => roundToBase(count, 10))).toEqual([0, 20, 20, 40])
  })

  test('leaves counts as they are under base 1', () => {
    expect(roundToBase(1117, 1)).toBe(1117)
  })
})
