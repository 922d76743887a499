/**
 * The inner loop of every fit: Newton's method for a Poisson log-linear model (the same iterates as
 * iteratively reweighted least squares, the link being canonical). Assumes a design that is identifiable.
 * Pure but for the workspace, which the caller owns and reuses; holds exact counts.
 *
 * Selection inside a bootstrap makes millions of fits, so this loop is written out on typed arrays where
 * reported fits go through the QR decomposition of ml-matrix (polish.ts). Two facts make it cheap: the
 * predictor is a sum over subsets, the information matrix a sum over supersets (entry of terms a, b: all
 * expected persons on a and b), so both are k passes of additions and no design matrix is ever built. As
 * the gradient is exact at every step, the end point is as good as that of QR.
 */
import type { Counted, Design } from './design.ts'
import type { Term } from './model.ts'
import { sumSubsets, sumSupersets } from './subset-sums.ts'

export interface Workspace {
  readonly beta: Float64Array
  readonly eta: Float64Array
  readonly expected: Float64Array
  readonly sums: Float64Array
  readonly change: Float64Array
  readonly step: Float64Array
  readonly factor: Float64Array
  /** Sum of expected minus sum of shared times coefficient: minus the log-likelihood, without constants. */
  objective: number
}

export interface FixedTerm {
  readonly term: Term
  /** Log odds ratio. */
  readonly value: number
}

/** `drifting`: the likelihood hardly rises and the parameters still run: there may be no estimate. */
export type Outcome = 'converged' | 'drifting'

const MOST_STEPS = 200
const MOST_HALVINGS = 40
/** Pivots below this share of their diagonal count as nought. */
const WEAK_PIVOT = 1e-11
/** The predictor moved less than this in a full Newton step: convergence being quadratic, what is left is its square. */
const SETTLED = 1e-6
const LARGE_MOVE = 0.3
const SMALL_GAIN = 1e-10

export function workspaceFor(lists: number, parameters: number): Workspace {
  const cells = 2 ** lists
  return {
    beta: new Float64Array(cells),
    eta: new Float64Array(cells),
    expected: new Float64Array(cells),
    sums: new Float64Array(cells),
    change: new Float64Array(cells),
    step: new Float64Array(parameters),
    factor: new Float64Array(parameters * parameters),
    objective: Number.POSITIVE_INFINITY,
  }
}

export interface Search {
  readonly counted: Counted
  readonly design: Design
  readonly fixed?: readonly FixedTerm[]
  /** Go on although the fit seems to drift: the estimate is known to exist. */
  readonly patient?: boolean
}

/** Fits into the workspace: coefficients in `beta` and expected counts in `expected`, by mask. */
export function climb(space: Workspace, search: Search): Outcome {
  const { design, patient = false } = search
  if (!begin(space, search)) return 'drifting'
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    space.sums.set(space.expected)
    sumSupersets(space.sums)
    for (let at = 0; at < design.free.length; at++) {
      const term = design.free[at] as number
      space.step[at] = (search.counted.shared[term] as number) - (space.sums[term] as number)
    }
    if (!solve(space, design.free)) return 'drifting'
    const move = spread(space, design)
    const before = space.objective
    if (!advance(space, search)) return move < SETTLED * 100 ? 'converged' : 'drifting'
    if (move < SETTLED) return 'converged'
    const gain = before - space.objective
    if (!patient && move > LARGE_MOVE && gain < SMALL_GAIN * (Math.abs(before) + 1)) {
      return 'drifting'
    }
  }
  return 'drifting'
}

/** The first step of least squares, from log(count + 0.5). */
function begin(space: Workspace, search: Search): boolean {
  const { counted, design } = search
  const { beta, expected, sums, change } = space
  expected.fill(0)
  change.fill(0)
  beta.fill(0)
  for (const { term, value } of search.fixed ?? []) beta[term] = value
  space.eta.set(beta)
  sumSubsets(space.eta)
  for (const cell of design.live) {
    const count = counted.counts[cell] as number
    const start = count + 0.5
    expected[cell] = start
    change[cell] = start * (Math.log(start) - (space.eta[cell] as number)) - 0.5
  }
  sumSupersets(change)
  for (let at = 0; at < design.free.length; at++) {
    space.step[at] = change[design.free[at] as number] as number
  }
  sums.set(expected)
  sumSupersets(sums)
  if (!solve(space, design.free)) return false
  space.objective = Number.POSITIVE_INFINITY
  spread(space, design)
  return advance(space, search)
}

/** The change of the predictor that the step makes; returns the largest on a live cell. */
function spread(space: Workspace, design: Design): number {
  const { change, step } = space
  change.fill(0)
  for (let at = 0; at < design.free.length; at++)
    change[design.free[at] as number] = step[at] as number
  sumSubsets(change)
  let most = 0
  for (const cell of design.live) most = Math.max(most, Math.abs(change[cell] as number))
  return most
}

/** Takes the step, halved until the likelihood does not fall. False when no part of it helps. */
function advance(space: Workspace, search: Search): boolean {
  const { design, counted } = search
  const { eta, change, expected, beta, step } = space
  const allowed = space.objective + 1e-13 * Math.abs(space.objective)
  for (let share = 1, halvings = 0; halvings < MOST_HALVINGS; halvings++, share /= 2) {
    let objective = 0
    for (const cell of design.live) {
      const predictor = (eta[cell] as number) + share * (change[cell] as number)
      const mean = Math.exp(predictor)
      expected[cell] = mean
      objective += mean - (counted.counts[cell] as number) * predictor
    }
    if (!(objective <= allowed)) continue
    for (let cell = 0; cell < eta.length; cell++) {
      eta[cell] = (eta[cell] as number) + share * (change[cell] as number)
    }
    for (let at = 0; at < design.free.length; at++) {
      const term = design.free[at] as number
      beta[term] = (beta[term] as number) + share * (step[at] as number)
    }
    space.objective = objective
    return true
  }
  for (const cell of design.live) expected[cell] = Math.exp(eta[cell] as number)
  return false
}

/** Solves the normal equations in place by Cholesky; false at a pivot that is nought to rounding. */
function solve(space: Workspace, free: Int32Array): boolean {
  const { factor, sums, step } = space
  const size = free.length
  for (let row = 0; row < size; row++) {
    const term = free[row] as number
    for (let column = 0; column <= row; column++) {
      let value = sums[term | (free[column] as number)] as number
      for (let at = 0; at < column; at++) {
        value -= (factor[row * size + at] as number) * (factor[column * size + at] as number)
      }
      if (column < row) {
        factor[row * size + column] = value / (factor[column * size + column] as number)
      } else {
        if (!(value > WEAK_PIVOT * (sums[term] as number))) return false
        factor[row * size + row] = Math.sqrt(value)
      }
    }
  }
  return substitute(factor, step, size)
}

function substitute(factor: Float64Array, step: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    let value = step[row] as number
    for (let at = 0; at < row; at++)
      value -= (factor[row * size + at] as number) * (step[at] as number)
    step[row] = value / (factor[row * size + row] as number)
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = step[row] as number
    for (let at = row + 1; at < size; at++) {
      value -= (factor[at * size + row] as number) * (step[at] as number)
    }
    step[row] = value / (factor[row * size + row] as number)
  }
  return true
}
