import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countPairs, figuresOf, isSamePairs } from '../../src/evaluation/pair-figures.ts'

describe('figuresOf', () => {
  it('counts what is wrong and missed from what is linked, correct and true', () => {
    expect(figuresOf({ linked: 4, correct: 3, true: 6 })).toEqual({
      ...{ linked: 4, correct: 3, true: 6, false: 1, missed: 3 },
      ...{ precision: 0.75, recall: 0.5, f1: 0.6 },
    })
  })

  it('has no precision where nothing is linked, no recall where nothing is to be found', () => {
    expect(figuresOf({ linked: 0, correct: 0, true: 2 })).toMatchObject({
      ...{ precision: null, recall: 0, f1: 0 },
    })
    expect(figuresOf({ linked: 2, correct: 0, true: 0 })).toMatchObject({
      ...{ precision: 0, recall: null, f1: 0 },
    })
    expect(figuresOf({ linked: 0, correct: 0, true: 0 })).toMatchObject({
      ...{ precision: null, recall: null, f1: null },
    })
  })
})

const group = fc.constantFrom('a', 'b', 'c', 'd')
const records = fc.array(fc.tuple(group, group), { maxLength: 30 })

describe('countPairs', () => {
  it('counts as one does who lists all pairs', () => {
    fc.assert(
      fc.property(records, (both) => {
        let [linked, correct, truly] = [0, 0, 0]
        for (const [at, [taken, truth]] of both.entries()) {
          for (const [otherTaken, otherTruth] of both.slice(0, at)) {
            if (taken === otherTaken) linked++
            if (truth === otherTruth) truly++
            if (taken === otherTaken && truth === otherTruth) correct++
          }
        }
        const counts = countPairs(
          both.map(([taken]) => taken),
          both.map(([, truth]) => truth),
        )
        expect(counts).toEqual({ linked, correct, true: truly })
      }),
    )
  })
})

describe('isSamePairs', () => {
  it('does not mind how groups are called', () => {
    expect(isSamePairs(['a', 'b', 'a'], ['2', '1', '2'])).toBe(true)
  })

  it('minds a pair that only one of the two has, also where both have as many', () => {
    expect(isSamePairs(['a', 'a', 'b'], ['a', 'b', 'c'])).toBe(false)
    expect(isSamePairs(['a', 'b', 'c'], ['a', 'a', 'c'])).toBe(false)
    expect(isSamePairs(['a', 'a', 'b'], ['a', 'b', 'b'])).toBe(false)
  })
})
