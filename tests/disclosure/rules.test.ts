import { describe, expect, test } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { parseDisclosureRules } from '../../src/disclosure/rules.ts'
import { isWithheld } from '../../src/disclosure/threshold.ts'

describe('the rules for small counts', () => {
  test('may be a threshold of 5 under base 5, 10 under 5 and 3 unrounded', () => {
    for (const rules of [
      { threshold: 5, roundingBase: 5 },
      { threshold: 10, roundingBase: 5 },
      { threshold: 3, roundingBase: 1 },
    ]) {
      expect(parseDisclosureRules(rules)).toEqual(rules)
    }
  })

  test.each([
    [{ threshold: 2, roundingBase: 1 }],
    [{ threshold: 5, roundingBase: 0 }],
    [{ threshold: 5, roundingBase: 10 }],
    [{ threshold: 5, roundingBase: 3 }],
    [{ threshold: 5, roundingBase: 5, show: 'zeros' }],
    [null],
  ])('may not be %o', (rules) => {
    let thrown: unknown
    try {
      parseDisclosureRules(rules)
    } catch (error) {
      thrown = error
    }
    expect(isProblem(thrown, 'disclosure.rules')).toBe(true)
  })

  test('withhold zero and everything below the threshold, and nothing from there on', () => {
    expect([0, 1, 4, 5, 6].map((count) => isWithheld(count, 5))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
