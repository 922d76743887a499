import { describe, expect, test } from 'vitest'
import { sourceOfTruth } from '../../src/bin/national-sources.ts'
import { compareNational, isMet } from '../../src/bin/national-text.ts'
import { resolveCodes } from '../../src/linkage/resolve-codes.ts'
import { answerCodes } from '../../src/overlap/code-table.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { answerAsked } from '../../src/questions/answer.ts'
import { sceneOf } from '../../src/questions/check.ts'
import {
  answerOf,
  nationalChecks,
  type Source,
  scaledTarget,
} from '../../src/rehearsal/national-checks.ts'
import { nationalQuestions } from '../../src/rehearsal/national-questions.ts'
import { withoutLegalBasis, years } from '../../src/rehearsal/organisations.ts'
import { codesOfRecord, type FictionalRecord } from '../../src/rehearsal/registers.ts'
import { countCodes } from '../../src/rehearsal/true-codes.ts'
import { termsSchema } from '../../src/round/agreement.ts'
import { readYaml } from '../../src/settings/read-yaml.ts'
import { national, truthOf } from './national.ts'

const file = new URL('../../node-config/agreement.yaml', import.meta.url).pathname
const terms = await readYaml(file, termsSchema)

/** Somebody in a year in which a register has a record of it as a victim. */
interface Reported {
  readonly year: number
  readonly by: ReadonlySet<string>
  /** One code per table, from all records of all years. */
  readonly codes: Readonly<Record<string, string>>
}

function reportedIn(records: readonly FictionalRecord[]): Reported[] {
  const victims = records.filter(({ list }) => list.population === 'victims')
  return [...Map.groupBy(victims, ({ person }) => person).values()].flatMap((own) => {
    const said = own.map(codesOfRecord)
    const codes = Object.fromEntries(
      terms.tables.map((book) => [
        book.id,
        resolveCodes(
          book,
          said.map((one) => one[book.id] ?? 'unknown'),
        ),
      ]),
    )
    return [...Map.groupBy(own, ({ list }) => list.year)].map(([year, some]) => ({
      year,
      by: new Set(some.map(({ list }) => list.organisation)),
      codes,
    }))
  })
}

type Weight = (one: Reported) => number | boolean
const form = ({ codes }: Reported) => codes.exploitation ?? ''
const only = (id: string, { by }: Reported) => by.size === 1 && by.has(id)
const withAnother = (id: string, { by }: Reported) => by.size > 1 && by.has(id)
const free = ({ by }: Reported) =>
  [...by].filter((id) => (withoutLegalBasis as ReadonlySet<string>).has(id)).length
const borderOnly = (one: Reported) =>
  only('kmar', one) && ['sexual', 'unknown', 'conflict'].some((code) => form(one).endsWith(code))
const known =
  (id: string): Weight =>
  (one) =>
    one.by.has(id) && !borderOnly(one)
const isNoForm = (one: Reported) => !/^(domestic|cross-border)-/.test(form(one))
const isOutside = (code: string) =>
  /(outside|labour|services|removal|industry)$/.test(code) && !code.includes('sexual')

/** Counted anew, without the questions of the round; each check by its id. */
const weights: Readonly<Record<string, Weight>> = {
  victims: (one) => !borderOnly(one),
  'border-only': borderOnly,
  reports: (one) => (borderOnly(one) ? 0 : one.by.size),
  'reports-police': known('police'),
  'reports-kmar': known('kmar'),
  'reports-labour-inspectorate': known('labour-inspectorate'),
  'reports-emm': known('emm'),
  'reports-fairwork': known('fairwork'),
  'reports-care': ({ by }) =>
    Number(by.has('care-coordinators')) + Number(by.has('other-reporters')),
  consent: (one) => free(one) > 0,
  'consent-only': (one) => free(one) === one.by.size,
  'both-sides': (one) => free(one) > 0 && free(one) < one.by.size,
  'care-only': (one) => only('care-coordinators', one),
  'emm-only': (one) => only('emm', one),
  'emm-and-others': (one) => withAnother('emm', one),
  'kmar-and-others': (one) => withAnother('kmar', one),
  'form-bl-su': (one) => form(one).startsWith('domestic-sexual'),
  'form-bl-ubs': (one) => form(one).startsWith('domestic-') && isOutside(form(one)),
  'form-go-su': (one) => form(one).startsWith('cross-border-sexual'),
  'form-go-ubs': (one) => form(one).startsWith('cross-border-') && isOutside(form(one)),
  'form-unknown': (one) => isNoForm(one) && !borderOnly(one),
  'sexual-only': (one) =>
    form(one).includes('sexual') && !form(one).includes('and-outside') && !borderOnly(one),
  'sexual-and-outside': (one) => form(one).endsWith('sexual-and-outside'),
  'outside-only': (one) => isOutside(form(one)),
  'sector-unknown': (one) => ['unknown', 'conflict'].includes(form(one)) && !borderOnly(one),
  minors: ({ codes }) => codes.age === 'minor',
  'age-unknown': ({ codes }) => codes.age === 'unknown',
  men: ({ codes }) => codes.sex === 'male',
  dutch: ({ codes }) => codes.region === 'netherlands',
  'nationality-unknown': ({ codes }) => codes.region === 'unknown',
}

