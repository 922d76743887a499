import { describe, expect, it } from 'vitest'
import { saidAgain } from '../../src/attack/said-again.ts'
import { roundToBase } from '../../src/disclosure/rounding.ts'
import { perturbedTo } from '../../src/release/perturbation-table.ts'
import {
  rangeOf,
  type TableReleaseCell,
  type TableReleaseRules,
} from '../../src/release/table-release.ts'

const rules: TableReleaseRules = {
  ...{ mode: 'rounding', threshold: 5, stratumThreshold: 10, roundingBase: 5 },
  ...{ leastPersons: 30, leastMultiList: 10, leastNewPersons: 10, strata: [] },
  ...{ cellKey: null, dp: null },
}
const counts = Array.from({ length: 200 }, (_, at) => at)

/** By trying every count: those that would be said again. */
function tried(before: { low: number; high: number }, by: TableReleaseRules): number[] {
  const { threshold, roundingBase } = by
  const cells = (count: number): TableReleaseCell[] => {
    const values = by.mode === 'cellkey' ? perturbedTo(count) : [count]
    return values.map((value) => {
      if (value < threshold) {
        return { status: 'withheld', below: by.mode === 'cellkey' ? threshold + 5 : threshold }
      }
      return by.mode === 'cellkey'
        ? { status: 'noisy', value }
        : { status: 'shown', value: roundToBase(value, roundingBase) }
    })
  }
  return counts.filter((count) =>
    cells(count).some((cell) => {
      const { low, high } = rangeOf({ of: {}, cell }, by)
      return Math.max(0, before.low - high, low - before.high) < by.leastNewPersons
    }),
  )
}

describe('what a figure that is said again tells', () => {
  it.each([
    { ...rules },
    { ...rules, threshold: 10 },
    { ...rules, threshold: 10, roundingBase: 10 },
    { ...rules, threshold: 12, roundingBase: 4 },
    { ...rules, threshold: 7, roundingBase: 1 },
    { ...rules, mode: 'cellkey' as const, threshold: 20, stratumThreshold: 20 },
  ])('is exactly the counts of which it would be said again: %j', (by) => {
    for (const before of [
      { low: 0, high: 4 },
      { low: 5, high: 7 },
      { low: 23, high: 27 },
      { low: 95, high: 105 },
    ]) {
      const { low, high } = saidAgain(before, by)
      expect(tried(before, by)).toEqual(counts.slice(low, high + 1))
    }
  })
})
