import type { Expression } from '../questions/expression.ts'
import type { Question } from '../questions/question.ts'

/**
 * What the national rehearsal asks of a round besides the figures of every release, so that all totals of
 * the national reports can be read from it. A person counts once in each year, as it does there; of years
 * together the years are added up.
 */

const victims = { population: 'victims', year: 'this' } as const
const onAny: Expression = { lists: victims }

const withSexualBoth = ['domestic-sexual-and-outside', 'cross-border-sexual-and-outside']
const fourForms = [
  'domestic-sexual',
  'domestic-outside',
  'cross-border-sexual',
  'cross-border-outside',
]

const form = (...oneOf: readonly string[]): Expression => ({
  code: { table: 'exploitation', oneOf },
})
const all = (...allOf: readonly Expression[]): Expression => ({ allOf })
const not = (expression: Expression): Expression => ({ not: expression })

/** "Sub-3": only the border police reported the person that year, for sexual exploitation or for what is not known. */
const borderOnly = all(
  { only: { ...victims, organisation: 'kmar' }, among: victims },
  form('sexual', 'unknown', 'conflict'),
)
const counted = all(onAny, not(borderOnly))

type Parts = Pick<Question, 'id' | 'name' | 'who'> & Partial<Question>

function each(parts: Parts): Question {
  return { counts: 'persons', years: 'each', once: 'a-year', ...parts }
}

function together(parts: Parts): Question {
  return { counts: 'persons', years: 'together', once: 'a-year', ...parts }
}

const questions = [
  each({
    id: 'national-victims',
    name: { nl: 'Mogelijke slachtoffers zonder sub-3', en: 'Presumed victims without sub-3' },
    who: counted,
  }),
  each({
    id: 'national-border-only',
    name: {
      nl: 'Sub-3: alleen door de marechaussee gemeld',
      en: 'Sub-3: reported by the border police only',
    },
    who: borderOnly,
  }),
  together({
    id: 'national-reports',
    name: { nl: 'Meldingen zonder sub-3', en: 'Reports without sub-3' },
    counts: 'reports',
    once: 'every-report',
    who: counted,
    of: victims,
  }),
  together({
    id: 'national-border',
    name: {
      nl: 'Door de marechaussee gemeld, zonder sub-3',
      en: 'Reported by the border police, without sub-3',
    },
    who: all({ lists: { ...victims, organisation: 'kmar' } }, not(borderOnly)),
  }),
  together({
    id: 'national-border-and-others',
    name: {
      nl: 'Door de marechaussee en een ander gemeld',
      en: 'Reported by the border police and another',
    },
    who: all(
      { lists: { ...victims, organisation: 'kmar' } },
      { lists: { ...victims, otherThan: 'kmar' } },
    ),
  }),
  together({
    id: 'national-emm',
    name: { nl: 'Bij EMM bekend', en: 'Known to EMM' },
    who: { lists: { ...victims, organisation: 'emm' } },
  }),
  together({
    id: 'national-fairwork',
    name: { nl: 'Door FairWork gemeld', en: 'Reported by FairWork' },
    who: { lists: { ...victims, organisation: 'fairwork' } },
  }),
  together({
    id: 'national-consent',
    name: {
      nl: 'Gemeld door wie daar geen grondslag voor heeft',
      en: 'Reported by whom no law lets report',
    },
    who: { lists: { ...victims, legalBasis: false } },
  }),
  together({
    id: 'national-both-sides',
    name: {
      nl: 'Gemeld met en zonder grondslag',
      en: 'Reported both with and without a legal basis',
    },
    who: all(
      { lists: { ...victims, legalBasis: false } },
      { lists: { ...victims, legalBasis: true } },
    ),
  }),
  each({
    id: 'national-emm-and-others',
    name: { nl: 'Bij EMM en door een ander gemeld', en: 'Known to EMM and reported by another' },
    who: all(
      { lists: { ...victims, organisation: 'emm' } },
      { lists: { ...victims, otherThan: 'emm' } },
    ),
  }),
  together({
    id: 'national-form-unknown',
    name: { nl: 'Geen van de vier vormen', en: 'None of the four forms' },
    who: all(counted, not(form(...fourForms))),
  }),
  together({
    id: 'national-sexual-only',
    name: { nl: 'Alleen seksuele uitbuiting', en: 'Sexual exploitation only' },
    who: all(counted, form('sexual'), not(form(...withSexualBoth))),
  }),
  together({
    id: 'national-sexual-and-outside',
    name: { nl: 'Seksuele uitbuiting en daarbuiten', en: 'Sexual exploitation and outside it' },
    who: all(onAny, form(...withSexualBoth)),
  }),
  together({
    id: 'national-sector-unknown',
    name: {
      nl: 'Onbekend of in of buiten de seksindustrie',
      en: 'Not known whether in the sex industry or outside it',
    },
    who: all(counted, form('unknown', 'conflict')),
  }),
] as const satisfies readonly Question[]

export type NationalQuestionId = (typeof questions)[number]['id']

/** Those that can be asked of these tables. */
export function nationalQuestions(tables: readonly string[]): readonly Question[] {
  return questions.filter((question) => tables.includes('exploitation') || !needsForm(question.who))
}

function needsForm(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"exploitation"')
}
