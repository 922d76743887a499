import { expect, it } from 'vitest'
import {
  countersOf,
  keyOf,
  listsOf,
  makeAgreement,
  type Terms,
  termsSchema,
} from '../../src/round/agreement.ts'
import { refusal } from '../refusal.ts'
import { newPublicKey, rawTerms, sampleAgreement, sampleTables, sampleTerms } from './sample.ts'

type Raw = ReturnType<typeof rawTerms>

/** What the schema says of terms altered so. */
function complaints(alter: (terms: Raw) => object): string {
  const parsed = termsSchema.safeParse(alter(rawTerms()))
  return parsed.success ? '' : parsed.error.issues.map((issue) => issue.message).join('; ')
}

const cover = { epsilon: 1, delta: 1e-6 }
const [first, ...otherLists] = rawTerms().lists

it.each<[string, (terms: Raw) => object]>([
  [
    'organisation police twice',
    (terms) => ({
      ...terms,
      organisations: [...terms.organisations, terms.organisations[0]],
    }),
  ],
  ['two lists are named police-2020', (terms) => ({ ...terms, lists: [...terms.lists, first] })],
  [
    'evaluator court twice',
    (terms) => ({ ...terms, evaluators: ['court', 'court', 'rapporteur'] }),
  ],
  [
    'list police-2020 is of an unknown organisation nobody',
    (terms) => ({ ...terms, lists: [{ ...first, organisation: 'nobody' }, ...otherLists] }),
  ],
  [
    'list police-2020 is of an unknown population cars',
    (terms) => ({ ...terms, lists: [{ ...first, population: 'cars' }, ...otherLists] }),
  ],
  [
    'evaluator nobody is not among the organisations',
    (terms) => ({ ...terms, evaluators: ['nobody', 'rapporteur'] }),
  ],
  [
    'the last evaluator, border, counts and so may not own a list',
    (terms) => ({ ...terms, evaluators: ['rapporteur', 'border'] }),
  ],
  [
    'disclosure.threshold must be a multiple of disclosure.roundingBase',
    (terms) => ({ ...terms, disclosure: { threshold: 5, roundingBase: 3 } }),
  ],
  [
    'limits.minimumPersons must be at most 1 with a disclosure.threshold of 3: a withheld number would be nobody, or known closely',
    (terms) => ({ ...terms, limits: { minimumLists: 2, minimumPersons: 2 } }),
  ],
  [
    'limits.minimumLists is more than there are lists',
    (terms) => ({ ...terms, limits: { minimumLists: 4, minimumPersons: 1 } }),
  ],
  [
    'validity.until is before validity.from',
    (terms) => ({ ...terms, validity: { from: '2020-02-01', until: '2020-01-31' } }),
  ],
  [
    'estimates and cover cannot be together: exact counts are needed',
    (terms) => ({ ...terms, cover, estimates: { resamples: 100 } }),
  ],
  [
    'estimates need three organisations or more that report the first population in one year',
    (terms) => ({
      ...terms,
      estimates: { resamples: 100 },
      lists: terms.lists.map((list, at) => (at === 0 ? { ...list, source: 'enrichment' } : list)),
    }),
  ],
  [
    'estimates are of at most ten organisations that report the first population in one year',
    (terms) => {
      const more = Array.from({ length: 8 }, (_, at) => `more-${at}`)
      return {
        ...terms,
        estimates: { resamples: 100 },
        organisations: [
          ...terms.organisations,
          ...more.map((id) => ({ id, name: { nl: id, en: id }, legalBasis: true })),
        ],
        lists: [...terms.lists, ...more.map((id) => ({ ...first, id, organisation: id }))],
      }
    },
  ],
  [
    'cover and tables cannot be together: codes are not covered',
    (terms) => ({ ...terms, cover, tables: sampleTables }),
  ],
  [
    'cover is for three to eight lists',
    (terms) => ({ ...terms, cover, lists: terms.lists.slice(0, 2) }),
  ],
  [
    'cover is for three to eight lists',
    (terms) => ({
      ...terms,
      cover,
      lists: Array.from({ length: 9 }, (_, at) => ({ ...terms.lists[0], id: `police-${at}` })),
    }),
  ],
  [
    'the name coordinator is taken',
    (terms) => ({
      ...terms,
      organisations: [...terms.organisations, { ...terms.organisations[0], id: 'coordinator' }],
    }),
  ],
])('refuses terms in which %s', (message, alter) => {
  expect(complaints(alter)).toBe(message)
})

