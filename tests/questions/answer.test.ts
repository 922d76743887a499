import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListInfo } from '../../src/base/lists.ts'
import { answerCodes } from '../../src/overlap/code-table.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { answerQuestions, type ExactFigure } from '../../src/overlap/questions.ts'
import { answerAsked, figuresOf, tableOf, weightOf } from '../../src/questions/answer.ts'
import type { Membership } from '../../src/questions/expression.ts'
import type { Question } from '../../src/questions/question.ts'
import { readyQuestions } from '../../src/questions/ready.ts'
import {
  anyExpression,
  anyPerson,
  around,
  lists,
  organisations,
  populations,
  question,
  scene,
  tables,
} from './sample-scene.ts'

const form = tables[0]!
const ready = readyQuestions(around)

/** The ready question that asks what a figure of every release says. */
function askedAs({ question: asked, year, organisation, population, table }: ExactFigure): string {
  const per = year === null ? 'over-all-years' : 'per-year'
  if (table !== null) return year === null ? `by-${table}` : `by-${table}-per-year`
  switch (asked) {
    case 'reports':
      return 'reports-per-year'
    case 'enrichments':
      return 'enrichments-per-year'
    case 'persons':
      return `persons-${per}`
    case 'persons-without-enrichment':
      return `without-enrichment-${per}`
    case 'known-to':
      return `known-to-${organisation}`
    case 'known-only-to':
      return `only-known-to-${organisation}`
    case 'only-without-legal-basis':
      return 'only-without-legal-basis'
    case 'seen-again':
      return 'seen-again'
    case 'also-in':
      return year === null ? `also-${population}` : `also-${population}-per-year`
    case 'population-total':
      return `all-${population}`
  }
}

function countPersons(all: readonly ListInfo[], persons: readonly Membership[]) {
  const ids = persons.map((person) => [...person.lists])
  const table = tallyPersons(all, ids, { listTwice: 0, undecodable: 0 })
  const cells = persons.map((person) => ({
    lists: [...person.lists].sort(),
    persons: 1,
    code: person.codes.form ?? '',
  }))
  return { table, codes: [{ book: form, cells, undecodable: 0 }] }
}

const persons = fc.array(anyPerson, { maxLength: 30 })

describe('the answers', () => {
  it('to the ready questions equal every figure of a release, for random persons', () => {
    fc.assert(
      fc.property(persons, (some) => {
        const { table, codes } = countPersons(lists, some)
        const found = answerAsked(ready, { cells: table.cells, codes }, scene)
        const figures = [
          ...answerQuestions(table, organisations, populations),
          ...answerCodes(codes[0]!, lists, populations),
        ]
        expect(figures).toHaveLength(3 * 6 + 3 * 4 * 2 + 3 + 2 + 2 + 4 * 5)
        for (const figure of figures) {
          const { year, code, value } = figure
          const id = askedAs(figure)
          const own = found.find(
            (one) => one.question === id && one.year === year && one.code === code,
          )
          expect({ id, year, code, value: own?.value }).toEqual({ id, year, code, value })
        }
      }),
      { numRuns: 25, verbose: 1 },
    )
  })

  it('count persons as a look at each of them does, by every rule', () => {
    const rules: Pick<Question, 'years' | 'once'>[] = [
      { years: 'each', once: 'a-year' },
      { years: 'together', once: 'a-year' },
      { years: 'together', once: 'over-the-period' },
    ]
    fc.assert(
      fc.property(anyExpression, persons, fc.constantFrom(...rules), (part, some, rule) => {
        const who = { allOf: [{ lists: { year: 'this' as const } }, part] }
        const asked = question({ ...rule, who })
        const { table, codes } = countPersons(lists, some)
        const byYear = [2013, 2014, 2015].map((year) =>
          some.map((person) => {
            const inYear = [...person.lists].some((id) => id.endsWith(String(year)))
            const single = question({ years: 'together', once: 'over-the-period', who: part })
            const weight = weightOf(single, { year: null, code: null }, scene)
            return inYear ? (weight?.(person) ?? 0) : 0
          }),
        )
        const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
        const each = byYear.map(sum)
        const once = some.map((_, at) => Math.max(...byYear.map((year) => year[at] ?? 0)))
        const due = rule.years === 'each' ? each : [rule.once === 'a-year' ? sum(each) : sum(once)]
        const found = answerAsked([asked], { cells: table.cells, codes }, scene)
        expect(found.map(({ value }) => value ?? 0)).toEqual(due)
      }),
      { numRuns: 100, verbose: 1 },
    )
  })
})

