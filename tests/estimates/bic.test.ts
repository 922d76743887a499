import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { averageByBic, bestByBic, rankByBic } from '../../src/estimates/bic.ts'
import { mainEffects } from '../../src/estimates/model.ts'
import { modelSpace, type Order } from '../../src/estimates/model-space.ts'
import { isClose, referenceFor, tableIds, tableNamed } from './reference.ts'
import { sparseCase, tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()

interface Ranking {
  readonly maxorder: number
  readonly admissibleModels: number
  readonly top10: readonly {
    readonly model: string
    readonly BIC: number
    readonly estimate: number
  }[]
}

function expectRanking(id: string, reference: Ranking, order: Order) {
  const ranked = rankByBic(tableNamed(id), { order, solver })
  expect(ranked.length).toBe(reference.admissibleModels)
  const names = ranked.slice(0, reference.top10.length).map(({ model }) => model.written)
  expect(names).toEqual(reference.top10.map(({ model }) => model))
  for (const [at, { BIC, estimate }] of reference.top10.entries()) {
    expect(isClose(ranked[at]?.bic ?? 0, BIC)).toBe(true)
    expect(isClose(ranked[at]?.estimate ?? 0, estimate)).toBe(true)
  }
}

const ranked: [string, Ranking][] = tableIds.flatMap((id) =>
  (referenceFor(id).bic ?? []).map((ranking: Ranking): [string, Ranking] => [id, ranking]),
)
const isOfPairs = ([, { maxorder }]: [string, Ranking]) => maxorder === 2

describe('the ranking by BIC', () => {
  it.each(ranked.filter(isOfPairs))(
    'of all models of pairs on %s is the reference',
    (id, ranking) => {
      expectRanking(id, ranking, 2)
    },
  )

  // All 6,893 models of five lists once, on the table that the first run of the reference is of.
  const higher = ranked.filter(
    (entry) => !isOfPairs(entry) && entry[0] !== 'new-orleans-five-lists-186',
  )
  it.each(higher)('of models of all orders on %s is the reference', (id, ranking) => {
    expectRanking(id, ranking, 'all')
  })

  // The three lists "Korea" (123 persons) and their ranking as the user guide of MultipleSystemsEstimation
  // 1.2.0 prints them: [12,13] and all pairs have no estimate.
  it('is the one that is printed for a table that is in no reference', () => {
    const found = rankByBic(tableOfCounts([0, 5, 5, 54, 41, 6, 0, 12]), { solver })
    expect(found.map(({ model }) => model.written)).toEqual([
      '[12,23]',
      '[12,3]',
      '[13,23]',
      '[23,1]',
      '[13,2]',
      '[1,2,3]',
    ])
    const printed = [157.1667, 268.7778, 123.463, 126.1944, 126.9394, 141.9926]
    expect(found.map(({ estimate }) => Number(estimate.toFixed(4)))).toEqual(printed)
    const criteria = [57.14081, 58.9686, 91.89711, 138.06368, 155.16018, 184.14431]
    expect(found.map(({ bic }) => Number(bic.toFixed(5)))).toEqual(criteria)
  })

  it('goes downhill from six lists, to the best model that is published for eight', () => {
    const [best, next] = rankByBic(tableNamed('new-orleans-eight-lists-186'), { solver })
    expect(best?.model.written).toBe('[45,1,2,3,6,7,8]')
    expect(Math.round(best?.estimate ?? 0)).toBe(1110)
    expect(next?.bic).toBeGreaterThan(best?.bic ?? 0)
  })

  it('takes as many steps downhill as there are interactions to find', () => {
    const shares = [0.08, 0.1, 0.12, 0.09, 0.11, 0.07]
    const [tied, persons] = [[0b000011, 0b001100, 0b110000], 3000]
    const counts = Array.from({ length: 64 }, (_, cell) => {
      const chance = shares.reduce(
        (all, share, at) => all * ((cell >> at) & 1 ? share : 1 - share),
        1,
      )
      const times = 4 ** tied.filter((pair) => (cell & pair) === pair).length
      return Math.round(persons * chance * times)
    })
    expect(rankByBic(tableOfCounts(counts), { solver })[0]?.model.written).toBe('[12,34,56]')
  })

  it('is empty where no model has an estimate', () => {
    expect(rankByBic(tableOfCounts([0, 9, 9, 0, 9, 0, 0, 0]), { solver })).toEqual([])
    expect(bestByBic(tableOfCounts([0, 9, 9, 0, 9, 0, 0, 0]), { solver })).toBeNull()
  })
})

describe('the best by BIC', () => {
  it('is the first of the ranking, whatever it passed over', () => {
    const spaces = new Map<string, ReturnType<typeof modelSpace>>()
    const spaceOf = (lists: number, order: Order) => {
      const key = `${lists} ${order}`
      const space = spaces.get(key) ?? modelSpace(lists, order)
      spaces.set(key, space)
      return space
    }
    fc.assert(
      fc.property(sparseCase, fc.constantFrom<Order>(2, 'all'), ({ table }, order) => {
        fc.pre(table.lists.length < 5)
        const options = { order, among: spaceOf(table.lists.length, order), solver }
        const [first, best] = [rankByBic(table, options)[0], bestByBic(table, options)]
        expect(best?.model.written).toBe(first?.model.written)
        expect(best?.bic).toBe(first?.bic)
      }),
      { numRuns: 60 },
    )
  })

  it.each(tableIds.slice(1, 4))('is the first of the ranking on %s', (id) => {
    const table = tableNamed(id)
    expect(bestByBic(table, { solver })?.model.written).toBe(
      rankByBic(table, { solver })[0]?.model.written,
    )
  })

  it('can have a term of three lists that no pairs make up for', () => {
    const counts = Array.from({ length: 16 }, (_, cell) => {
      const size = cell.toString(2).replaceAll('0', '').length
      return Math.round(800 * 0.3 ** size * ((cell & 7) === 7 ? 3 : 1))
    })
    const best = bestByBic(tableOfCounts(counts), { order: 'all', solver })
    expect(best?.model.written).toBe('[123,4]')
  })

  it('can be of the models that are given', () => {
    const table = tableNamed('australia-2015-2017')
    const among = [mainEffects(4)]
    expect(bestByBic(table, { among, solver })?.model.written).toBe('[1,2,3,4]')
    expect(rankByBic(table, { among, solver })).toHaveLength(1)
  })
})

describe('the average by BIC', () => {
  const table = tableNamed('australia-2015-2017')
  const ranking = rankByBic(table, { solver })

  it('weighs each model by exp(-BIC/2), all weights together one', () => {
    const { weights, dark, estimate } = averageByBic(ranking)
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
    const [first, second] = [weights[0]?.weight ?? 0, weights[1]?.weight ?? 0]
    const apart = (ranking[1]?.bic ?? 0) - (ranking[0]?.bic ?? 0)
    expect(Math.log(first / second)).toBeCloseTo(apart / 2, 10)
    expect(estimate - dark).toBeCloseTo(414, 6)
    const slowly = weights.reduce(
      (sum, { weight }, at) => sum + weight * (ranking[at]?.dark ?? 0),
      0,
    )
    expect(dark).toBeCloseTo(slowly, 6)
  })

  it('of one model is that model', () => {
    expect(averageByBic(ranking.slice(0, 1)).estimate).toBeCloseTo(ranking[0]?.estimate ?? 0, 8)
  })

  it('is refused without a model', () => {
    expect(() => averageByBic([])).toThrow(
      'estimate.no-admissible-model: No model has an estimate: too few persons stand on two lists or more. Merge lists that share few persons, or publish only the persons observed.',
    )
  })
})
