/**
 * Whether an (extended) maximum-likelihood estimate exists (Fienberg & Rinaldo 2012): exactly when some
 * table with a positive count in every live cell has the observed sums. Pure; holds exact counts.
 *
 * Three answers, the cheapest first. A fit that settled is such a table itself. Where the fit drifts, its
 * last step, rounded to whole numbers, mostly is a direction in which the likelihood rises for ever; that
 * it is one is then verified in whole numbers. What is left goes to a linear programme.
 */

import type { Programme, Row, Solver } from '../attack/solver.ts'
import { Problem } from '../base/problem.ts'
import type { Counted, Design } from './design.ts'
import type { Model } from './model.ts'
import { sumSubsets, undoSubsets } from './subset-sums.ts'

/** Whole-number multiples of the step that are tried: vanishing cells mostly fall by one per step. */
const MULTIPLES = [1, 2, 3, 4, 6]

/** @param drift the last change of the predictor in a drifting fit, by cell: sums over terms */
export function risesForEver(counted: Counted, design: Design, drift: Float64Array): boolean {
  const step = Float64Array.from(drift)
  undoSubsets(step)
  return MULTIPLES.some((multiple) => {
    const direction = step.map((value) => Math.round(value * multiple))
    sumSubsets(direction)
    return recedes(counted, design, direction)
  })
}

/** No cell rises, no cell with persons moves, and some cell falls. */
function recedes({ counts }: Counted, { live }: Design, direction: Float64Array): boolean {
  let falls = false
  for (const cell of live) {
    const move = direction[cell] ?? 0
    if (move > 0 || (move < 0 && counts[cell] !== 0)) return false
    if (move < 0) falls = true
  }
  return falls
}

/** The optimum is a ratio of determinants of small whole numbers: nought, or far above the solver's tolerance. */
const NOUGHT = 1e-6

/** @throws Problem `estimate.existence-undecided` */
export function existsByProgramme(
  counted: Counted,
  design: Design,
  solver: Solver | undefined,
): boolean {
  const solved = solver?.(programmeOf(counted, design))
  if (solved?.status !== 'optimal') throw undecided(design.model)
  return solved.value > NOUGHT
}

/**
 * Greatest s such that the observed sums are those of a table with s or more in every live cell. What a
 * cell has above s is a variable, so that all variables are from nought on; s is the last.
 */
function programmeOf({ shared }: Counted, { free, live }: Design): Programme {
  const last = live.length
  const rows: Row[] = Array.from(free, (term) => {
    const within = Array.from(live.keys()).filter((at) => ((live[at] ?? 0) & term) === term)
    const sum = shared[term] ?? 0
    const terms = [...within.map((at) => [at, 1] as const), [last, within.length] as const]
    return { terms, low: sum, high: sum }
  })
  return { variables: last + 1, rows, objective: [[last, 1]], sense: 'max', integer: false }
}

function undecided(model: Model): Problem {
  return new Problem({
    code: 'estimate.existence-undecided',
    what: 'Whether a model has an estimate at all could not be decided',
    where: `model ${model.written}`,
    remedy: 'Merge lists that share few persons, or choose a model with fewer interactions.',
  })
}
