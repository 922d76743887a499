import { describe, expect, it } from 'vitest'
import type { Question } from '../../src/questions/question.ts'
import { type Asked, askedCells, askedKey } from '../../src/release/asked.ts'
import { isReleaseDue } from '../../src/release/check.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { parseRelease } from '../../src/release/release.ts'
import { askedRelease, sampleQuestions } from '../disclosure/sample-asked.ts'
import { refusal } from '../refusal.ts'

const release = askedRelease()
type Change = (asked: Asked[]) => unknown

/** The release with its asked part altered. */
function altered(change: Change): unknown {
  const copy = structuredClone(release) as unknown as { asked: Asked[] }
  return { ...copy, asked: change(copy.asked) }
}

const first = (asked: Asked[], change: object): unknown => {
  const [one, ...rest] = asked
  return [{ ...one, ...change }, ...rest]
}

const figures = ([one]: Asked[], change: (figure: object) => object, at = 0) =>
  one?.figures.map((figure, place) => (place === at ? change(figure) : figure))

describe('the asked part of a release', () => {
  it('is read as it was made', () => {
    expect(parseRelease(altered((asked) => asked))).toEqual(release)
  })

  it.each<[string, Change, RegExp]>([
    ['has a question twice', (asked) => [...asked, asked[0]], /a question stands twice/],
    ['lacks the whole of a part', (asked) => asked.slice(1), /part of one that is not there/],
    [
      'lacks a figure',
      (asked) => first(asked, { figures: asked[0]?.figures.slice(1) }),
      /figures of a question are not those/,
    ],
    [
      'has figures out of order',
      (asked) => first(asked, { figures: asked[0]?.figures.toReversed() }),
      /figures of a question are not those/,
    ],
    [
      'is by a table that is not there',
      (asked) => first(asked, { question: { ...asked[0]?.question, by: 'age' } }),
      /figures of a question are not those/,
    ],
    [
      'breaks the rules',
      (asked) =>
        first(asked, {
          figures: figures(asked, (one) => ({ ...one, cell: { status: 'shown', value: 3 } })),
        }),
      /a figure breaks the rules it is under/,
    ],
    [
      'is called covered in a round that is not',
      (asked) =>
        first(asked, { figures: figures(asked, (one) => ({ ...one, exactness: 'covered' })) }),
      /cover is said wrongly of a question/,
    ],
    [
      'holds a ratio',
      (asked) =>
        first(asked, {
          figures: figures(asked, (one) => ({ ...one, cell: { status: 'ratio', value: 1.5 } })),
        }),
      /cover is said wrongly of a question/,
    ],
    ['has a field too many', (asked) => first(asked, { exact: [1, 2, 3] }), /asked\.0/],
    [
      'asks what cannot be read',
      (asked) => first(asked, { question: { ...asked[0]?.question, who: { what: 1 } } }),
      /asked\.0\.question\.who/,
    ],
  ])('is refused where it %s', (_, change, reason) => {
    const problem = refusal(() => parseRelease(altered(change)))
    expect(problem.code).toBe('release.unreadable')
    expect(problem.where).toMatch(reason)
  })
})

describe('a release that is due', () => {
  const { round, manifestDigest, proofs, cover, rules, gate } = release
  const due = { digest: releaseDigest(release), round, manifestDigest, proofs, cover, rules }
  const isDue = (questions: readonly Question[] | undefined) =>
    isReleaseDue(release, { ...due, ...(questions === undefined ? {} : { questions }) })

  it('answers what the agreement asks: no less, no more and nothing else', () => {
    expect(gate).not.toBeNull()
    expect(isDue(sampleQuestions)).toBe(true)
    expect(isDue(sampleQuestions.slice(1))).toBe(false)
    expect(isDue(sampleQuestions.toReversed())).toBe(false)
    expect(isDue(undefined)).toBe(false)
  })
})

describe('the key of an asked figure', () => {
  const [one, other] = release.asked.map(({ question }) => question)
  const at = { year: 2013, code: null }

  it('is of what is asked, not of how the question is called', () => {
    const renamed = { ...one!, id: 'another', name: { nl: 'x', en: 'x' }, outOf: 'all' }
    expect(askedKey(renamed, at)).toBe(askedKey(one!, at))
    expect(askedKey({ ...one!, once: 'over-the-period' }, at)).not.toBe(askedKey(one!, at))
    expect(askedKey(one!, { ...at, year: 2014 })).not.toBe(askedKey(one!, at))
    expect(askedKey(other!, at)).not.toBe(askedKey(one!, at))
  })

  it('finds every cell', () => {
    expect(askedCells(release.asked)).toHaveLength(5 + 5 + 6 + 5)
  })
})
