import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedBy } from '../../src/estimates/capture-table.ts'
import { poissonAtLeast, poissonAtMost } from '../../src/estimates/distributions.ts'
import { fitModel } from '../../src/estimates/fit.ts'
import { modelOf, pairTerms } from '../../src/estimates/model.ts'
import { selectStepwise, stepwiseModel } from '../../src/estimates/stepwise.ts'
import { sumSupersets } from '../../src/estimates/subset-sums.ts'
import { isClose, referenceFor, tableIds, tableNamed } from './reference.ts'
import { fullCase, tableOfCounts } from './sparse-tables.ts'

describe('stepwise selection', () => {
  it.each(tableIds)('chooses the model of the reference at every threshold on %s', (id) => {
    const table = tableNamed(id)
    for (const reference of referenceFor(id).stepwise) {
      const fit = selectStepwise(table, { pThreshold: reference.pthresh })
      expect([reference.pthresh, fit.model.written]).toEqual([reference.pthresh, reference.model])
      expect(isClose(fit.estimate, reference.estimate)).toBe(true)
      expect(isClose(fit.bic, reference.BIC)).toBe(true)
    }
  })

  it('has a threshold of 0.02 unless told', () => {
    const table = tableNamed('new-orleans-eight-lists-186')
    expect(selectStepwise(table).model.written).toBe('[45,1,2,3,6,7,8]')
  })

  it('ends where no pair that could come in is as unlikely as the threshold', () => {
    fc.assert(
      fc.property(fullCase, ({ table }) => {
        const fit = selectStepwise(table)
        const expected = fit.expected.slice()
        sumSupersets(expected)
        const shared = sharedBy(table)
        for (const pair of pairTerms(table.lists.length)) {
          if (fit.model.terms.includes(pair)) continue
          const [overlap, mean] = [shared[pair] ?? 0, expected[pair] ?? 0]
          expect(poissonAtMost(overlap, mean)).toBeGreaterThan(0.02)
          expect(poissonAtLeast(overlap, mean)).toBeGreaterThan(0.02)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('passes over a pair that leaves the model without an estimate', () => {
    // Lists 1 and 2 share many more than main effects expect; tied, they leave no estimate, as nobody
    // of list 3 is on either.
    const table = tableOfCounts([0, 20, 20, 30, 40, 0, 0, 0])
    expect(fitModel(table, modelOf(3, [0b011])).check).toBe(1)
    const chosen = stepwiseModel(table)
    expect(chosen?.model.terms.includes(0b011)).toBe(false)
    expect(chosen?.model.written).toBe('[13,23]')
  })

  it.each([10, 20])(
    'takes the first of equally unlikely pairs, whatever rounding makes of them',
    (alone) => {
      // The three lists are alike: all pairs tie, then the two that are left.
      const table = tableOfCounts([0, alone, alone, 80, alone, 80, 80, 0])
      expect(stepwiseModel(table, { pThreshold: 0.3 })?.model.written).toBe('[12,13]')
    },
  )

  it('is the same with and without the last polish', () => {
    const table = tableNamed('australia-2015-2017')
    const [fit, scored] = [selectStepwise(table), stepwiseModel(table)]
    expect(scored?.model.written).toBe(fit.model.written)
    expect(isClose(scored?.estimate ?? 0, fit.estimate, 1e-9)).toBe(true)
  })

  it('is refused where not even main effects have an estimate', () => {
    const strangers = tableOfCounts([0, 9, 9, 0, 9, 0, 0, 0])
    expect(stepwiseModel(strangers)).toBeNull()
    expect(() => selectStepwise(strangers)).toThrow(
      'estimate.no-admissible-model: No model has an estimate: too few persons stand on two lists or more. Merge lists that share few persons, or publish only the persons observed.',
    )
  })

  it('of one or two lists is main effects', () => {
    expect(stepwiseModel(tableOfCounts([0, 192, 292, 8]))?.model.written).toBe('[1,2]')
    expect(stepwiseModel(tableOfCounts([0, 12]))).toBeNull()
  })
})
