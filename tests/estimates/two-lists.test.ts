import { describe, expect, it } from 'vitest'
import {
  chapman,
  dependenceTable,
  lincolnPetersen,
  logNormalLimits,
  seberVariance,
} from '../../src/estimates/two-lists.ts'

const pair = { one: 109, other: 177, both: 57 }

describe('two lists', () => {
  it('estimates by the formulas, as worked by hand', () => {
    expect(lincolnPetersen(pair)).toBeCloseTo(338.47, 2)
    expect(chapman(pair)).toBeCloseTo(336.59, 2)
    expect(Math.sqrt(seberVariance(pair))).toBeCloseTo(24.811, 3)
  })

  it('has no Lincoln-Petersen estimate without overlap, but Chapman', () => {
    const apart = { one: 9, other: 4, both: 0 }
    expect(lincolnPetersen(apart)).toBeNull()
    expect(chapman(apart)).toBe(49)
  })

  it('has no variance where one list is within the other', () => {
    expect(seberVariance({ one: 5, other: 20, both: 5 })).toBe(0)
  })
})

describe('log-normal limits', () => {
  it('lie around the estimate and never below the observed', () => {
    const { lower, upper } = logNormalLimits({ observed: 90, estimate: 100, variance: 400 })
    expect(lower).toBeGreaterThan(90)
    expect(lower).toBeLessThan(100)
    expect(upper).toBeGreaterThan(100)
    expect((lower - 90) * (upper - 90)).toBeCloseTo(100, 9)
  })

  it('are the observed where nobody is unseen', () => {
    const limits = logNormalLimits({ observed: 90, estimate: 90, variance: 0 })
    expect(limits).toEqual({ lower: 90, upper: 90 })
  })
})

describe('the dependence table', () => {
  it('multiplies the unseen by the odds ratio', () => {
    const rows = dependenceTable(pair)
    const observed = 109 + 177 - 57
    const unseen = chapman(pair) - observed
    expect(rows.map(({ oddsRatio }) => oddsRatio)).toEqual([0.5, 1, 2, 5])
    for (const { oddsRatio, estimate, lower, upper } of rows) {
      expect(estimate).toBeCloseTo(observed + oddsRatio * unseen, 9)
      expect(lower).toBeLessThan(estimate)
      expect(upper).toBeGreaterThan(estimate)
    }
  })
})
