import { describe, expect, test } from 'vitest'
import { compareToTruth, summariseTruth, truthOf } from '../../src/viewer/truth.ts'
import { rules, sampleRelease } from '../disclosure/sample-release.ts'
import { sampleTruth } from './sample-truth.ts'

describe('the truth of a rehearsal', () => {
  test('fits a shown number within half the rounding base', () => {
    const cell = { status: 'shown', value: 1115 } as const
    expect(compareToTruth(cell, 1117, rules)).toEqual({ truth: 1117, difference: -2, fits: true })
    expect(compareToTruth(cell, 1118, rules)).toEqual({ truth: 1118, difference: -3, fits: false })
  })

  test('fits a withheld number below the threshold', () => {
    const cell = { status: 'withheld', below: 5 } as const
    expect(compareToTruth(cell, 4, rules)).toEqual({ truth: 4, difference: null, fits: true })
    expect(compareToTruth(cell, 5, rules)).toEqual({ truth: 5, difference: null, fits: false })
  })

  test('is not compared where a figure does not apply', () => {
    expect(compareToTruth({ status: 'not-applicable' }, 5, rules)).toBeNull()
    expect(compareToTruth({ status: 'shown', value: 5 }, null, rules)).toBeNull()
  })

  test('gives reports per person from exact numbers', () => {
    const truth = sampleTruth()
    const reports = truthOf(truth, { question: 'reports', year: 2015 }) ?? 0
    const persons = truthOf(truth, { question: 'persons-without-enrichment', year: 2015 }) ?? 1
    expect(truthOf(truth, { question: 'reports-per-person', year: 2015 })).toBe(reports / persons)
    expect(compareToTruth({ status: 'ratio', value: 1.5 }, 1.25, rules)).toEqual({
      truth: 1.25,
      difference: 0.25,
      fits: true,
    })
    expect(truthOf({ ...truth, figures: [] }, { question: 'reports-per-person' })).toBeNull()
  })

  test('fits every number of a release made without linking errors', () => {
    const { compared, fitting, largest } = summariseTruth(
      sampleRelease().figures,
      sampleTruth(),
      rules,
    )
    expect(compared).toBeGreaterThan(90)
    expect(fitting).toBe(compared)
    expect(largest).toBe(2)
  })

  test('does not fit the release of other persons', () => {
    const { compared, fitting } = summariseTruth(sampleRelease().figures, sampleTruth(2), rules)
    expect(fitting).toBeLessThan(compared)
  })
})
