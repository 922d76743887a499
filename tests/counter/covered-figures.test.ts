import { describe, expect, it } from 'vitest'
import { coveredAsked, coveredFigures } from '../../src/counter/covered-figures.ts'
import { protectEstimate } from '../../src/disclosure/protect.ts'
import type { Question } from '../../src/questions/question.ts'
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

describe('the questions of a covered round', () => {
  const who = { lists: { organisation: 'border', year: 'this' } } as const
  const persons = {
    name: { nl: 'x', en: 'x' },
    counts: 'persons',
    years: 'each',
    once: 'a-year',
  } as const
  const asked: Question[] = [
    { ...persons, id: 'border', who },
    {
      ...persons,
      id: 'two',
      who: {
        exactly: 2,
        of: ['border-2020', 'police-2020', 'shelter-2020'].map((list) => ({ list })),
      },
    },
    {
      ...{ ...persons, id: 'reports', counts: 'reports', once: 'every-report' },
      who: { lists: {} },
      of: { year: 'this' },
    },
    { ...persons, id: 'nobody', who: { lists: { year: 1999 } } },
  ]
  const terms = { ...agreement.terms, questions: asked }
  const answersOf = (opened: readonly string[]) => {
    const answered = questions
      .filter(({ id }) => opened.includes(id))
      .map((question) => ({
        question,
        openings: core.evaluators.map(() => ({
          value: question.bins.length * plan.law.m,
          blinding,
        })),
      }))
    return coveredAsked(core, terms, { count, answered }).flatMap(({ answers }) => answers)
  }

  it('are estimates like the other figures, and exact where such a sum was opened anyway', () => {
    const fixed = figure([], 'known-to', 'border')!
    const [border, two, reports, nobody] = answersOf([])
    expect(border).toEqual({ year: 2020, code: null, value: fixed.value, interval: fixed.interval })
    expect(border?.interval).not.toBeNull()
    expect(two?.value).toBe(20 + 30 + 40 + 2)
    expect(reports).toMatchObject(figure([], 'reports')!.interval ? { value: 346 } : {})
    expect(nobody).toEqual({ year: 2020, code: null, value: null, interval: null })
    const exact = figure(['known-to/2020/border'], 'known-to', 'border')!
    expect(answersOf(['known-to/2020/border'])[0]).toMatchObject({
      value: exact.value,
      interval: null,
    })
  })

  it('open nothing: which sums may be opened does not depend on what is asked', () => {
    expect(coverQuestions(core, terms)).toEqual(questions)
    expect(coverQuestions(core, terms).length).toBeLessThanOrEqual(12)
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
