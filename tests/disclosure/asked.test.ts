import { describe, expect, it } from 'vitest'
import {
  type AskedCounts,
  askedGroups,
  protectAsked,
  withholdAsked,
} from '../../src/disclosure/asked.ts'
import { controlCovered } from '../../src/disclosure/control.ts'
import { protectCount } from '../../src/disclosure/protect.ts'
import { answerCodes } from '../../src/overlap/code-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { cellOf, parseRelease } from '../../src/release/release.ts'
import { formBook, sampleCodes } from '../overlap/sample-codes.ts'
import { lists, organisations, populations, sampleTable, years } from '../overlap/sample-round.ts'
import { askedRelease, sampleQuestions } from './sample-asked.ts'
import { context, rules, sampleRelease } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const [all, pair, byForm] = sampleQuestions
const names = { organisations, populations, lists, tables: [formBook] }
const counted = (
  value: number,
  interval: { low: number; high: number } | null = null,
): AskedCounts => ({
  question: all!,
  answers: [{ year: 2013, code: null, value, interval }],
})
const cellsOf = (some: readonly AskedCounts[], by = { rules, before: new Map() }) =>
  protectAsked(some, names, by).flatMap(({ figures }) => figures)

describe('the asked figures of a release', () => {
  const release = askedRelease()

  it('are those of the agreement, in its order, with a sentence of each', () => {
    expect(release.asked.map(({ question }) => question)).toEqual(sampleQuestions)
    expect(release.asked[1]?.sentence).toEqual({
      nl: 'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst van Politie en op een lijst van Koninklijke Marechaussee stonden; ieder eenmaal per jaar geteld.',
      en: 'Per year: presumed victims who in that year were on a list of Police and on a list of Border police; each counted once a year.',
    })
    expect(release.asked[1]?.figures.map(({ year }) => year)).toEqual(years)
    expect(parseRelease(JSON.parse(JSON.stringify(release)))).toEqual(release)
  })

  it('say what the figures of every release say of the same persons', () => {
    for (const { year, cell } of release.asked[0]?.figures ?? []) {
      expect(cell).toEqual(cellOf(release, { question: 'persons', year }))
    }
    expect(release.asked[3]?.figures.at(-1)?.cell).toEqual({ status: 'not-applicable' })
  })

  it('are withheld below the threshold, that of codes where they need codes', () => {
    const strict = askedRelease(sampleQuestions, { rulesNow: { ...rules, stratumThreshold: 1000 } })
    const statuses = (at: number) =>
      new Set(strict.asked[at]?.figures.map(({ cell }) => cell.status))
    expect(statuses(0)).toEqual(new Set(['shown']))
    expect(statuses(1)).toEqual(new Set(['withheld']))
    expect(statuses(2).has('withheld')).toBe(true)
    const small = strict.asked[2]?.figures.find(({ cell }) => cell.status === 'withheld')
    expect(small?.cell).toEqual({ status: 'withheld', below: 1000 })
  })

  it('count codes as the tables do', () => {
    const ofPolice = { ...byForm!, who: { lists: { population: 'victims' } } }
    const exact = answerCodes(sampleCodes(), lists, populations).filter(({ year }) => year === null)
    const asked = askedRelease([ofPolice]).asked[0]?.figures ?? []
    expect(asked.map(({ code, cell }) => [code, cell])).toEqual(
      exact.map(({ code, value }) => [code, protectCount(value, rules)]),
    )
  })

  it('are none under an agreement that asks nothing, and leave the figures as they are', () => {
    expect(sampleRelease().asked).toEqual([])
    expect(release.figures).toEqual(sampleRelease().figures)
  })

  it('are said again where they hardly changed since an earlier release, whatever they are called', () => {
    const renamed = sampleQuestions.slice(0, 1).map((one) => ({ ...one, id: 'everybody' }))
    const again = askedRelease(renamed, { earlier: [release] })
    expect(again.asked[0]?.figures.map(({ exactness }) => exactness)).toEqual(
      years.map(() => 'repeated'),
    )
    expect(again.asked[0]?.figures.map(({ cell }) => cell)).toEqual(
      release.asked[0]?.figures.map(({ cell }) => cell),
    )
  })
})

describe('an answer', () => {
  it('is shown rounded, withheld, or an estimate with its interval', () => {
    expect(cellsOf([counted(4), counted(12), counted(40, { low: 21, high: 58 })])).toEqual([
      { year: 2013, code: null, exactness: 'exact', cell: { status: 'withheld', below: 5 } },
      { year: 2013, code: null, exactness: 'exact', cell: { status: 'shown', value: 10 } },
      {
        year: 2013,
        code: null,
        exactness: 'covered',
        cell: { status: 'covered', value: 40, low: 20, high: 60 },
      },
    ])
    expect(cellsOf([counted(40, { low: 4, high: 90 })])[0]?.cell.status).toBe('withheld')
  })

  it('is withheld with its group, small or not, but not where it does not apply', () => {
    const none = { year: 2014, code: null, value: null, interval: null }
    const some = {
      question: all!,
      answers: [...counted(4).answers, none, { ...none, year: 2015, value: 9 }],
    }
    const asked = protectAsked([some], names, { rules, before: new Map() })
    const statuses = (year: number | null) => {
      const step = { withheld: 'asked', year, table: null, because: ['marginals'] } as const
      return withholdAsked(asked, [step])[0]?.figures.map(({ cell }) => cell.status)
    }
    expect(statuses(null)).toEqual(['secondary', 'not-applicable', 'secondary'])
    expect(statuses(2013)).toEqual(['secondary', 'not-applicable', 'shown'])
    expect(askedGroups(asked)).toEqual([
      { class: 'asked', year: 2013, table: null },
      { class: 'asked', year: 2015, table: null },
    ])
    const coded = protectAsked([{ ...some, question: byForm! }], names, {
      rules,
      before: new Map(),
    })
    expect(askedGroups(coded)[0]).toEqual({ class: 'asked', year: 2013, table: 'exploitation' })
  })
})

describe('the asked figures of a covered round', () => {
  it('are estimates, and say so', () => {
    const table = sampleTable(1)
    const figures = answerQuestions(table, organisations, populations).map((figure) => ({
      ...figure,
      interval: null,
    }))
    const answers = years.map((year) => ({
      year,
      code: null,
      value: 60,
      interval: { low: 40, high: 80 },
    }))
    const release = controlCovered(
      {
        lists,
        figures,
        asked: [{ question: { ...pair!, outOf: undefined }, answers }],
        quality: table.quality,
        cover: { epsilon: 1, delta: 1e-6, evaluators: 3 },
      },
      context,
      unattacked(rules),
    )
    expect(release.asked[0]?.figures[0]).toEqual({
      year: 2013,
      code: null,
      exactness: 'covered',
      cell: { status: 'covered', value: 60, low: 40, high: 80 },
    })
  })
})
