import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { fitModel, isFit } from '../../src/estimates/fit.ts'
import { mainEffects } from '../../src/estimates/model.ts'
import { withoutList } from '../../src/estimates/regroup.ts'
import {
  fixOddsRatios,
  leaveOneOut,
  mergeSmallest,
  planStrata,
} from '../../src/estimates/sensitivity.ts'
import { groupingsOf, pooledTable, type Stratified } from '../../src/estimates/strata.ts'
import { tableNamed } from './reference.ts'
import { tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()
const eight = tableNamed('new-orleans-eight-lists')
const australia = tableNamed('australia-2015-2017')

describe('other lists', () => {
  it('leaves out each list once', () => {
    const found = leaveOneOut(australia, solver)
    expect(found.map(({ without }) => without)).toEqual(['A', 'B', 'C', 'D'])
    const fit = fitModel(withoutList(australia, 2), mainEffects(3), { solver })
    expect(found[2]?.mainEffects).toBeCloseTo(isFit(fit) ? fit.estimate : 0, 6)
    expect(leaveOneOut(tableOfCounts([0, 3, 4, 1]), solver)).toEqual([])
  })

  it('merges the two smallest again and again, down to three, and loses nobody', () => {
    const found = mergeSmallest(eight, solver)
    expect(found.map(({ lists }) => lists.length)).toEqual([7, 6, 5, 4, 3])
    expect(found[0]?.lists).toContain('B+F')
    expect(found.every(({ observed }) => observed === 185)).toBe(true)
  })
})

describe('a given odds ratio', () => {
  it('above 1 makes the unseen more, below 1 fewer', () => {
    const main = fitModel(australia, mainEffects(4), { solver })
    const estimate = isFit(main) ? main.estimate : 0
    for (const { oddsRatio, estimate: found } of fixOddsRatios(australia, solver)) {
      if (oddsRatio > 1) expect(found).toBeGreaterThan(estimate)
      else expect(found).toBeLessThan(estimate)
    }
    expect(fixOddsRatios(australia, solver)).toHaveLength(18)
  })
})

describe('strata', () => {
  const counts = { f: [0, 60, 50, 30, 40, 12, 9, 6], m: [0, 9, 8, 2, 6, 1, 1, 0] }
  const stratified = (perSex: Record<string, readonly number[]>): Stratified => ({
    ...{ lists: ['a', 'b', 'c'], attributes: ['sex'] },
    strata: Object.keys(perSex).map((sex) => ({ sex })),
    cells: Object.values(perSex).flatMap((own, stratum) =>
      own.flatMap((count, mask) => (count > 0 ? [{ stratum, mask, count }] : [])),
    ),
  })
  const plan = (perSex: Record<string, readonly number[]>) => {
    const sample = stratified(perSex)
    const [grouping] = groupingsOf(sample)
    if (grouping === undefined) throw new Error('no grouping')
    return planStrata(grouping, { pooled: pooledTable(sample), sample, solver })
  }

  it('with few persons on several lists share the interactions', () => {
    const { estimator, groups, sum } = plan(counts)
    expect(estimator.joint).toBe(true)
    expect(groups.map(({ onSeveralLists }) => onSeveralLists)).toEqual([57, 4])
    expect(groups.every(({ estimate, observed }) => (estimate ?? 0) > observed)).toBe(true)
    expect(sum).toBeCloseTo((groups[0]?.estimate ?? 0) + (groups[1]?.estimate ?? 0), 9)
  })

  it('with enough have a model of their own', () => {
    const { estimator, groups } = plan({ f: counts.f, m: counts.f })
    expect(estimator.joint).toBe(false)
    expect(groups[0]?.estimate).toBe(groups[1]?.estimate)
  })

  it('have no sum where one of them has no estimate', () => {
    const { sum, groups } = plan({ f: counts.f, m: [0, 5, 0, 0, 0, 0, 0, 0] })
    expect(sum).toBeNull()
    expect(groups.map(({ estimate }) => estimate)).toEqual([null, null])
  })
})
