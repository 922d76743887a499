import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Cell, ListInfo } from '../../src/base/lists.ts'
import { checkOfEstimates, estimateRound } from '../../src/counter/round-estimates.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { inProcessPool } from '../estimates/in-process-pool.ts'

const solver = await loadSolver()
const rules = { threshold: 5, roundingBase: 5 }
const names = ['care', 'fairwork', 'police']

/** Counts by care, fairwork, both, police … of three lists in one year. */
function round(counts: readonly number[], owners: readonly string[] = names) {
  const lists = owners.map(
    (organisation): ListInfo => ({
      ...{ id: `${organisation}-2016`, organisation, population: 'victims', year: 2016 },
      source: 'report',
    }),
  )
  const cells = counts.map(
    (persons, at): Cell => ({
      lists: lists.filter((_, place) => ((at + 1) & (1 << place)) !== 0).map(({ id }) => id),
      persons,
    }),
  )
  return { cells, lists }
}

function estimated(
  counts: readonly number[],
  more: { owners?: string[]; earlier?: Release[]; digits?: number } = {},
) {
  const { cells, lists } = round(counts, more.owners)
  const of = { lists, population: 'victims', rules, earlier: more.earlier ?? [] }
  const by = {
    solver,
    pool: inProcessPool(solver),
    seed: 1,
    resamples: 100,
    digits: more.digits ?? 2,
    report: () => undefined,
  }
  return estimateRound(cells, of, by)
}

// Independent lists of 4,000 persons: three, five and eight tenths of a thousand on each.
const plenty = [1120, 480, 280, 280, 280, 120, 120]

describe('estimateRound', () => {
  it('publishes few digits where no count is small', async () => {
    const round = await estimated(plenty)
    const { estimates } = round
    expect(estimates).toMatchObject([
      { of: { year: 2016 }, verdict: 'publish', method: 'bic-pairs', data: 'exact', reasons: [] },
    ])
    const [{ estimate, low, high, warnings } = estimates[0]!] = estimates
    for (const figure of [estimate, low, high]) expect(String(figure)).toMatch(/^\d{1,2}0*$/)
    expect(warnings).toContain('assumption')
    // All combinations of three organisations: not how many of them are small, and how wide they are.
    const check = { check: 'estimate', passed: true, cells: 7, narrowest: 4 }
    expect(checkOfEstimates(round, estimates)).toMatchObject(check)
    // That one could have been told is not to be seen where it is withheld.
    expect(checkOfEstimates(round, [{ ...estimates[0]!, verdict: 'refuse' }])).toBeNull()
  })

  it('has the digits that were agreed, whatever would be safe, or is not published', async () => {
    const small = [663, 516, 221, 28, 12, 9, 4]
    const rows = async (digits: number) => (await estimated(small, { digits })).estimates
    const [coarse] = await rows(1)
    for (const figure of [coarse?.estimate, coarse?.low, coarse?.high]) {
      expect(String(figure)).toMatch(/^\d0*$/)
    }
    expect(await rows(3)).toMatchObject([{ reasons: ['estimate.would-disclose'] }])
  })

  it('is nothing where it would give a small count back', async () => {
    const { estimates, checks } = await estimated([40, 50, 4, 60, 4, 4, 0])
    expect(estimates).toMatchObject([
      { verdict: 'refuse', reasons: ['estimate.would-disclose'], estimate: null, warnings: [] },
    ])
    expect(checks.size).toBe(0)
  })

  it('refuses below the floors without estimating', async () => {
    const reasonsOf = async (counts: number[], owners?: string[]) =>
      (await estimated(counts, owners === undefined ? {} : { owners })).estimates[0]?.reasons
    expect(await reasonsOf([50, 50, 3, 50, 3, 3, 0])).toEqual(['estimate.few-overlaps'])
    // Also where nobody is on two lists, which nobody may know.
    expect(await reasonsOf([50, 50, 0, 50, 0, 0, 0])).toEqual(['estimate.few-overlaps'])
    expect(await reasonsOf([500, 500, 100], ['care', 'police'])).toEqual(['estimate.few-lists'])
    expect(await reasonsOf([500, 500, 100])).toEqual(['estimate.no-interval'])
  })

  it('says again what the release before said where hardly anybody came or went', async () => {
    const before = sampleRelease()
    const figure = before.figures.find(
      ({ question, year, organisation, population, table, code }) =>
        [organisation, population, table, code].every((one) => one === null) &&
        question === 'persons-without-enrichment' &&
        year === 2016,
    )
    const observed = plenty.reduce((sum, count) => sum + count, 0)
    const first = await estimated([50, 50, 3, 50, 3, 3, 0])
    const earlier = (value: number): Release => ({
      ...before,
      figures: [{ ...figure!, cell: { status: 'shown', value } }],
      estimates: first.estimates,
    })
    const again = await estimated(plenty, { earlier: [earlier(observed)] })
    expect(again).toEqual({ estimates: first.estimates, checks: new Map() })
    // Also where the release between said nothing of these persons, so that it is not made anew.
    const silent: Release = {
      ...before,
      figures: [{ ...figure!, cell: { status: 'secondary' } }],
      estimates: [],
    }
    expect(await estimated(plenty, { earlier: [earlier(observed), silent] })).toEqual(again)
    const other = await estimated(plenty, { earlier: [earlier(observed + 20)] })
    expect(other.estimates[0]?.verdict).toBe('publish')
  })
})
