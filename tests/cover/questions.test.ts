import { describe, expect, it } from 'vitest'
import { coveredEstimate, coveredSum } from '../../src/cover/opening.ts'
import { makeCoverPlan } from '../../src/cover/plan.ts'
import { decideQuestions, MOST_OPENED, type Question } from '../../src/cover/questions.ts'
import { sumLaws } from '../../src/cover/sum-law.ts'
import { refusal } from '../refusal.ts'

const plan = makeCoverPlan({ lists: ['a', 'b', 'c'], epsilon: 1, delta: 0.000001 })
const none = { questions: [], overOtherLists: false }
/** The middle of the cover of one bin by three evaluators. */
const middle = 81

/** Questions by their bins: `a b` is persons on a alone or on b alone. */
const ask = (bins: string): Question => ({ id: bins, bins: bins.split(' ') })

/** Verdicts with the cover in its middle everywhere, over true counts in order of bins. */
function verdicts(
  truth: readonly number[],
  questions: readonly string[],
  before: typeof none | { questions: string[][]; overOtherLists: boolean } = none,
): string[] {
  const covered = truth.map((count) => count + middle)
  const by = { evaluators: 3, threshold: 5, delta: 0.000001, covered, before }
  return decideQuestions(plan, questions.map(ask), by).map(({ verdict }) => verdict)
}

const knownToA = 'a a+b a+c a+b+c'
const everybody = 'a b c a+b a+c b+c a+b+c'

describe('a question', () => {
  it('is opened exactly from where a true sum below the threshold is too unlikely', () => {
    // One bin of three evaluators: cover of 34 or more above its middle has a chance below δ.
    const truth = (a: number) => [a, 500, 500, 500, 500, 500, 500]
    expect(verdicts(truth(4 + 34), ['a'])).toEqual(['opened'])
    expect(verdicts(truth(4 + 33), ['a'])).toEqual(['too-small'])
  })

  it('is not opened when the others of its sizes are few', () => {
    // Known to a and on two lists are opened or known: what is left of two lists is b+c.
    expect(verdicts([500, 500, 500, 500, 500, 0, 500], ['a+b a+c'])).toEqual(['difference'])
    expect(verdicts([500, 500, 500, 500, 500, 60, 500], ['a+b a+c'])).toEqual(['opened'])
  })

  it('is opened when it follows from the sizes alone, which are known anyway', () => {
    expect(verdicts([500, 500, 500, 1, 0, 2, 0], [everybody])).toEqual(['opened'])
    expect(verdicts([500, 500, 500, 500, 500, 500, 80], ['a+b+c'])).toEqual(['opened'])
  })

  it('is not opened when it would tell a small sum apart from one opened before it', () => {
    const truth = [500, 500, 500, 500, 3, 500, 500]
    const without = 'a a+b a+b+c'
    expect(verdicts(truth, [knownToA])).toEqual(['opened'])
    expect(verdicts(truth, [without])).toEqual(['opened'])
    expect(verdicts(truth, [knownToA, without])).toEqual(['opened', 'difference'])
    expect(verdicts(truth, [without, knownToA])).toEqual(['opened', 'difference'])
  })

  it('is not opened when only three together tell a small sum', () => {
    // Any two of these leave large sums; a b less a c plus … gives twice a.
    const truth = [3, 500, 500, 500, 500, 500, 500]
    const [ab, ac, bc] = ['a b a+b', 'a c a+c', 'b c a+b a+c']
    expect(verdicts(truth, [ab, ac])).toEqual(['opened', 'opened'])
    expect(verdicts(truth, [ab, bc])).toEqual(['opened', 'opened'])
    expect(verdicts(truth, [ac, bc])).toEqual(['opened', 'opened'])
    expect(verdicts(truth, [ab, ac, bc])).toEqual(['opened', 'opened', 'difference'])
  })

  it('is compared with what earlier rounds opened over the same lists', () => {
    const truth = [500, 500, 500, 500, 3, 500, 500]
    const before = { questions: [knownToA.split(' ')], overOtherLists: false }
    expect(verdicts(truth, ['a a+b a+b+c'], before)).toEqual(['difference'])
    expect(verdicts(truth, [knownToA], before)).toEqual(['opened'])
  })

  it('is not opened because an evaluator says that it was before', () => {
    const truth = [500, 500, 500, 500, 3, 500, 500]
    const without = 'a a+b a+b+c'
    const before = { questions: [without.split(' ')], overOtherLists: false }
    expect(verdicts(truth, [knownToA, without], before)).toEqual(['difference', 'opened'])
    const small = { questions: [['a+c']], overOtherLists: false }
    expect(verdicts(truth, ['a+c'], small)).toEqual(['too-small'])
    const both = { questions: [without.split(' '), knownToA.split(' ')], overOtherLists: false }
    expect(verdicts(truth, [knownToA, without], both)).toEqual(['difference', 'difference'])
  })

  it('is not opened after an earlier round over other lists', () => {
    const before = { questions: [], overOtherLists: true }
    expect(verdicts([500, 500, 500, 500, 500, 500, 500], [knownToA], before)).toEqual([
      'other-lists',
    ])
  })

  it('does not stand in the way of others when it is not opened', () => {
    // Were a open, a and b together would tell b, which is as small.
    const truth = [25, 25, 500, 500, 500, 500, 500]
    expect(verdicts(truth, ['a', 'a b'])).toEqual(['too-small', 'opened'])
  })

  it('is not opened beyond as many as can be compared, unless it is one of them', () => {
    const ids = plan.bins.map(({ id }) => id)
    const sets = Array.from({ length: 14 }, (_, n) =>
      ids.filter((_, at) => ((n * 9 + 5) >> at) % 2 === 1).join(' '),
    )
    const all = verdicts(Array(7).fill(1_000_000), [...sets, sets[3]!])
    expect(all.filter((verdict) => verdict === 'opened').length).toBe(MOST_OPENED + 1)
    expect(all.slice(12)).toEqual(['too-many', 'too-many', 'opened'])
  })

  it('is refused unless it is a sum of different bins', () => {
    const by = { evaluators: 3, threshold: 5, delta: 0.000001, covered: [], before: none }
    for (const bins of [[], ['a', 'a'], ['a', 'd'], ['b+a']]) {
      const problem = refusal(() => decideQuestions(plan, [{ id: 'odd', bins }], by))
      expect(problem.code).toBe('cover.question')
      expect(problem.message).toContain('question odd')
    }
  })
})

describe('a question that is not opened', () => {
  it('has an estimate from its covered count, with an interval', () => {
    const laws = sumLaws(plan.law, 3, 7)
    const question = ask('a b')
    const covered = coveredSum(plan, question, [90, 75, 81, 81, 81, 81, 81])
    expect(covered).toBe(165)
    expect(coveredEstimate(covered, laws[2]!)).toEqual({ value: 3, low: 0, high: 17 })
    expect(coveredEstimate(150, laws[2]!)).toEqual({ value: -12, low: 0, high: 2 })
  })
})
