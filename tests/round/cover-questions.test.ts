import { describe, expect, it } from 'vitest'
import { termsSchema } from '../../src/round/agreement.ts'
import { coverQuestions } from '../../src/round/cover-questions.ts'
import { rawTerms, sampleTerms } from './sample.ts'

const plain = sampleTerms()
const coreOf = (ids: readonly string[]) => ({
  lists: ids.map((id) => ({ id, organisation: 'any', rows: 6 })),
})

describe('the questions of a covered round', () => {
  it('are all persons, then per organisation, then known only there, each set of bins once', () => {
    const questions = coverQuestions(coreOf(plain.lists.map(({ id }) => id)), plain)
    const [border, police, shelter] = ['border-2020', 'police-2020', 'shelter-2020']
    expect(questions[0]!.bins).toHaveLength(7)
    expect(questions.map(({ id }) => id)).toEqual([
      'persons',
      'known-to/2020/police',
      'known-to/2020/shelter',
      'known-to/2020/border',
      'known-only-to/2020/police',
      'known-only-to/2020/shelter',
      'known-only-to/2020/border',
    ])
    expect(questions[1]!.bins).toEqual([
      police,
      `${border}+${police}`,
      `${police}+${shelter}`,
      `${border}+${police}+${shelter}`,
    ])
    expect(questions[4]!.bins).toEqual([police])
  })

  it('are at most twelve, and the same whoever derives them in whatever order of lists', () => {
    const lists = [2019, 2020].flatMap((year) =>
      rawTerms().lists.map((list) => ({ ...list, id: `${list.organisation}-${year}`, year })),
    )
    const terms = termsSchema.parse({ ...rawTerms(), lists })
    const ids = lists.map(({ id }) => id)
    const questions = coverQuestions(coreOf(ids), terms)
    expect(questions).toHaveLength(12)
    expect(coverQuestions(coreOf(ids.toReversed()), terms)).toEqual(questions)
    const sets = questions.map(({ bins }) => bins.join(' '))
    expect(new Set(sets).size).toBe(12)
  })
})
