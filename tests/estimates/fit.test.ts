import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { type CaptureTable, sharedBy } from '../../src/estimates/capture-table.ts'
import { type Fit, fitModel, isFit } from '../../src/estimates/fit.ts'
import { type Model, mainEffects, modelOf, nameTerm } from '../../src/estimates/model.ts'
import { sumSupersets } from '../../src/estimates/subset-sums.ts'
import { isClose, referenceFor, tableIds, tableNamed } from './reference.ts'
import { fullCase, modelNamed, sparseCase, tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()

function fitted(table: CaptureTable, model: Model, options = {}): Fit {
  const fit = fitModel(table, model, { solver, ...options })
  if (!isFit(fit)) throw new Error(`check ${fit.check} of ${model.written}`)
  return fit
}

function differences(
  fit: Fit,
  reference: ReturnType<typeof referenceFor>,
  lists: readonly string[],
) {
  const names = Array.from(fit.coefficients.keys(), (term) => nameTerm(term, lists))
  const found: Record<string, number> = {
    estimate: fit.estimate,
    darkFigure: fit.dark,
    AIC: fit.aic,
    BIC: fit.bic,
    ...Object.fromEntries(names.map((name, at) => [name, [...fit.coefficients.values()][at] ?? 0])),
  }
  const told = { ...reference, ...reference.coefficients }
  return Object.keys(found).filter((name) => !isClose(found[name] ?? Number.NaN, told[name]))
}

describe.each(tableIds)('a fixed model on %s', (id) => {
  const table = tableNamed(id)
  const references: ReturnType<typeof referenceFor>[] = referenceFor(id).fixedModels

  it('has the estimate, coefficients and criteria of the reference to six digits', () => {
    const fits = references.filter(({ check }) => check === 0)
    for (const reference of fits) {
      const fit = fitted(table, modelNamed(table.lists, reference.maximalTerms))
      expect({
        model: fit.model.written,
        differences: differences(fit, reference, table.lists),
      }).toEqual({ model: reference.model, differences: [] })
      expect(fit.coefficients.size).toBe(Object.keys(reference.coefficients).length)
      expect(Math.abs(fit.deviance - reference.deviance)).toBeLessThan(1e-6 * (fit.deviance + 1e-3))
      expect(fit.df).toBe(reference.dfResidual)
      // R reports the error from the weights before its last step, hence the fewer digits.
      expect(isClose(fit.interceptError, reference.seIntercept, 1e-4)).toBe(true)
      const infinite = fit.minusInfinite.map((term) => nameTerm(term, table.lists))
      expect(infinite.sort()).toEqual(reference.minusInfinite.toSorted())
    }
  })

  it('has the check code of the reference', () => {
    const codes = references.map(({ maximalTerms }) => {
      const model = modelNamed(table.lists, maximalTerms)
      return [model.written, fitModel(table, model).check]
    })
    expect(codes).toEqual(references.map(({ model, check }) => [model, check]))
  })
})

describe('a fit', () => {
  it('expects as many persons on the lists of each of its terms as there are', () => {
    fc.assert(
      fc.property(fullCase, ({ table, model }) => {
        const fit = fitted(table, model)
        const expected = fit.expected.slice()
        sumSupersets(expected)
        const shared = sharedBy(table)
        for (const term of [0, ...model.terms]) {
          expect(isClose(expected[term] ?? 0, shared[term] ?? 0, 1e-9)).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('of two lists is Lincoln and Petersen', () => {
    const fit = fitted(tableOfCounts([0, 192, 292, 8]), mainEffects(2))
    expect(fit.estimate).toBeCloseTo((200 * 300) / 8, 6)
    expect(fit.df).toBe(0)
  })

  it('follows the lists when they change places', () => {
    const swap = (mask: number) => (mask & ~3) | ((mask & 1) << 1) | ((mask & 2) >> 1)
    fc.assert(
      fc.property(fullCase, ({ table, model }) => {
        const turned = {
          ...table,
          counts: table.counts.map((_, at) => table.counts[swap(at)] ?? 0),
        }
        const [one, other] = [
          fitted(table, model),
          fitted(turned, modelOf(model.lists, model.terms.map(swap))),
        ]
        expect(isClose(other.estimate, one.estimate, 1e-9)).toBe(true)
        expect(isClose(other.bic, one.bic, 1e-9)).toBe(true)
        for (const [term, value] of one.coefficients) {
          expect(other.coefficients.get(swap(term))).toBeCloseTo(value, 7)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('grows with the table, its errors with the root of it', () => {
    fc.assert(
      fc.property(fullCase, fc.integer({ min: 2, max: 50 }), ({ table, model }, times) => {
        const more = tableOfCounts([...table.counts].map((count) => count * times))
        const [one, other] = [fitted(table, model), fitted(more, model)]
        expect(isClose(other.estimate, one.estimate * times, 1e-9)).toBe(true)
        expect(isClose(other.deviance + 1e-6, one.deviance * times + 1e-6, 1e-6)).toBe(true)
        expect(isClose(other.interceptError, one.interceptError / Math.sqrt(times), 1e-7)).toBe(
          true,
        )
      }),
      { numRuns: 25 },
    )
  })

  it('of a sparse table is a number or a check code, never neither', () => {
    fc.assert(
      fc.property(sparseCase, ({ table, model }) => {
        const fit = fitModel(table, model, { solver })
        if (!isFit(fit)) {
          expect([1, 2, 3]).toContain(fit.check)
          return
        }
        expect(fit.dark).toBeGreaterThan(0)
        const { estimate, deviance, aic, bic, interceptError } = fit
        expect([estimate, deviance, aic, bic, interceptError].every(Number.isFinite)).toBe(true)
        expect(fit.parameters).toBe(model.terms.length + 1)
      }),
      { numRuns: 150 },
    )
  })

  it('holds for counts of very different size', () => {
    const fit = fitted(tableOfCounts([0, 2e9, 3, 1, 5e6, 1, 1, 1]), mainEffects(3))
    const expected = fit.expected.slice()
    sumSupersets(expected)
    expect(isClose(expected[3] ?? 0, fit.expected[3]! + fit.expected[7]!)).toBe(true)
    expect(isClose(expected[2] ?? 0, 6, 1e-6)).toBe(true)
  })

  it('leaves out the cells of a list that has lost all its persons', () => {
    const fit = fitted(tableOfCounts([0, 20, 30, 5, 0, 0, 0, 0]), mainEffects(3))
    expect(fit.minusInfinite).toEqual([4])
    expect(fit.estimate).toBeCloseTo((25 * 35) / 5, 6)
  })

  it('is refused for a table without persons', () => {
    expect(() => fitModel(tableOfCounts([0, 0, 0, 0]), mainEffects(2))).toThrow(
      'estimate.no-persons: The table holds no persons, so there is nothing to estimate from. Give a table with at least one person on a list.',
    )
  })
})

describe('an odds ratio that is given', () => {
  const table = tableNamed('australia-2015-2017')
  const pair = 0b0011

  it('changes nothing where it is one', () => {
    const free = fitted(table, mainEffects(4))
    const fixed = fitted(table, mainEffects(4), { fixed: [{ term: pair, value: 0 }] })
    expect(fixed.estimate).toBeCloseTo(free.estimate, 6)
    expect(fixed.aic).toBeCloseTo(free.aic, 8)
  })

  it('changes nothing where it is the one that the model would find, and is no parameter', () => {
    const free = fitted(table, modelOf(4, [pair]))
    const value = free.coefficients.get(pair) ?? 0
    const fixed = fitted(table, mainEffects(4), { fixed: [{ term: pair, value }] })
    expect(isClose(fixed.estimate, free.estimate, 1e-9)).toBe(true)
    expect(fixed.deviance).toBeCloseTo(free.deviance, 8)
    expect(fixed.parameters).toBe(free.parameters - 1)
  })

  it('makes the estimate of two lists the odds ratio times as dark', () => {
    const lists = tableOfCounts([0, 192, 292, 8])
    for (const ratio of [0.5, 2, 5]) {
      const fixed = [{ term: 3, value: Math.log(ratio) }]
      expect(fitted(lists, mainEffects(2), { fixed }).dark).toBeCloseTo((ratio * 192 * 292) / 8, 6)
    }
  })
})
