/**
 * Pairs added one at a time, as Chan, Silverman & Vincent (2021) do: from main effects, each pair that is
 * not yet in gets the chance of an overlap as far out as the observed one, were the current model true;
 * the least likely pair comes in while that chance is below a threshold. Pure; holds exact counts.
 */
import type { Solver } from '../attack/solver.ts'
import { noAdmissibleModel } from './bic.ts'
import type { CaptureTable } from './capture-table.ts'
import { type Counted, countedTable } from './design.ts'
import { poissonAtLeast, poissonAtMost } from './distributions.ts'
import { type Fit, fitModel, isFit, type Scored, scoreModel } from './fit.ts'
import { type Model, mainEffects, pairTerms, type Term, withTerm } from './model.ts'
import { type Workspace, workspaceFor } from './newton.ts'
import { sumSupersets } from './subset-sums.ts'

export interface StepwiseOptions {
  /** 0.02 unless told: the authors' choice, from simulations. */
  readonly pThreshold?: number
  readonly solver?: Solver
}

const P_THRESHOLD = 0.02
/** Chances that agree so far are a tie: what differs beyond is rounding, not the table. */
const SAME_DIGITS = 9

/** @throws Problem `estimate.no-admissible-model`, `estimate.not-converged` */
export function selectStepwise(table: CaptureTable, options: StepwiseOptions = {}): Fit {
  const chosen = stepwiseModel(table, options)
  if (chosen === null) throw noAdmissibleModel()
  const fit = fitModel(table, chosen.model, options)
  if (!isFit(fit)) throw noAdmissibleModel()
  return fit
}

/** The choice alone, for resamples; null where not even main effects have an estimate. */
export function stepwiseModel(table: CaptureTable, options: StepwiseOptions = {}): Scored | null {
  const { pThreshold = P_THRESHOLD, solver } = options
  const counted = countedTable(table)
  const pairs = counted.lists > 2 ? pairTerms(counted.lists) : []
  const space = workspaceFor(counted.lists, counted.lists + pairs.length + 1)
  const score = (model: Model) => {
    const found = scoreModel(counted, model, { space, ...(solver === undefined ? {} : { solver }) })
    return isFit(found) ? found : null
  }
  let current = score(mainEffects(counted.lists))
  if (current === null) return null
  for (;;) {
    const larger = firstAdmissible(
      current.model,
      candidatesOf(counted, space, current, pThreshold),
      score,
    )
    if (larger === null) return current
    current = larger
  }
}

/** Pairs less likely than the threshold, the least likely first; of equal ones the first pair. */
function candidatesOf(
  counted: Counted,
  space: Workspace,
  { model }: Scored,
  pThreshold: number,
): Term[] {
  const expected = space.expected.slice()
  sumSupersets(expected)
  const chances = pairTerms(counted.lists)
    .filter((pair) => !model.terms.includes(pair))
    .map((pair) => {
      const [overlap, mean] = [counted.shared[pair] ?? 0, expected[pair] ?? 0]
      const chance = Math.min(poissonAtMost(overlap, mean), poissonAtLeast(overlap, mean))
      return { pair, chance: Number(chance.toPrecision(SAME_DIGITS)) }
    })
  return chances
    .filter(({ chance }) => chance < pThreshold)
    .sort((one, other) => one.chance - other.chance)
    .map(({ pair }) => pair)
}

/** Checked one by one, as the first mostly passes. */
function firstAdmissible(
  model: Model,
  pairs: readonly Term[],
  score: (model: Model) => Scored | null,
): Scored | null {
  for (const pair of pairs) {
    const larger = score(withTerm(model, pair))
    if (larger !== null) return larger
  }
  return null
}
