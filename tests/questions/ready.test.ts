import { describe, expect, it } from 'vitest'
import { questionFaults } from '../../src/questions/check.ts'
import { questionsSchema } from '../../src/questions/question.ts'
import { type ReadyTerms, readyQuestions } from '../../src/questions/ready.ts'
import { refusal } from '../refusal.ts'
import { around, lists, organisations } from './sample-scene.ts'

const idsOf = (terms: ReadyTerms, options = {}) =>
  readyQuestions(terms, options).map(({ id }) => id)

describe('the ready set', () => {
  it('is read as questions of an agreement, each id once', () => {
    const all = readyQuestions(around)
    expect(questionsSchema.parse(structuredClone(all))).toEqual(all)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })

  it('has every group that the agreement has lists and tables for', () => {
    expect(
      idsOf(around, {
        groups: ['totals', 'reports', 'enrichment', 'legal-basis', 'again', 'populations'],
      }),
    ).toEqual([
      'persons-per-year',
      'persons-over-all-years',
      'persons-years-added',
      'reports-per-year',
      'reports-of-police',
      'reports-of-kmar',
      'reports-of-care',
      'enrichments-per-year',
      'without-enrichment-per-year',
      'without-enrichment-over-all-years',
      'only-by-enrichment',
      'known-without-legal-basis',
      'only-without-legal-basis',
      'seen-again',
      'seen-again-within-1',
      'seen-again-by-others',
      'also-suspects-per-year',
      'also-suspects',
      'also-suspects-in-the-same-year',
      'all-suspects',
    ])
    expect(idsOf(around, { groups: ['known-to', 'tables'] })).toHaveLength(4 * 4 + 2 * (2 + 4))
  })

  it('leaves out what nobody can be in, for want of lists of the same year', () => {
    const overlap = idsOf(around, { groups: ['overlap', 'patterns'] })
    expect(overlap).toContain('care-and-emm')
    expect(overlap).toContain('exactly-police-and-care-and-emm')
    expect(overlap).not.toContain('known-to-4-or-more')
    expect(overlap).not.toContain('exactly-police-and-kmar-and-care-and-emm')
  })

  it('of one organisation, one year and no table asks nothing that cannot be', () => {
    const few = { ...around, lists: lists.slice(0, 1), tables: [] }
    expect(idsOf(few)).toEqual([
      'persons-per-year',
      'persons-over-all-years',
      'persons-years-added',
      'reports-per-year',
      'reports-of-police',
      'known-to-police',
      'only-known-to-police',
    ])
    expect(questionFaults(readyQuestions(few), few)).toEqual([])
  })

  it('names a whole only where it is in the set', () => {
    const again = readyQuestions(around, { groups: ['again'] })
    expect(again.map(({ outOf }) => outOf)).toEqual([undefined, undefined, undefined])
    const pair = readyQuestions(around).find(({ id }) => id === 'police-and-kmar')
    expect(pair?.outOf).toEqual(['known-to-police', 'known-to-kmar'])
  })

  it('keeps ids short enough, and apart, for organisations with long ids', () => {
    const long = 'organisation-with-an-id-that-is-as-long-as-any-id-may-ever-be'
    const named = (id: string) => (id === 'police' ? `${long}-1` : id === 'kmar' ? `${long}-2` : id)
    const terms = {
      ...around,
      organisations: organisations.map((one) => ({ ...one, id: named(one.id) })),
      lists: lists.map((one) => ({ ...one, organisation: named(one.organisation) })),
    }
    const all = readyQuestions(terms)
    expect(questionsSchema.safeParse(all).success).toBe(true)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(questionFaults(all, terms)).toEqual([])
  })

  it('asks for regions and for who is left out where these are told', () => {
    expect(idsOf(around, { groups: ['mobile', 'left-out'] })).toEqual([])
    const leaveOut = { organisation: 'kmar', table: 'form', codes: ['unknown'] }
    expect(
      idsOf(around, { groups: ['mobile', 'left-out'], regions: ['kmar', 'care'], leaveOut }),
    ).toEqual([
      'left-out',
      'without-left-out',
      'in-more-than-one-region',
      'ever-in-more-than-one-region',
    ])
    const strange = readyQuestions(around, { groups: ['mobile'], regions: ['kmar', 'north'] })
    expect(questionFaults(strange, around)[0]?.code).toBe('question.organisation-unknown')
  })

  it('refuses groups that there are not, naming those that there are', () => {
    const problem = refusal(() => readyQuestions(around, { groups: ['totals', 'all'] }))
    expect(problem.message).toContain(
      'question.group-unknown: There is no such group of ready questions (all).',
    )
    expect(problem.remedy).toContain('totals, reports, known-to')
    expect(refusal(() => readyQuestions({ ...around, populations: [] })).code).toBe(
      'questions.no-population',
    )
  })
})
