import { describe, expect, it } from 'vitest'
import { coveredFigures } from '../../src/counter/covered-figures.ts'
import { protectEstimate } from '../../src/disclosure/protect.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { coverQuestions } from '../../src/round/cover-questions.ts'
import { makePaper } from '../round/paper.ts'

const { core, agreement } = await makePaper({ covered: true })
const plan = coverPlanOf(core)!
const middle = core.evaluators.length * plan.law.m
const questions = coverQuestions(core, agreement.terms)
const truth = [5, 4, 3, 20, 30, 40, 50]
const count = {
  covered: truth.map((one) => one + middle),
  sizes: [],
  nothing: 0,
  sets: [{ lists: ['police-2020', 'police-2020', 'shelter-2020'], codes: [], count: 2 }],
  undecodable: 0,
}
const blinding = new Uint8Array(32)

function figuresOf(opened: readonly string[]) {
  const answered = questions
    .filter(({ id }) => opened.includes(id))
    .map((question) => ({
      question,
      openings: core.evaluators.map(() => ({ value: question.bins.length * plan.law.m, blinding })),
    }))
  return coveredFigures(core, agreement.terms, { count, answered })
}

function figure(opened: readonly string[], question: string, organisation: string | null = null) {
  const year = question === 'persons' ? null : 2020
  return figuresOf(opened).find(
    (one) => one.question === question && one.organisation === organisation && one.year === year,
  )
}

describe('the figures of a covered round', () => {
  it('are exact where all openings came, with the persons of a list twice counted once', () => {
    expect(figure(['persons'], 'persons')).toMatchObject({ value: 152 + 2, interval: null })
    const only = figure(['known-only-to/2020/border'], 'known-only-to', 'border')
    expect(only).toMatchObject({ value: 5, interval: null })
  })

  it('are estimates with an interval otherwise, however often a person counts', () => {
    const { value, interval } = figure([], 'persons')!
    expect(value).toBe(154)
    expect(interval!.low).toBeLessThan(154)
    expect(interval!.low).toBeGreaterThanOrEqual(154 - 7 * middle)
    expect(interval!.high - 154).toBe(154 - interval!.low)
    // On one list once, on two twice, on all three three times; and two with two lists.
    const reports = figure(['persons'], 'reports')!
    expect(reports.value).toBe(12 + 2 * 90 + 3 * 50 + 2 * 2)
    expect(reports.interval).not.toBeNull()
  })
})

describe('an estimate', () => {
  const rules = { threshold: 10, roundingBase: 5 }

  it('is withheld as soon as its interval reaches below the threshold', () => {
    const low = { value: 40, low: 9, high: 71 }
    expect(protectEstimate(low, rules)).toEqual({ status: 'withheld', below: 10 })
  })

  it('is rounded, its interval outwards', () => {
    expect(protectEstimate({ value: 43, low: 11, high: 71 }, rules)).toEqual({
      status: 'covered',
      value: 45,
      low: 10,
      high: 75,
    })
  })
})
