import { describe, expect, it } from 'vitest'
import type { Names } from '../../src/questions/list-words.ts'
import type { Question } from '../../src/questions/question.ts'
import { readyQuestions } from '../../src/questions/ready.ts'
import { sentencesOf } from '../../src/questions/sentence.ts'
import { around, question } from './sample-scene.ts'

const together = { years: 'together', once: 'over-the-period' } as const
const victims = { population: 'victims', year: 'this' } as const
const on = (organisation: string) => ({ lists: { ...victims, organisation } })
const crime = { code: { table: 'form', oneOf: ['crime', 'unknown'] } } as const

type Vector = [parts: Partial<Question>, year: number | undefined, nl: string, en: string]

/** Each read aloud by somebody who speaks the language. */
const vectors: Vector[] = [
  [
    {},
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were on a list; each counted once a year.',
  ],
  [
    {},
    2014,
    'Mogelijke slachtoffers die in 2014 op een lijst stonden; ieder eenmaal per jaar geteld.',
    'Presumed victims who in 2014 were on a list; each counted once a year.',
  ],
  [
    { who: { only: on('police').lists, among: victims }, years: 'together', once: 'a-year' },
    undefined,
    'Alle jaren bij elkaar opgeteld: mogelijke slachtoffers die in dat jaar alleen op lijsten van Politie stonden; ieder eenmaal per jaar geteld, en de jaren zijn opgeteld.',
    'All years added up: presumed victims who in that year were only on lists of Police; each counted once a year, and the years are added up.',
  ],
  [
    { who: { only: on('police').lists, among: victims } },
    2015,
    'Mogelijke slachtoffers die in 2015 alleen op lijsten van Politie stonden; ieder eenmaal per jaar geteld.',
    'Presumed victims who in 2015 were only on lists of Police; each counted once a year.',
  ],
  [
    { who: { only: on('police').lists, among: { year: 'this' } } },
    2015,
    'Personen die in 2015 alleen op lijsten van Politie met mogelijke slachtoffers stonden; ieder eenmaal per jaar geteld.',
    'Persons who in 2015 were only on lists of Police with presumed victims; each counted once a year.',
  ],
  [
    { who: { only: { organisation: 'police', year: 2014 }, among: {} }, ...together },
    undefined,
    'Personen die in 2014 op een lijst van Politie en op geen andere lijst stonden; ieder eenmaal geteld over alle jaren samen.',
    'Persons who were on a list of Police in 2014 and on no other list; each counted once over all years together.',
  ],
  [
    { who: { only: { ...victims, source: 'enrichment' }, among: victims }, ...together },
    undefined,
    'In ten minste één jaar: mogelijke slachtoffers die in dat jaar alleen op verrijkingslijsten stonden; ieder eenmaal geteld over alle jaren samen.',
    'In at least one year: presumed victims who in that year were only on enrichment lists; each counted once over all years together.',
  ],
  [
    { who: { only: { ...victims, legalBasis: false }, among: victims } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar alleen op lijsten van organisaties zonder grondslag om te melden stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were only on lists of organisations without a legal basis to report; each counted once a year.',
  ],
  [
    { who: { allOf: [on('police'), { anyOf: [on('kmar'), on('care')] }, { not: on('emm') }] } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst van Politie, op geen lijst van EMM en hetzij op een lijst van Marechaussee, hetzij op een lijst van Zorg stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were on a list of Police, on no list of EMM and either on a list of Border police or on a list of Care; each counted once a year.',
  ],
  [
    { who: { anyOf: [{ allOf: [on('police'), on('kmar')] }, on('care')] } },
    undefined,
    'Per jaar: mogelijke slachtoffers die bij ten minste één van deze groepen horen: (a) mogelijke slachtoffers die in dat jaar op een lijst van Politie en op een lijst van Marechaussee stonden; (b) mogelijke slachtoffers die in dat jaar op een lijst van Zorg stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who belong to at least one of these groups: (a) presumed victims who in that year were on a list of Police and on a list of Border police; (b) presumed victims who in that year were on a list of Care; each counted once a year.',
  ],
  [
    { who: { allOf: [on('police'), { exactly: 0, of: [on('kmar'), { not: on('emm') }] }] } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst van Politie stonden en die bij geen van deze groepen horen: (a) mogelijke slachtoffers die in dat jaar op een lijst van Marechaussee stonden; (b) mogelijke slachtoffers die in dat jaar op geen lijst van EMM stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were on a list of Police and who belong to none of these groups: (a) presumed victims who in that year were on a list of Border police; (b) presumed victims who in that year were on no list of EMM; each counted once a year.',
  ],
  [
    { who: { atLeast: 2, of: [on('police'), on('kmar'), on('care')] } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op lijsten van ten minste twee van de organisaties Politie, Marechaussee en Zorg stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were on lists of at least two of the organisations Police, Border police and Care; each counted once a year.',
  ],
  [
    { who: { not: on('police') } },
    undefined,
    'Per jaar: personen die in dat jaar op geen lijst van Politie met mogelijke slachtoffers stonden; ieder eenmaal per jaar geteld.',
    'Per year: persons who in that year were on no list of Police with presumed victims; each counted once a year.',
  ],
  [
    { who: { not: { allOf: [on('police'), crime] } } },
    undefined,
    'Per jaar: personen die niet horen bij de personen die in dat jaar op een lijst van Politie met mogelijke slachtoffers stonden en die naar vorm van uitbuiting tellen als ‘misdrijf’ of ‘onbekend’; ieder eenmaal per jaar geteld.',
    'Per year: persons who are not among the persons who in that year were on a list of Police with presumed victims and who by form of exploitation count as ‘crime’ or ‘unknown’; each counted once a year.',
  ],
  [
    { who: { allOf: [on('police'), { not: { allOf: [on('care'), crime] } }, { not: crime }] } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst van Politie stonden en die naar vorm van uitbuiting niet tellen als ‘misdrijf’ of ‘onbekend’, behalve mogelijke slachtoffers die in dat jaar op een lijst van Zorg stonden en die naar vorm van uitbuiting tellen als ‘misdrijf’ of ‘onbekend’; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who in that year were on a list of Police and who by form of exploitation do not count as ‘crime’ or ‘unknown’, except presumed victims who in that year were on a list of Care and who by form of exploitation count as ‘crime’ or ‘unknown’; each counted once a year.',
  ],
  [
    { who: { onlyOn: ['police-victims-2014', 'care-victims-2014'] }, ...together },
    undefined,
    'Personen die op de lijst van Politie (mogelijke slachtoffers, 2014) en de lijst van Zorg (mogelijke slachtoffers, 2014) en op geen andere lijst stonden; ieder eenmaal geteld over alle jaren samen.',
    'Persons who were on the list of Police (presumed victims, 2014) and the list of Care (presumed victims, 2014) and on no other list; each counted once over all years together.',
  ],
  [
    { who: { not: { list: 'nowhere' } }, ...together },
    undefined,
    'Personen die niet op lijst nowhere stonden; ieder eenmaal geteld over alle jaren samen.',
    'Persons who were not on list nowhere; each counted once over all years together.',
  ],
  [
    { who: { lists: { id: ['police-victims-2014', 'care-victims-2014'] } }, ...together },
    undefined,
    'Personen die op de lijst van Politie (mogelijke slachtoffers, 2014) of de lijst van Zorg (mogelijke slachtoffers, 2014) stonden; ieder eenmaal geteld over alle jaren samen.',
    'Persons who were on the list of Police (presumed victims, 2014) or the list of Care (presumed victims, 2014); each counted once over all years together.',
  ],
  [
    { who: { lists: { year: { from: 2013, until: 2014 }, source: 'enrichment' } }, ...together },
    undefined,
    'Personen die in 2013 of 2014 op een verrijkingslijst stonden; ieder eenmaal geteld over alle jaren samen.',
    'Persons who were on an enrichment list in 2013 or 2014; each counted once over all years together.',
  ],
  [
    {
      who: {
        allOf: [{ lists: victims }, { lists: { ...victims, year: { after: 'this', within: 2 } } }],
      },
    },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst en in een van de twee jaren daarna op een lijst stonden; ieder eenmaal per jaar geteld.',
    'Per year: presumed victims who were on a list in that year and on a list in one of the two years after it; each counted once a year.',
  ],
  [
    {
      who: {
        allOf: [{ lists: victims }, { lists: { ...victims, year: { after: 'this', within: 3 } } }],
      },
    },
    2015,
    'Mogelijke slachtoffers die in 2015 op een lijst en in een van de jaren 2016 tot en met 2018 op een lijst stonden; ieder eenmaal per jaar geteld.',
    'Presumed victims who were on a list in 2015 and on a list in one of the years 2016 to 2018; each counted once a year.',
  ],
  [
    { who: { allOf: [{ lists: victims }, { not: { lists: { organisation: 'police' } } }] } },
    undefined,
    'Per jaar: personen die in dat jaar op een lijst met mogelijke slachtoffers en in geen enkel jaar op een lijst van Politie stonden; ieder eenmaal per jaar geteld.',
    'Per year: persons who were on a list with presumed victims in that year and on no list of Police in any year; each counted once a year.',
  ],
  [
    { who: { allOf: [{ lists: victims }, { lists: { population: 'suspects' } }] } },
    undefined,
    'Per jaar: personen die in dat jaar op een lijst met mogelijke slachtoffers en in welk jaar ook op een lijst met verdachten stonden; ieder eenmaal per jaar geteld.',
    'Per year: persons who were on a list with presumed victims in that year and on a list with suspects in any year; each counted once a year.',
  ],
  [
    { counts: 'reports', once: 'every-report', of: { ...on('police').lists, source: 'report' } },
    undefined,
    'Per jaar: meldingen van Politie in dat jaar over mogelijke slachtoffers; elke melding telt.',
    'Per year: reports of Police in that year about presumed victims; every report counts.',
  ],
  [
    { counts: 'reports', once: 'every-report', of: { year: 'this' }, who: on('care') },
    2014,
    'Vermeldingen in 2014 over mogelijke slachtoffers die in 2014 op een lijst van Zorg stonden; elke vermelding telt.',
    'Entries in 2014 about presumed victims who in 2014 were on a list of Care; every entry counts.',
  ],
  [
    { by: 'form', who: { lists: { ...victims, otherThan: ['police', 'care'] } } },
    undefined,
    'Per jaar: mogelijke slachtoffers die in dat jaar op een lijst van een andere organisatie dan Politie en Zorg stonden; ieder eenmaal per jaar geteld. Uitgesplitst naar vorm van uitbuiting.',
    'Per year: presumed victims who in that year were on a list of another organisation than Police and Care; each counted once a year. Told apart by form of exploitation.',
  ],
]

describe('the sentence of a question', () => {
  it.each(vectors)('says in both languages what %j counts, of year %s', (parts, year, nl, en) => {
    expect(sentencesOf(question(parts), around, year)).toEqual({ nl, en })
  })

  it('is of each ready question its own, and ends with how often a person counts', () => {
    const regions = ['police', 'kmar', 'care']
    const leaveOut = { organisation: 'kmar', table: 'form', codes: ['crime'] }
    const all = readyQuestions(around, { regions, leaveOut, within: 2 })
    const sentences = all.map((one) => sentencesOf(one, around))
    for (const { nl, en } of sentences) {
      expect(nl).toMatch(/; (ieder eenmaal|elke (melding|verrijking) telt).*\.$/)
      expect(en).toMatch(/; (each counted once|every (report|enrichment) counts).*\.$/)
      expect(`${nl} ${en}`).not.toMatch(/ {2}|undefined|null|\[object/)
    }
    for (const language of ['nl', 'en'] as const) {
      const texts = sentences.map((one) => one[language])
      const twice = all.filter((_, at) => texts.indexOf(texts[at] ?? '') !== at).map(({ id }) => id)
      expect(twice).toEqual([])
    }
  })

  it('takes its names from the agreement, and ids where there are none', () => {
    const names: Names = { organisations: [], populations: [], lists: [], tables: [] }
    const parts = { who: { allOf: [on('police'), { list: 'a' }, crime] }, by: 'form' }
    expect(sentencesOf(question(parts), names).en).toBe(
      'Per year: persons who were on a list of police with victims in that year and on list a and ' +
        'who by form count as ‘crime’ or ‘unknown’; each counted once a year.',
    )
  })
})
