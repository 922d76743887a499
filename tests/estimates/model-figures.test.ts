import { describe, expect, it } from 'vitest'
import { describeTable } from '../../src/estimates/descriptive.ts'
import { fitModel, isFit } from '../../src/estimates/fit.ts'
import { mainEffects } from '../../src/estimates/model.ts'
import { fixedFigures, sideFigures, wayFigures } from '../../src/estimates/model-figures.ts'
import { tableOfCounts } from './sparse-tables.ts'

const model = mainEffects(3)

describe('the table of estimates', () => {
  it('has Chapman for two lists only, and Chao always, both with limits', () => {
    const two = tableOfCounts([0, 30, 20, 10])
    const methods = sideFigures(describeTable(two), two).map(({ method }) => method)
    expect(methods).toEqual(['chapman', 'chao'])
    const three = tableOfCounts([0, 30, 20, 10, 9, 4, 3, 1])
    const [chao] = sideFigures(describeTable(three), three)
    expect(chao).toMatchObject({ method: 'chao', interval: 'log-normal', check: null, aic: null })
    expect(chao?.lower).toBeLessThan(chao?.estimate ?? 0)
    expect(chao?.upper).toBeGreaterThan(chao?.estimate ?? 0)
  })

  it('names a model without an estimate, and its check', () => {
    const figures = fixedFigures({ model, check: 2, fit: null, profile: null }, [])
    expect(figures).toMatchObject({ model: '[1,2,3]', check: 2, estimate: null, interval: null })
  })

  it('tells the coefficients of a fitted model by list names', () => {
    const table = tableOfCounts([0, 30, 20, 10, 9, 4, 3, 1])
    const fit = fitModel(table, mainEffects(3), {})
    if (!isFit(fit)) throw new Error('no fit')
    const { coefficients } = fixedFigures({ model, check: 0, fit, profile: null }, ['A', 'B', 'C'])
    expect(Object.keys(coefficients ?? {}).sort()).toEqual(['A', 'B', 'C', 'intercept'])
    expect(Math.exp(coefficients?.['intercept'] ?? 0)).toBeCloseTo(fit.dark, 6)
  })

  it('has no limits from a profile that never ends', () => {
    const profile = { lower: 100, upper: Number.POSITIVE_INFINITY }
    expect(fixedFigures({ model, check: 0, fit: null, profile }, []).upper).toBeNull()
  })

  it('gives a way whose resamples failed too often no limits, but says how often', () => {
    const bootstrap = {
      ...({
        method: 'bca',
        fallback: null,
        lower: 1,
        upper: 2,
        median: 1,
        shareBelow: 0.5,
      } as const),
      ...{ percentile: { lower: 1, upper: 2 }, acceleration: 0, extreme: false },
      ...{ resamples: 100, failed: 6 },
    }
    const way = { method: 'stepwise', estimator: null, model, estimate: 5, check: 0 } as const
    const figures = wayFigures({ ...way, fit: null, profile: null }, bootstrap, [])
    expect(figures).toMatchObject({ lower: null, upper: null, interval: null })
    expect(figures.bootstrap?.failed).toBe(6)
  })
})
