import { type CoverOpening, coveredEstimate, coveredSum, exactAnswer } from '../cover/opening.ts'
import type { CoverPlan } from '../cover/plan.ts'
import { placesOf, type Question } from '../cover/questions.ts'
import { sumLaws, weightedSumLaw } from '../cover/sum-law.ts'
import type { AskedCounts } from '../disclosure/asked.ts'
import type { CoveredFigure } from '../disclosure/control.ts'
import { collapseSets } from '../psi/bag.ts'
import type { Terms } from '../round/agreement.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import { binAsked, binFigures, placesIn } from '../round/cover-questions.ts'
import type { Core } from '../round/manifest.ts'
import type { CoveredCount } from './covered-count.ts'

/** A question that was opened, and what each evaluator opened of it. */
export interface Answered {
  readonly question: Question
  readonly openings: readonly CoverOpening[]
}

/**
 * 14.5: the figures of a covered round. What was opened is exact, what was not is an estimate.
 * Persons in whom a list occurs twice are in no bin; each counts once on its different lists.
 */
export function coveredFigures(core: Core, terms: Terms, known: Known): CoveredFigure[] {
  const answer = answering(core, known)
  return binFigures(core, terms).map(({ weights, ...of }) => ({ ...of, ...answer(weights) }))
}

/** Likewise the figures that the agreement asks for: none of them is opened for its own sake. */
export function coveredAsked(core: Core, terms: Terms, known: Known): AskedCounts[] {
  const answer = answering(core, known)
  return binAsked(core, terms).map(({ question, figures }) => ({
    question,
    answers: figures.map(({ weights, ...of }) => ({ ...of, ...answer(weights) })),
  }))
}

interface Known {
  readonly count: CoveredCount
  readonly answered: readonly Answered[]
}

/** What is known of a sum of bins: the value, and an interval unless it is exact. */
function answering(core: Core, known: Known) {
  const plan = coverPlanOf(core)
  if (plan === null) throw new TypeError('the round has no cover')
  const { count } = known
  const beside = besideBins(plan, count)
  const exact = exactAnswers(plan, known)
  const laws = sumLaws(plan.law, core.evaluators.length, plan.bins.length)
  return (weights: readonly number[] | null) => {
    if (weights === null) return { value: null, interval: null }
    const more = weightedSum(weights, beside)
    const answer = exact.get(placesKey(placesIn(weights)))
    if (answer !== undefined) return { value: answer + more, interval: null }
    const law = weightedSumLaw(laws, weights)
    const { value, low, high } = coveredEstimate(weightedSum(weights, count.covered), law)
    return { value: value + more, interval: { low: low + more, high: high + more } }
  }
}

/** By their bins; a sum of no bins is nobody. */
function exactAnswers(plan: CoverPlan, { count, answered }: Known): Map<string, number> {
  const answers = answered.map(({ question, openings }) => {
    const sum = coveredSum(plan, question, count.covered)
    const places = new Set(placesOf(plan.bins, question))
    return [placesKey(places), exactAnswer(sum, openings)] as const
  })
  return new Map([[placesKey(new Set()), 0], ...answers])
}

/** Persons with a list twice, by bin. */
function besideBins(plan: CoverPlan, { sets }: CoveredCount): number[] {
  const persons = new Map(
    collapseSets(sets).cells.map((cell) => [cell.lists.join('+'), cell.persons]),
  )
  return plan.bins.map(({ id }) => persons.get(id) ?? 0)
}

function weightedSum(weights: readonly number[], counts: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (counts[at] ?? 0), 0)
}

function placesKey(places: ReadonlySet<number> | null): string {
  return places === null ? 'no plain sum' : [...places].join(' ')
}
