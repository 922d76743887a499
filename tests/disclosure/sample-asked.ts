import { controlDisclosure } from '../../src/disclosure/control.ts'
import type { DisclosureRules } from '../../src/disclosure/rules.ts'
import type { Question } from '../../src/questions/question.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleCodes } from '../overlap/sample-codes.ts'
import { sampleTable } from '../overlap/sample-round.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const victims = { population: 'victims', year: 'this' } as const
const persons = { counts: 'persons', years: 'each', once: 'a-year' } as const

export const sampleQuestions: Question[] = [
  { id: 'all', name: { nl: 'Allen', en: 'All' }, ...persons, who: { lists: victims } },
  {
    id: 'police-and-kmar',
    name: { nl: 'Politie en Marechaussee', en: 'Police and border police' },
    ...persons,
    who: {
      allOf: [
        { lists: { ...victims, organisation: 'police' } },
        { lists: { ...victims, organisation: 'kmar' } },
      ],
    },
    outOf: 'all',
  },
  {
    id: 'police-by-form',
    name: { nl: 'Politie naar vorm', en: 'Police by form' },
    ...persons,
    years: 'together',
    once: 'over-the-period',
    who: { lists: { population: 'victims', organisation: 'police' } },
    by: 'exploitation',
  },
  {
    id: 'seen-again',
    name: { nl: 'Opnieuw gezien', en: 'Seen again' },
    ...persons,
    who: {
      allOf: [{ lists: victims }, { lists: { population: 'victims', year: { after: 'this' } } }],
    },
    outOf: 'all',
  },
]

/** The sample round under an agreement that asks. */
export function askedRelease(
  questions: readonly Question[] = sampleQuestions,
  { seed = 1, earlier = [] as readonly Release[], rulesNow = rules as DisclosureRules } = {},
): Release {
  const counts = { table: sampleTable(seed), codes: [sampleCodes(seed)], linking: sampleLinking() }
  return controlDisclosure(counts, { ...context, questions }, unattacked(rulesNow, earlier))
}
