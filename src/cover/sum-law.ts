/*
 * What the cover of several bins and evaluators adds up to (protocol/specification.md 14.5). Public.
 *
 * Sums of the law are computed with additions and products of positive doubles alone, in one order,
 * so that every machine gets the same, within 10^-9 of the exact value; what decides something is
 * rounded to the careful side by more than that. The draws themselves never touch a float.
 */
import { type Law, weightOf } from './law.ts'

export interface SumLaw {
  /** The smallest number that has a chance worth keeping. */
  readonly least: number
  /** Chances of `least`, `least` + 1 … */
  readonly chances: Float64Array
  /** Twice the middle; the law is symmetric. */
  readonly ends: number
}

/** Chances at the ends that are left out of one sum, together; δ is at least 10^-12. */
const LEFT_OUT = 1e-24
/** What rounding and leaving out can hide, relative and absolute. */
const CARE = { relative: 1e-9, absolute: 1e-20 }

/** The laws of the cover of 0, 1 … `bins` bins, each covered by so many evaluators. */
export function sumLaws(law: Law, evaluators: number, bins: number): SumLaw[] {
  let one = nothing
  for (let evaluator = 0; evaluator < evaluators; evaluator++) one = add(one, single(law))
  const laws = [nothing]
  for (let bin = 0; bin < bins; bin++) laws.push(add(laws[bin] ?? nothing, one))
  return laws
}

/** The law of the cover of bins that count so many times each; a bin that does not count weighs 0. */
export function weightedLaw(law: Law, evaluators: number, weights: readonly number[]): SumLaw {
  return weightedSumLaw(sumLaws(law, evaluators, weights.length), weights)
}

/** The same, from the laws of 0, 1 … bins: of many sums of the same bins these are computed once. */
export function weightedSumLaw(laws: readonly SumLaw[], weights: readonly number[]): SumLaw {
  const bins = new Map<number, number>()
  for (const weight of weights) if (weight > 0) bins.set(weight, (bins.get(weight) ?? 0) + 1)
  let total = nothing
  for (const [weight, count] of bins) total = add(total, stretch(laws[count] ?? nothing, weight))
  return total
}

/** The smallest number that the cover reaches or exceeds with a chance below δ. */
export function unlikelyCover({ least, chances }: SumLaw, delta: number): number {
  let tail = 0
  for (let at = chances.length - 1; at >= 0; at--) {
    tail += chances[at] ?? 0
    if (tail * (1 + CARE.relative) + CARE.absolute >= delta) return least + at + 1
  }
  return least
}

/** The smallest h so that the cover lies within h of its middle with at least that chance. */
export function spreadOf({ least, chances, ends }: SumLaw, chance: number): number {
  let outside = 0
  let at = chances.length - 1
  while (at >= 0 && 2 * (outside + (chances[at] ?? 0)) <= 1 - chance) {
    outside += chances[at] ?? 0
    at--
  }
  return Math.max(0, least + at - ends / 2)
}

const nothing: SumLaw = { least: 0, chances: Float64Array.of(1), ends: 0 }

function single(law: Law): SumLaw {
  const total = Number(law.total)
  const chances = Float64Array.from({ length: 2 * law.m + 1 }, (_, z) => {
    return Number(weightOf(law, z)) / total
  })
  return { least: 0, chances, ends: 2 * law.m }
}

function stretch({ least, chances, ends }: SumLaw, factor: number): SumLaw {
  const stretched = new Float64Array((chances.length - 1) * factor + 1)
  for (const [at, chance] of chances.entries()) stretched[at * factor] = chance
  return { least: least * factor, chances: stretched, ends: ends * factor }
}

function add(one: SumLaw, other: SumLaw): SumLaw {
  const chances = new Float64Array(one.chances.length + other.chances.length - 1)
  for (const [at, chance] of one.chances.entries()) {
    if (chance === 0) continue
    for (const [more, chanceOfMore] of other.chances.entries()) {
      chances[at + more] = (chances[at + more] ?? 0) + chance * chanceOfMore
    }
  }
  const ends = one.ends + other.ends
  return withoutEnds({ least: one.least + other.least, chances, ends })
}

function withoutEnds({ least, chances, ends }: SumLaw): SumLaw {
  let dropped = 0
  let sum = chances[0] ?? 0
  while (2 * sum < LEFT_OUT) sum += chances[++dropped] ?? 1
  return {
    least: least + dropped,
    chances: chances.slice(dropped, chances.length - dropped),
    ends,
  }
}
