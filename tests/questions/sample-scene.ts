import fc from 'fast-check'
import type { NamedCodeBook } from '../../src/base/codes.ts'
import type { ListInfo, Organisation, Population } from '../../src/base/lists.ts'
import type { Expression, Membership, Scene, Selector } from '../../src/questions/expression.ts'
import type { Question } from '../../src/questions/question.ts'

export const organisations: Organisation[] = [
  { id: 'police', name: { nl: 'Politie', en: 'Police' }, legalBasis: true },
  { id: 'kmar', name: { nl: 'Marechaussee', en: 'Border police' }, legalBasis: true },
  { id: 'care', name: { nl: 'Zorg', en: 'Care' }, legalBasis: false },
  { id: 'emm', name: { nl: 'EMM', en: 'EMM' }, legalBasis: true },
]

export const populations: Population[] = [
  { id: 'victims', name: { nl: 'mogelijke slachtoffers', en: 'presumed victims' } },
  { id: 'suspects', name: { nl: 'verdachten', en: 'suspects' } },
]

/** Care has no list in 2013, and EMM, which only enriches, none in 2014. */
export const lists: ListInfo[] = [
  list('police', 'victims', 2013),
  list('police', 'victims', 2014),
  list('police', 'victims', 2015),
  list('police', 'suspects', 2014),
  list('kmar', 'victims', 2013),
  list('kmar', 'victims', 2014),
  list('care', 'victims', 2014),
  list('care', 'victims', 2015),
  { ...list('emm', 'victims', 2013), source: 'enrichment' },
  { ...list('emm', 'victims', 2015), source: 'enrichment' },
]

function list(organisation: string, population: string, year: number): ListInfo {
  const id = `${organisation}-${population}-${year}`
  return { id, organisation, population, year, source: 'report' }
}

export const tables: NamedCodeBook[] = [
  {
    id: 'form',
    name: { nl: 'vorm van uitbuiting', en: 'form of exploitation' },
    codes: [
      { id: 'labour', name: { nl: 'arbeid', en: 'labour' } },
      { id: 'transport', name: { nl: 'vervoer', en: 'transport' }, within: 'labour' },
      { id: 'crime', name: { nl: 'misdrijf', en: 'crime' } },
    ],
  },
  {
    id: 'sex',
    name: { nl: 'geslacht', en: 'sex' },
    codes: [{ id: 'female', name: { nl: 'vrouw', en: 'female' } }],
  },
]

export const around = { organisations, populations, lists, tables }

export const scene: Scene = { lists, organisations, books: tables }

export function question(parts: Partial<Question>): Question {
  return {
    id: 'asked',
    name: { nl: 'Gevraagd', en: 'Asked' },
    counts: 'persons',
    who: { lists: { population: 'victims', year: 'this' } },
    years: 'each',
    once: 'a-year',
    ...parts,
  }
}

const codes = ['labour', 'transport', 'crime', 'unknown', 'conflict']

/** Persons on any lists, counted under any code of the form. */
export const anyPerson: fc.Arbitrary<Membership> = fc.record({
  lists: fc.subarray(lists, { minLength: 1 }).map((some) => new Set(some.map(({ id }) => id))),
  codes: fc.constantFrom(...codes).map((code) => ({ form: code })),
})

export const anySelector: fc.Arbitrary<Selector> = fc.record(
  {
    id: fc.subarray(lists, { minLength: 1, maxLength: 3 }).map((some) => some.map(({ id }) => id)),
    organisation: fc.constantFrom('police', 'kmar', 'care', 'emm', 'nobody'),
    population: fc.constantFrom('victims', 'suspects'),
    year: fc.oneof(
      fc.constantFrom<Selector['year'][]>(2013, 2014, 2016, { from: 2013, until: 2014 }),
      fc.constantFrom<Selector['year'][]>({ after: 2013 }, { after: 2013, within: 1 }),
      fc.constantFrom<Selector['year'][]>({ before: 2015 }, { before: 2015, within: 1 }),
    ),
    source: fc.constantFrom('report', 'enrichment'),
    legalBasis: fc.boolean(),
    otherThan: fc.constantFrom('police', 'care'),
  },
  { requiredKeys: [] },
)

const anyListId = fc.constantFrom(...lists.map(({ id }) => id), 'no-such-list')

/** Expressions up to three groups deep, over lists that are there and some that are not. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      anyListId.map((id): Expression => ({ list: id })),
      anySelector.map((selector): Expression => ({ lists: selector })),
      fc
        .array(anyListId, { minLength: 1, maxLength: 2 })
        .map((ids): Expression => ({ onlyOn: ids })),
      fc.record({ only: anySelector, among: anySelector }),
      fc
        .subarray(codes, { minLength: 1, maxLength: 2 })
        .map((oneOf): Expression => ({ code: { table: 'form', oneOf } })),
      group(tie('expression')).map((parts): Expression => ({ anyOf: parts })),
      group(tie('expression')).map((parts): Expression => ({ allOf: parts })),
      tie('expression').map((part): Expression => ({ not: part })),
      fc.record({ atLeast: fc.nat({ max: 3 }), of: group(tie('expression')) }),
      fc.record({ exactly: fc.nat({ max: 3 }), of: group(tie('expression')) }),
    ),
  }),
).expression

function group(part: fc.Arbitrary<Expression>): fc.Arbitrary<Expression[]> {
  return fc.array(part, { minLength: 1, maxLength: 3 })
}