describe('a person', () => {
  const asked = (parts: Partial<Question>, lists: readonly string[], code = 'transport') => {
    const one = question(parts)
    return figuresOf(one, scene).map((figure) => {
      const weight = weightOf(one, figure, scene)
      return weight === null ? null : weight({ lists: new Set(lists), codes: { form: code } })
    })
  }
  const [y13, y14, y15] = ['police-victims-2013', 'police-victims-2014', 'police-victims-2015']

  it('of several years counts in each of them, once over the period, or once a year added up', () => {
    expect(asked({}, [y13, y14])).toEqual([1, 1, 0])
    expect(asked({ years: 'together', once: 'over-the-period' }, [y13, y14])).toEqual([1])
    expect(asked({ years: 'together', once: 'a-year' }, [y13, y14])).toEqual([2])
  })

  it('counts as often as it was reported where reports are counted', () => {
    const reports = { counts: 'reports', once: 'every-report' } as const
    const of = { population: 'victims', year: 'this', source: 'report' } as const
    const on = [y14, 'kmar-victims-2014', 'police-suspects-2014', y15, 'emm-victims-2015']
    expect(asked({ ...reports, of }, on)).toEqual([0, 2, 1])
    expect(asked({ ...reports, of, years: 'together' }, on)).toEqual([3])
    const ever = { source: 'report' } as const
    expect(asked({ ...reports, of: ever, who: { lists: {} }, years: 'together' }, on)).toEqual([4])
    expect(asked({ ...reports, of, who: { list: 'care-victims-2015' } }, on)).toEqual([0, 0, 0])
  })

  it('counts under its code and every broader one', () => {
    const codes = figuresOf(question({ by: 'form', years: 'together' }), scene).map(
      ({ code }) => code,
    )
    expect(codes).toEqual(['labour', 'transport', 'crime', 'unknown', 'conflict'])
    const by = { by: 'form', years: 'together', once: 'over-the-period' } as const
    expect(asked(by, [y13])).toEqual([1, 1, 0, 0, 0])
    expect(asked(by, [y13], 'conflict')).toEqual([0, 0, 0, 0, 1])
  })

  it('seen again counts within so many years, and never in the last', () => {
    const again = (within?: number) => ({
      who: {
        allOf: [
          { lists: { year: 'this' as const } },
          { lists: { year: { after: 'this' as const, within } } },
        ],
      },
    })
    expect(asked(again(), [y13, y15])).toEqual([1, 0, null])
    expect(asked(again(1), [y13, y15])).toEqual([0, 0, null])
    expect(asked(again(2), [y13, y15])).toEqual([1, 0, null])
  })
})

describe('a figure', () => {
  it('does not apply where nobody can be in it, for want of lists', () => {
    const of = (parts: Partial<Question>) =>
      figuresOf(question(parts), scene).map(
        (figure) => weightOf(question(parts), figure, scene) === null,
      )
    expect(of({ who: { lists: { organisation: 'care', year: 'this' } } })).toEqual([
      true,
      false,
      false,
    ])
    expect(of({ who: { lists: { year: 1999 } }, years: 'together' })).toEqual([true])
    const reports = { counts: 'reports', once: 'every-report' } as const
    expect(of({ ...reports, of: { year: 'this', source: 'enrichment' } })).toEqual([
      false,
      true,
      false,
    ])
  })

  it('is answered from the one table that the question needs', () => {
    expect(tableOf(question({}))).toBeUndefined()
    expect(tableOf(question({ by: 'form' }))).toBe('form')
    const who = { not: { code: { table: 'sex', oneOf: ['female'] } } }
    expect(tableOf(question({ who }))).toBe('sex')
  })

  it('of codes takes the persons of its own table, not those of the lists', () => {
    const cells = [{ lists: ['police-victims-2013'], persons: 7 }]
    const codes = [
      { book: form, cells: [{ lists: ['police-victims-2013'], persons: 5, code: 'crime' }] },
    ]
    const all = { years: 'together', once: 'over-the-period', who: { lists: {} } } as const
    const who = { allOf: [{ lists: {} }, { code: { table: 'form', oneOf: ['crime'] } }] }
    const questions = [question(all), question({ ...all, id: 'crimes', who })]
    expect(answerAsked(questions, { cells, codes }, scene)).toEqual([
      { question: 'asked', year: null, code: null, value: 7 },
      { question: 'crimes', year: null, code: null, value: 5 },
    ])
  })
})
