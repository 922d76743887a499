/*
 * The cover of a question comes off (protocol/specification.md 14.5). Opening the sum of an
 * evaluator's commitments shows that sum and nothing of its parts.
 */
import { Problem } from '../base/problem.ts'
import { type GroupEngine, IDENTITY, isScalar, SCALAR_BYTES } from '../group/engine.ts'
import { generator } from '../proofs/generators.ts'
import { verifyOpening } from '../proofs/pedersen.ts'
import { elementAt } from '../psi/row.ts'
import { type CoverSecrets, scalarOf } from './cover-secrets.ts'
import { type CoverPlan, rowsPerBin } from './plan.ts'
import { placesOf, type Question } from './questions.ts'
import { type SumLaw, spreadOf } from './sum-law.ts'

/** What one evaluator shows of its cover for one question. */
export interface CoverOpening {
  /** Σz over the question's bins. */
  readonly value: number
  /** Σρ. */
  readonly blinding: Uint8Array
}

export function openCover(
  engine: GroupEngine,
  plan: CoverPlan,
  question: Question,
  secrets: CoverSecrets,
): CoverOpening {
  let value = 0
  let blinding: Uint8Array = new Uint8Array(SCALAR_BYTES)
  for (const place of placesOf(plan.bins, question)) {
    value += secrets.numbers[place] ?? 0
    blinding = engine.scalarAdd(blinding, elementAt(secrets.blindings, place))
  }
  return { value, blinding }
}

/**
 * @param shown.commitments of the evaluator, one for each bin
 * @throws Problem `cover.opening-wrong` for a number that no cover can be, `proof.opening` for one
 *   that was not committed to
 */
export function verifyCoverOpening(
  engine: GroupEngine,
  plan: CoverPlan,
  question: Question,
  shown: {
    readonly opening: CoverOpening
    readonly commitments: Uint8Array
    readonly evaluator: string
  },
): void {
  const { opening, commitments, evaluator } = shown
  const where = `evaluator ${evaluator}, question ${question.id}`
  const places = placesOf(plan.bins, question)
  const { value, blinding } = opening
  const possible = Number.isInteger(value) && value >= 0
  if (!possible || value > places.length * rowsPerBin(plan) || !isScalar(blinding)) {
    throw new Problem({
      code: 'cover.opening-wrong',
      what: 'The cover of a question is opened as a number that it cannot be',
      where,
      remedy: 'The round ends here; ask the party named what happened.',
    })
  }
  const commitment = places.reduce(
    (sum, place) => engine.add(sum, elementAt(commitments, place)),
    IDENTITY,
  )
  verifyOpening(engine, generator(engine, 0), {
    value: scalarOf(value),
    blinding,
    commitment,
    where,
  })
}

/** The covered count of a question. */
export function coveredSum(
  plan: CoverPlan,
  question: Question,
  covered: readonly number[],
): number {
  return placesOf(plan.bins, question).reduce((sum, place) => sum + (covered[place] ?? 0), 0)
}

/**
 * The exact answer: the covered count less what every evaluator opened.
 *
 * @throws Problem `cover.totals` when more was opened than counted
 */
export function exactAnswer(covered: number, openings: readonly CoverOpening[]): number {
  const answer = openings.reduce((rest, { value }) => rest - value, covered)
  if (answer >= 0) return answer
  throw impossible('an answer below zero')
}

/** What a covered count says of a question that is not opened. */
export interface CoveredEstimate {
  /** Right on average; may be below zero where nobody is. */
  readonly value: number
  /** Ends of an interval that holds the truth with 95%. */
  readonly low: number
  readonly high: number
}

/** @param law of the cover of the question's bins by all evaluators, see sumLaws */
export function coveredEstimate(covered: number, law: SumLaw): CoveredEstimate {
  const value = covered - law.ends / 2
  const spread = spreadOf(law, 0.95)
  return { value, low: Math.max(0, value - spread), high: Math.max(0, value + spread) }
}

/** The counts of a bag do not fit together. */
export function impossible(where: string): Problem {
  return new Problem({
    code: 'cover.totals',
    what: 'The counts of a covered bag do not fit together',
    where,
    remedy: 'The round ends here; keep its messages and compare what the counters signed.',
  })
}
