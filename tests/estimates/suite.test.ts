import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { fitSuite } from '../../src/estimates/suite.ts'
import { isClose, referenceFor, tableNamed } from './reference.ts'
import { tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()

describe.each(['artificial-three-lists', 'australia-2015-2017', 'new-orleans-five-lists'])(
  'the ways to an estimate on %s',
  (id) => {
    const suite = fitSuite(tableNamed(id), solver)
    const reference = referenceFor(id)
    const way = (method: string) => suite.ways.find((one) => one.method === method)

    it('choose the models of the reference', () => {
      const stepwise = reference.stepwise.find(
        ({ pthresh }: { pthresh: number }) => pthresh === 0.02,
      )
      const best = reference.bic[0]
      const [first] = reference.fixedModels
      expect(way('main-effects')?.model?.written).toBe(first.model)
      expect(way('stepwise')?.model?.written).toBe(stepwise.model)
      expect(way('bic-pairs')?.model?.written).toBe(best.best)
      for (const [method, estimate] of [
        ['main-effects', first.estimate],
        ['stepwise', stepwise.estimate],
        ['bic-pairs', best.estimate],
      ] as const) {
        expect(isClose(way(method)?.estimate ?? 0, estimate), method).toBe(true)
      }
    })

    it('name the profile interval of the reference, which takes the model as given', () => {
      const profile = way('main-effects')?.profile
      const [lower, upper] = reference.fixedModels[0].rcapture.profile95
      expect(isClose(profile?.lower ?? 0, lower, 0.005)).toBe(true)
      expect(isClose(profile?.upper ?? 0, upper, 0.005)).toBe(true)
    })

    it('have an average between the least and the greatest of the models', () => {
      const estimates = suite.ranking.map(({ estimate }) => estimate)
      const average = way('bic-average')?.estimate ?? 0
      expect(average).toBeGreaterThan(Math.min(...estimates))
      expect(average).toBeLessThan(Math.max(...estimates))
    })

    it('stand beside every model of one pair, with its check', () => {
      for (const model of reference.fixedModels.slice(1)) {
        const own = suite.fixed.find((one) => one.model.written === model.model)
        expect(own?.check, model.model).toBe(model.check)
        if (model.check === 0) {
          expect(isClose(own?.fit?.estimate ?? 0, model.estimate), model.model).toBe(true)
          expect(own?.fit?.df).toBe(model.dfResidual)
        }
      }
    })
  },
)

describe('the ways to an estimate on small tables', () => {
  it('are main effects alone with two lists, none with one', () => {
    const two = fitSuite(tableOfCounts([0, 30, 20, 10]), solver)
    expect(two.ways.map(({ method, estimate }) => [method, estimate])).toEqual([
      ['main-effects', expect.closeTo(120, 8)],
    ])
    expect(fitSuite(tableOfCounts([0, 30]), solver).ways).toEqual([])
  })

  it('have no estimate, and say why, where nobody is on two lists', () => {
    const { ways } = fitSuite(tableOfCounts([0, 9, 8, 0, 7, 0, 0, 0]), solver)
    expect(ways.map(({ estimate }) => estimate)).toEqual([null, null, null, null])
    expect(ways[0]?.check).toBe(1)
  })
})
