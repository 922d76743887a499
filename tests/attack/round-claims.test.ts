import { describe, expect, it } from 'vitest'
import { claimOf, withoutCode } from '../../src/attack/round-claims.ts'
import type { Figure } from '../../src/attack/round-figures.ts'
import { figureKey, type ReleaseCell } from '../../src/release/figure.ts'

const rules = {
  threshold: 5,
  roundingBase: 5,
  recipe: 'nl-1',
  linkingRule: 'l2',
  yearRule: 'year-of-report',
} as const
const cover = { epsilon: 1, delta: 1e-6, evaluators: 3 }
const id = figureKey({ question: 'persons', year: 2013 })
const small: ReleaseCell = { status: 'withheld', below: 5 }
const told = (value: number): ReleaseCell => ({ status: 'shown', value })

describe('a figure that is said again', () => {
  const claim = (exactness: Figure['exactness'], round: typeof cover | null) =>
    claimOf(
      { id, year: 2013, table: null, asked: false, cell: small, exactness, parts: [] },
      [[0, 1]],
      { release: { rules, cover: round }, said: new Map() },
    )

  it('claims that the count is near what was said, as long as all counts are exact', () => {
    expect(claim('exact', null)).toMatchObject({ low: 0, high: 4 })
    const again = claim('repeated', null)
    expect(again).toMatchObject({ low: 0, hidden: true })
    expect(again?.high).toBeGreaterThan(4)
  })

  it('claims nothing in a covered round, where it may rest on an estimate', () => {
    expect(claim('repeated', cover)).toBeNull()
    expect(claim('covered', cover)).toBeNull()
    expect(claim('exact', cover)).toMatchObject({ low: 0, high: 4 })
  })
})

describe('persons without a code', () => {
  const without = (own: ReleaseCell, all: ReleaseCell, repeated: string[] = []) =>
    withoutCode(
      { rules, repeated, quality: { listTwice: small, undecodable: all } },
      { id: 'form', undecodable: own },
    )

  it('are those that stand for nothing in the table, less those that stand for nothing at all', () => {
    expect(without(small, small)).toEqual({ low: 0, high: 4 })
    expect(without(told(40), small)).toEqual({ low: 34, high: 42 })
    // Of odd bases nothing rounds half way; 10 is from 8 to 12.
    expect(without(told(40), told(10))).toEqual({ low: 26, high: 34 })
    expect(without(told(5), told(5))).toEqual({ low: 0, high: 2 })
  })

  it('are any number where either is withheld for the sake of others', () => {
    expect(without({ status: 'secondary' }, small)).toEqual({ low: 0, high: Infinity })
    expect(without(told(40), { status: 'secondary' })).toEqual({ low: 0, high: 42 })
  })

  it('are known less closely from a count that is said again', () => {
    const fresh = without(told(40), told(10))
    for (const name of ['undecodable', 'undecodable/form']) {
      const again = without(told(40), told(10), [name])
      expect(again.low).toBeLessThanOrEqual(fresh.low - 9)
      expect(again.high).toBeGreaterThanOrEqual(fresh.high + 7)
    }
    expect(without(told(40), told(10), ['undecodable/other'])).toEqual(fresh)
  })
})
