import { describe, expect, it } from 'vitest'
import { checkQuestions, questionFaults } from '../../src/questions/check.ts'
import type { Expression, Selector } from '../../src/questions/expression.ts'
import type { Question } from '../../src/questions/question.ts'
import { readyQuestions } from '../../src/questions/ready.ts'
import { refusal } from '../refusal.ts'
import { around, question } from './sample-scene.ts'

const faultsOf = (...questions: Question[]) => questionFaults(questions, around)
const thisYear = { year: 'this' } as const
const on = (selector: Selector): Partial<Question> => ({
  who: { lists: { ...thisYear, ...selector } },
})
const whom = (who: Expression): Partial<Question> => ({
  who: { allOf: [{ lists: thisYear }, who] },
})
const together = { years: 'together', once: 'over-the-period' } as const

describe('questions that can be asked', () => {
  it('have no fault, such as the whole ready set', () => {
    const regions = ['police', 'kmar']
    const leaveOut = { organisation: 'kmar', table: 'form', codes: ['crime', 'unknown'] }
    expect(faultsOf(...readyQuestions(around, { regions, leaveOut, within: 2 }))).toEqual([])
    expect(() => checkQuestions([question({})], around)).not.toThrow()
  })
})

describe('a question that cannot be asked', () => {
  it.each<[code: string, part: string, parts: Partial<Question>, words: string]>([
    ['list-unknown', 'who.allOf.1', whom({ list: 'nowhere' }), 'no list nowhere'],
    ['list-unknown', 'who.allOf.1', whom({ onlyOn: ['nowhere'] }), 'no list nowhere'],
    ['list-unknown', 'who.lists', on({ id: ['nowhere'] }), 'no list nowhere'],
    ['organisation-unknown', 'who.lists', on({ organisation: 'army' }), 'no organisation army'],
    ['organisation-unknown', 'who.lists', on({ otherThan: ['care', 'army'] }), 'army'],
    ['population-unknown', 'who.lists', on({ population: 'nobody' }), 'no population nobody'],
    ['table-unknown', 'by', { by: 'age' }, 'no table age'],
    ['table-unknown', 'who.allOf.1.code', whom({ code: { table: 'age', oneOf: ['old'] } }), 'age'],
    [
      'code-unknown',
      'who.allOf.1.code',
      whom({ code: { table: 'sex', oneOf: ['x'] } }),
      'no code x',
    ],
    ['selects-nothing', 'who.lists', on({ organisation: 'kmar', source: 'enrichment' }), 'no list'],
    ['selects-nothing', 'who.allOf.1.among', whom({ only: {}, among: { year: 1999 } }), 'no list'],
    [
      'selects-nothing',
      'of',
      { counts: 'reports', once: 'every-report', of: { year: 1999 } },
      'no list',
    ],
    ['years', 'who.lists', on({ year: { from: 2015, until: 2013 } }), 'end before they begin'],
    ['number-too-high', 'who.allOf.1', whom({ atLeast: 2, of: [{ lists: {} }] }), 'of 1 parts 2'],
    ['number-too-high', 'who.allOf.1.not', whom({ not: { exactly: 3, of: [{ lists: {} }] } }), '3'],
    ['of', 'of', { counts: 'reports', once: 'every-report' }, 'on which lists'],
    ['of', 'of', { of: {} }, 'only reports'],
    ['once', 'once', { once: 'every-report' }, 'every report counts where'],
    ['once', 'once', { counts: 'reports', of: {} }, 'every report counts where'],
    ['once', 'once', { once: 'over-the-period' }, 'once a year'],
    ['year-missing', 'who', { who: { lists: { year: 2013 } } }, '`this` year'],
    ['year-missing', 'who', { who: { lists: {} }, years: 'together' }, '`this` year'],
    ['out-of', 'outOf', { outOf: 'another' }, 'no other question another'],
    ['out-of', 'outOf', { outOf: 'asked' }, 'no other question asked'],
    [
      'nobody',
      'who',
      whom({ not: { anyOf: [{ atLeast: 0, of: [{ lists: {} }] }] } }),
      'for nobody',
    ],
    [
      'everybody',
      'who',
      { ...together, who: { atLeast: 0, of: [{ lists: {} }] } },
      'for everybody',
    ],
  ])('is refused with question.%s at %s', (code, part, parts, words) => {
    const faults = faultsOf(question(parts))
    expect(faults.map((one) => [one.code, one.question, one.part])).toContainEqual([
      `question.${code}`,
      'asked',
      part,
    ])
    expect(faults.find((one) => one.code === `question.${code}`)?.what).toContain(words)
  })

  it('needs the codes of two tables', () => {
    const parts = { ...whom({ code: { table: 'sex', oneOf: ['female'] } }), by: 'form' }
    expect(faultsOf(question(parts))).toMatchObject([
      { code: 'question.several-tables', part: 'who' },
    ])
  })

  it('has the id of another, or is a part of one that is counted otherwise', () => {
    expect(faultsOf(question({}), question({}))).toMatchObject([
      { code: 'question.id-twice', part: 'id' },
    ])
    const whole = question({ ...together, id: 'whole' })
    expect(faultsOf(whole, question({ outOf: ['whole'] }))).toMatchObject([
      {
        code: 'question.out-of',
        question: 'asked',
        what: 'it and question whole are of other years, codes or units',
      },
    ])
  })

  it('may ask for a list of one year only: that it picks none in others is no fault', () => {
    expect(faultsOf(question(on({ organisation: 'care' })))).toEqual([])
    expect(faultsOf(question(whom({ lists: { year: { after: 'this' } } })))).toEqual([])
  })

  it('is refused with where it stands and what to do', () => {
    const problem = refusal(() => checkQuestions([question(on({ organisation: 'army' }))], around))
    expect(problem.message).toBe(
      'question.organisation-unknown: A question cannot be asked: there is no organisation army ' +
        '(question asked, who.lists). Correct the question in agreement.yaml; ' +
        'protocol/questions.md tells what one may say.',
    )
  })
})
