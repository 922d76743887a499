/*
 * Which questions of a round may be answered exactly (protocol/specification.md 14.5). Every
 * evaluator decides alike, from the signed covered counts and the ledgers; all of them know both, so
 * a decision tells nothing more. What the rule does not weigh: combinations of questions with other
 * factors than −1, 0 and 1, what an organisation knows of its own lists, and by how much the answer
 * to one question changed since an earlier round.
 */
import { Problem } from '../base/problem.ts'
import type { Bin } from './bins.ts'
import { type Covered, type KnownSums, knownSums } from './known-sums.ts'
import type { CoverPlan } from './plan.ts'

/** A sum of bins, fixed in the manifest. */
export interface Question {
  readonly id: string
  /** Ids of bins, each once. */
  readonly bins: readonly string[]
}

/**
 * - `opened`: the evaluators open their commitments to its cover
 * - `too-small`: the sum may be below the threshold
 * - `difference`: with what is known, it would give another sum that may be below the threshold
 * - `other-lists`: an earlier round opened questions over other lists, some of which are in this one
 * - `too-many`: as many different questions as can be compared are open already
 */
export type Verdict = 'opened' | 'too-small' | 'difference' | 'other-lists' | 'too-many'

export interface Decision {
  readonly question: string
  readonly verdict: Verdict
}

/** What earlier rounds opened over lists of this one. */
export interface OpenedBefore {
  /** Ids of the bins of each question that was opened over the same lists. */
  readonly questions: readonly (readonly string[])[]
  readonly overOtherLists: boolean
}

export interface DecideBy extends Covered {
  readonly before: OpenedBefore
}

/** Different questions compared: the last one in 3^11 combinations, about a second at 8 lists. */
export const MOST_OPENED = 12

/**
 * The verdict on each question, in order; those opened count for the ones after.
 *
 * @throws Problem `cover.question` for a question of no bin, of a bin twice or of an unknown one
 */
export function decideQuestions(
  plan: CoverPlan,
  questions: readonly Question[],
  by: DecideBy,
): Decision[] {
  const sums = knownSums(plan, by)
  const opened: Int8Array[] = []
  for (const bins of by.before.questions) {
    addNew(opened, vectorOf(plan.bins, { id: 'of an earlier round', bins }))
  }
  return questions.map((question) => {
    const vector = vectorOf(plan.bins, question)
    const verdict = by.before.overOtherLists ? 'other-lists' : judge(sums, vector, opened)
    if (verdict === 'opened') addNew(opened, vector)
    return { question: question.id, verdict }
  })
}

/** The places of a question's bins. */
export function placesOf(bins: readonly Bin[], question: Question): number[] {
  const vector = vectorOf(bins, question)
  return bins.map((_, at) => at).filter((at) => vector[at] === 1)
}

function judge(sums: KnownSums, vector: Int8Array, opened: readonly Int8Array[]): Verdict {
  if (!sums.isLarge(sums.sumOf(vector))) return 'too-small'
  // Of an earlier round's questions one evaluator's word is enough: being named there frees from nothing else.
  const others = opened.filter((one) => !isSame(one, vector))
  if (others.length === opened.length && opened.length >= MOST_OPENED) return 'too-many'
  const tells = someCombination(vector.slice(), others, 0, (combined) =>
    sums.givesSmallSum(combined),
  )
  return tells ? 'difference' : 'opened'
}

/**
 * Whether the test holds of the vector with −1, 0 or 1 times each of the others added. The vector
 * is worked on in place, and as before when this returns.
 */
function someCombination(
  vector: Int8Array,
  others: readonly Int8Array[],
  at: number,
  test: (combined: Int8Array) => boolean,
): boolean {
  const other = others[at]
  if (other === undefined) return test(vector)
  let found = someCombination(vector, others, at + 1, test)
  addTimes(vector, other, 1)
  found ||= someCombination(vector, others, at + 1, test)
  addTimes(vector, other, -2)
  found ||= someCombination(vector, others, at + 1, test)
  addTimes(vector, other, 1)
  return found
}

function addTimes(vector: Int8Array, other: Int8Array, factor: number): void {
  for (let bin = 0; bin < vector.length; bin++) {
    vector[bin] = (vector[bin] ?? 0) + factor * (other[bin] ?? 0)
  }
}

/** 1 for the bins of the question. */
function vectorOf(bins: readonly Bin[], { id, bins: named }: Question): Int8Array {
  const wanted = new Set(named)
  const vector = Int8Array.from(bins, (bin) => (wanted.has(bin.id) ? 1 : 0))
  const found = vector.reduce((sum, one) => sum + one, 0)
  if (found > 0 && found === named.length) return vector
  throw new Problem({
    code: 'cover.question',
    what: 'A question is no sum of different bins',
    where: `question ${id}`,
    remedy: 'Correct the question in the agreement.',
  })
}

function addNew(opened: Int8Array[], vector: Int8Array): void {
  if (!opened.some((one) => isSame(one, vector))) opened.push(vector)
}

function isSame(one: Int8Array, other: Int8Array): boolean {
  return one.every((value, at) => value === other[at])
}
