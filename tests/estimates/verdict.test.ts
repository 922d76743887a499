import { describe, expect, it } from 'vitest'
import type { BootstrapInterval } from '../../src/estimates/interval.ts'
import {
  headlineOf,
  type Judged,
  reasonsToRefuse,
  type Selected,
  warningsOf,
} from '../../src/estimates/verdict.ts'

const found = (estimate: number | null, lower: number | null, upper: number | null): Selected => ({
  ...{ selector: 'stepwise', model: '[1,2,3]', estimate, lower, upper },
})
const fine: Judged = {
  ...{ lists: 3, observed: 200, onSeveralLists: 30, failedShare: 0.01 },
  selected: [found(1000, 700, 1500), found(1100, 700, 1600)],
}
const codes = (judged: Partial<Judged>) =>
  reasonsToRefuse({ ...fine, ...judged }).map(({ code }) => code)

describe('the verdict on an estimate', () => {
  it('has no reason to refuse a plain case', () => {
    expect(codes({})).toEqual([])
  })

  it.each<[string, Partial<Judged>]>([
    ['estimate.one-list', { lists: 1, onSeveralLists: 0, selected: [] }],
    ['estimate.no-overlap', { onSeveralLists: 0, selected: [found(null, null, null)] }],
    ['estimate.few-overlaps', { onSeveralLists: 9 }],
    ['estimate.not-identified', { selected: [found(1000, 700, 1500), found(null, null, null)] }],
    ['estimate.far-beyond', { selected: [found(4001, 3000, 5000)] }],
    ['estimate.resamples-failed', { failedShare: 0.051, selected: [found(1000, null, null)] }],
    ['estimate.no-interval', { selected: [found(1000, null, null)] }],
    ['estimate.wide-interval', { selected: [found(1000, 300, 1501)] }],
    ['estimate.selectors-apart', { selected: [found(500, 400, 600), found(1501, 900, 1700)] }],
  ])('refuses with %s', (code, judged) => {
    expect(codes(judged)).toEqual([code])
  })

  it('publishes at the limits of every rule', () => {
    expect(codes({ onSeveralLists: 10, failedShare: 0.05 })).toEqual([])
    expect(codes({ selected: [found(4000, 1000, 5000)] })).toEqual([])
    expect(codes({ selected: [found(500, 400, 600), found(1500, 900, 1700)] })).toEqual([])
  })

  it('says no figure of the table in any reason', () => {
    const all = [{ lists: 1 }, { onSeveralLists: 0 }, { onSeveralLists: 7, failedShare: 0.43 }]
    for (const judged of all) {
      for (const { what } of reasonsToRefuse({ ...fine, ...judged })) {
        expect(what).not.toMatch(/200|30|43|\b7\b/)
      }
    }
  })
})

describe('warnings', () => {
  const about = (...args: Parameters<typeof warningsOf>) =>
    warningsOf(...args).map((one) => one.about)

  it('always tell readers what an estimate is not', () => {
    expect(about(fine.selected, [])).toEqual([
      'population',
      'assumption',
      'referral',
      'fixed-model',
      'change',
      'parts',
      'methods',
    ])
  })

  it('say when there is no single figure', () => {
    expect(about([found(500, 400, 600), found(800, 600, 900)], [])).toContain('selectors')
  })

  it('say when a limit is fragile', () => {
    const interval: BootstrapInterval = {
      method: 'percentile',
      fallback: 'no-acceleration',
      lower: 1,
      upper: 2,
      percentile: { lower: 1, upper: 2 },
      median: 1,
      shareBelow: 0,
      acceleration: null,
      extreme: true,
    }
    expect(about([], [null, interval])).toEqual(
      expect.arrayContaining(['extreme-resample', 'fallback']),
    )
    expect(about([], [{ ...interval, resamples: 999 }])).toContain('few-resamples')
    expect(about([], [{ ...interval, resamples: 1000 }])).not.toContain('few-resamples')
  })

  it('say when an estimate lies outside its interval', () => {
    expect(about([found(500, 510, 600)], [])).toContain('outside')
    expect(about([found(500, 500, 600)], [])).not.toContain('outside')
  })
})

describe('the one figure to name', () => {
  const three = ['main-effects', 'stepwise', 'bic-pairs'].map((selector, at) => ({
    ...found(1000 + at, 800, 1200),
    selector,
  }))

  it('is that of BIC pairs, and of stepwise from six lists on', () => {
    expect(headlineOf(three, 5)).toBe('bic-pairs')
    expect(headlineOf(three, 6)).toBe('stepwise')
    expect(headlineOf(three.slice(0, 1), 2)).toBe('main-effects')
  })

  it('is none where the selectors are more than half as much apart', () => {
    expect(headlineOf([found(1000, 800, 1200), found(1501, 900, 1700)], 5)).toBeNull()
    expect(headlineOf([], 1)).toBeNull()
  })
})