const asked = (organisation: string) => ({
  id: 'x',
  name: { nl: 'x', en: 'x' },
  counts: 'persons',
  who: { lists: { organisation, year: 'this' } },
  years: 'each',
  once: 'a-year',
})

it('takes questions that can be asked of its lists, and says of others why not', () => {
  const ask = (organisation: string) =>
    complaints((terms) => ({ ...terms, questions: [asked(organisation)] }))
  expect(ask('police')).toBe('')
  expect(complaints((terms) => ({ ...terms, cover, questions: [asked('police')] }))).toBe('')
  expect(ask('army')).toBe(
    'question.organisation-unknown: question x, who.lists: there is no organisation army',
  )
})

it('has the same digest as before where it asks nothing, and another where it asks', async () => {
  const { keys, digest } = await sampleAgreement(sampleTerms())
  const terms = termsSchema.parse({ ...rawTerms(), questions: [asked('police')] })
  expect(Object.hasOwn(sampleTerms(), 'questions')).toBe(false)
  expect(makeAgreement(terms, keys).digest).not.toBe(digest)
})

it('takes terms without a contradiction, and refuses unknown keys and values out of bounds', () => {
  expect(complaints((terms) => terms)).toBe('')
  expect(complaints((terms) => ({ ...terms, cover }))).toBe('')
  const wrong: ((terms: Raw) => object)[] = [
    (terms) => ({ ...terms, password: 'x' }),
    (terms) => ({ ...terms, proofs: 'some' }),
    (terms) => ({ ...terms, cover: { epsilon: 0.09, delta: 1e-6 } }),
    (terms) => ({ ...terms, cover: { epsilon: 10.1, delta: 1e-6 } }),
    (terms) => ({ ...terms, cover: { epsilon: 1, delta: 1e-13 } }),
    (terms) => ({ ...terms, cover: { epsilon: 1, delta: 0.011 } }),
    (terms) => ({ ...terms, validity: { from: '2020-02-30', until: '2021-01-01' } }),
    ({ validity: _, ...terms }) => terms,
    (terms) => ({ ...terms, minimumPeerVersion: 'newest' }),
    (terms) => ({ ...terms, limits: { ...terms.limits, roundsPerYear: 0 } }),
    (terms) => ({ ...terms, version: 2 }),
    (terms) => ({ ...terms, disclosure: { threshold: 2, roundingBase: 1 } }),
    (terms) => ({ ...terms, evaluators: ['rapporteur'] }),
    (terms) => ({ ...terms, lists: [{ ...first, size: 0 }, ...otherLists] }),
    (terms) => ({ ...terms, matchingSecretDigest: 'short' }),
    (terms) => ({ ...terms, deadlineMinutes: 0 }),
  ]
  for (const alter of wrong) expect(complaints(alter), String(alter)).not.toBe('')
})

it('pins a key of everybody, names the file of a missing one, and takes no other keys along', async () => {
  const terms = sampleTerms()
  const { keys, digest } = await sampleAgreement(terms)
  const { court: _, ...without } = keys
  expect(refusal(() => makeAgreement(terms, without))).toMatchObject({
    code: 'peer.key-missing',
    where: 'peers/court.json',
  })
  for (const key of [null, 'x', { ...keys.court, d: 'secret' }, { kty: 'RSA' }]) {
    const problem = refusal(() => makeAgreement(terms, { ...without, court: key }))
    expect(problem).toMatchObject({ code: 'peer.key-unreadable', where: 'peers/court.json' })
  }
  const withStranger = makeAgreement(terms, { ...keys, stranger: await newPublicKey() })
  expect(withStranger.digest).toBe(digest)
  expect(refusal(() => keyOf(withStranger, 'stranger')).code).toBe('message.stranger')
})

it('has another digest with another term or another key', async () => {
  const terms = sampleTerms()
  const { keys, digest } = await sampleAgreement(terms)
  const other: Terms = { ...terms, disclosure: { threshold: 6, roundingBase: 3 } }
  expect(makeAgreement(terms, keys).digest).toBe(digest)
  expect(makeAgreement(other, keys).digest).not.toBe(digest)
  expect(makeAgreement(terms, { ...keys, court: await newPublicKey() }).digest).not.toBe(digest)
})

it('calls counters the evaluators that own no list', () => {
  expect(countersOf(sampleTerms())).toEqual(['court', 'rapporteur'])
  expect(listsOf(sampleTerms(), 'border').map((list) => list.id)).toEqual(['border-2020'])
  expect(listsOf(sampleTerms(), 'court')).toEqual([])
})
