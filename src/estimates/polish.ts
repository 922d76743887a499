/**
 * The last steps of a fit that is reported: iteratively reweighted least squares with the QR decomposition
 * of ml-matrix, from where the inner loop (newton.ts) ended, and the standard error of the intercept.
 * Assumes that the estimate exists; pure but for the workspace; holds exact counts.
 */
import { Matrix, QrDecomposition } from 'ml-matrix'
import { Problem } from '../base/problem.ts'
import type { Counted, Design } from './design.ts'
import type { Model } from './model.ts'
import type { Workspace } from './newton.ts'
import { sumSubsets } from './subset-sums.ts'

export interface Polished {
  readonly interceptError: number
}

/** Diagonals of R below this share of the largest are nought: the rank tolerance of R's glm. */
const RANK_TOLERANCE = 1e-11
const SETTLED = 1e-9
const MOST_STEPS = 10

/** @throws Problem `estimate.not-converged` */
export function polish(space: Workspace, counted: Counted, design: Design): Polished {
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const qr = new QrDecomposition(weighted(space, design))
    const upper = qr.upperTriangularMatrix
    if (!isFullRank(upper)) break
    const moved = takeStep(space, design, qr.solve(residuals(space, counted, design)))
    if (moved < SETTLED) return { interceptError: errorOfIntercept(upper) }
  }
  throw notConverged(design.model)
}

export function notConverged(model: Model): Problem {
  return new Problem({
    code: 'estimate.not-converged',
    what: 'A model could not be fitted to the precision that results are given in',
    where: `model ${model.written}`,
    remedy: 'Merge lists that share few persons, or choose a model with fewer interactions.',
  })
}

function weighted(space: Workspace, { live, free }: Design): Matrix {
  const rows = new Matrix(live.length, free.length)
  for (const [row, cell] of live.entries()) {
    const weight = Math.sqrt(space.expected[cell] ?? 0)
    for (const [column, term] of free.entries()) {
      if ((cell & term) === term) rows.set(row, column, weight)
    }
  }
  return rows
}

function residuals(space: Workspace, { counts }: Counted, { live }: Design): Matrix {
  const scaled = Array.from(live, (cell) => {
    const mean = space.expected[cell] ?? 0
    return ((counts[cell] ?? 0) - mean) / Math.sqrt(mean)
  })
  return Matrix.columnVector(scaled)
}

/** Returns the largest change of the predictor on a live cell. */
function takeStep(space: Workspace, { live, free }: Design, step: Matrix): number {
  const { beta, eta, expected, change } = space
  change.fill(0)
  for (const [at, term] of free.entries()) {
    change[term] = step.get(at, 0)
    beta[term] = (beta[term] ?? 0) + step.get(at, 0)
  }
  sumSubsets(change)
  for (const cell of eta.keys()) eta[cell] = (eta[cell] ?? 0) + (change[cell] ?? 0)
  for (const cell of live) expected[cell] = Math.exp(eta[cell] ?? 0)
  return live.reduce((most, cell) => Math.max(most, Math.abs(change[cell] ?? 0)), 0)
}

function isFullRank(upper: Matrix): boolean {
  const diagonal = upper.diagonal().map(Math.abs)
  return Math.min(...diagonal) > RANK_TOLERANCE * Math.max(...diagonal)
}

/** The first diagonal element of (R'R) inverse is the square of R' inverse times the first unit vector. */
function errorOfIntercept(upper: Matrix): number {
  const solved: number[] = []
  for (let row = 0; row < upper.columns; row++) {
    let value = row === 0 ? 1 : 0
    for (let at = 0; at < row; at++) value -= upper.get(at, row) * (solved[at] ?? 0)
    solved.push(value / upper.get(row, row))
  }
  return Math.hypot(...solved)
}