const reported = reportedIn(national)
const count = (id: string, among: readonly Reported[], year?: number) =>
  among
    .filter((one) => year === undefined || one.year === year)
    .reduce((sum, one) => sum + Number(weights[id]?.(one) ?? 0), 0)

const told = nationalChecks.filter(({ parts }) => parts.length > 0)

describe('registers of national size', () => {
  test.each(told)('$id: $total', ({ id, total, perYear, more = 0, tolerance = 0 }) => {
    expect(Math.abs(count(id, reported) - total - more)).toBeLessThanOrEqual(tolerance)
    if (perYear !== null) expect(years.map((year) => count(id, reported, year))).toEqual(perYear)
  })

  test('differ by more than was published only by victims without a reporter, on lists of the police', () => {
    const more = told.filter((check) => check.more !== undefined)
    expect(more.map((check) => [check.id, check.more])).toEqual([
      ['reports', 134],
      ['reports-police', 134],
    ])
    expect(told.filter((check) => check.tolerance !== undefined).map(({ id }) => id)).toEqual([
      'men',
    ])
  })

  test('are found out where a single person is missing', () => {
    const [one] = national.filter(({ list }) => list.id === 'care-coordinators-victims-2015')
    const fewer = reportedIn(national.filter(({ person }) => person !== one?.person))
    const missed = told.filter(({ id, total, more = 0 }) => count(id, fewer) !== total + more)
    expect(missed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['victims', 'reports', 'consent']),
    )
  })

  test('hold 14 persons whom the police has twice in one year', () => {
    const own = national.filter(
      ({ list }) => list.organisation === 'police' && list.population === 'victims',
    )
    const once = new Set(own.map(({ list, person }) => `${list.id} ${person.number}`))
    expect(own.length - once.size).toBe(14)
  })
})

describe('figures and questions of the round', () => {
  const coded = national.map((record) => ({
    listId: record.list.id,
    personNumber: record.person.number,
    codes: codesOfRecord(record),
  }))
  const codes = terms.tables.map((book) => ({
    book,
    cells: countCodes(book, coded),
    undecodable: 0,
  }))
  const { lists, cells } = truthOf(national)
  const table = makeOverlapTable({ lists, cells, quality: { listTwice: 0, undecodable: 0 } })
  const figures = [
    ...answerQuestions(table, terms.organisations, terms.populations),
    ...codes.flatMap((one) => answerCodes(one, terms.lists, terms.populations)),
  ]
  const questions = nationalQuestions(terms.tables.map(({ id }) => id))
  const registers = sourceOfTruth(figures, answerAsked(questions, { cells, codes }, sceneOf(terms)))

  test.each(told)('tell the same of $id', (check) => {
    expect(answerOf(check, registers, null).seen).toBe(count(check.id, reported))
    for (const year of check.perYear === null ? [] : years) {
      expect(answerOf(check, registers, year).seen).toBe(count(check.id, reported, year))
    }
  })

  test('meet every target in the table that is printed', () => {
    const lines = compareNational({
      scale: 1,
      registers,
      release: registers,
      own: { 'police-units': 14 },
      rules: { roundingBase: 5 },
      missed: 0,
    })
    expect(lines.filter((line) => line.registers !== null && !isMet(line))).toEqual([])
    expect(lines.filter((line) => line.registers === null).map(({ outcome }) => outcome)).toEqual(
      Array(4).fill('not-taking-part'),
    )
    expect(lines.every(({ fits }) => fits)).toBe(true)
  })
})

describe('an answer', () => {
  const [emm] = nationalChecks.filter(({ id }) => id === 'emm-only')
  const saying = (figure: Source['figure']): Source => ({ figure, asked: () => 'absent' })

  test('is the sum of all years, or the number of one', () => {
    const source = saying((_, year) => year - 2012)
    expect(answerOf(emm!, source, null)).toEqual({ seen: 15, figures: 5, withheld: 0 })
    expect(answerOf(emm!, source, 2014)).toEqual({ seen: 2, figures: 1, withheld: 0 })
  })

  test('is withheld where one number of the sum is, and says how many', () => {
    const source = saying((_, year) => (year < 2015 ? 'withheld' : 10))
    expect(answerOf(emm!, source, null)).toEqual({ seen: 'withheld', figures: 5, withheld: 2 })
  })

  test('is absent where one number of it was never asked', () => {
    expect(
      answerOf(
        emm!,
        saying(() => 'absent'),
        null,
      ).seen,
    ).toBe('absent')
  })

  test('has a target as small as the registers', () => {
    expect(scaledTarget(1117, 1)).toBe(1117)
    expect(scaledTarget(1117, 0.02)).toBe(22)
  })
})
