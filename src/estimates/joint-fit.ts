/*
 * One log-linear model of several strata: each stratum has its own size and its own chance of each list, and all share
 * the interactions of lists. For strata too small for a model of their own (statistics of Cruyff, van Dijk and van der
 * Heijden 2017). Assumes that the interactions are alike in all strata. Exact counts, for the counter alone.
 *
 * Poisson likelihood by Newton's method, steps halved until the likelihood does not fall. What has nobody, a list in a
 * stratum or an interaction in all, is at minus infinity: its cells leave the fit, as in design.ts.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import type { CaptureTable } from './capture-table.ts'
import { sharedBy } from './capture-table.ts'
import { type Model, sizeOf, type Term } from './model.ts'

/** A cell, and the parameters that add up to its predictor. */
interface Row {
  readonly active: readonly number[]
  readonly count: number
}

interface Layout {
  readonly rows: readonly Row[]
  readonly parameters: number
  /** The places of the intercepts, a stratum each. */
  readonly intercepts: readonly number[]
}

const MOST_STEPS = 60
const MOST_HALVINGS = 30
const SETTLED = 1e-8

/** The unseen of each stratum; null where the model has no estimate. */
export function fitJointly(strata: readonly CaptureTable[], model: Model): number[] | null {
  const layout = layOut(strata, model)
  const coefficients = climb(layout)
  return coefficients === null
    ? null
    : layout.intercepts.map((place) => Math.exp(coefficients[place] ?? 0))
}

function layOut(strata: readonly CaptureTable[], model: Model): Layout {
  const shares = strata.map(sharedBy)
  const interactions = model.terms.filter((term) => sizeOf(term) > 1)
  const sharedByAll = (term: Term) => shares.reduce((sum, shared) => sum + (shared[term] ?? 0), 0)
  const empty = interactions.filter((term) => sharedByAll(term) === 0)
  const free = interactions.filter((term) => sharedByAll(term) > 0)
  const rows: Row[] = []
  const intercepts: number[] = []
  let parameters = free.length
  for (const [at, table] of strata.entries()) {
    const lists = model.terms.filter((term) => sizeOf(term) === 1)
    const [own, absent] = [
      lists.filter((term) => (shares[at]?.[term] ?? 0) > 0),
      lists.filter((term) => shares[at]?.[term] === 0),
    ]
    const intercept = parameters
    intercepts.push(intercept)
    parameters += 1 + own.length
    for (const [mask, count] of table.counts.entries()) {
      const within = (term: Term) => (mask & term) === term
      if (mask === 0 || absent.some(within) || empty.some(within)) continue
      const active = [intercept]
      for (const [place, term] of own.entries())
        if (within(term)) active.push(intercept + 1 + place)
      for (const [place, term] of free.entries()) if (within(term)) active.push(place)
      rows.push({ active, count })
    }
  }
  return { rows, parameters, intercepts }
}

/** Coefficients, or null where the steps do not settle: then there is no estimate, or not one. */
function climb({ rows, parameters }: Layout): Float64Array | null {
  let coefficients = new Float64Array(parameters)
  const start = rows.map(({ count }) => count + 0.5)
  const first = stepFrom(rows, parameters, start, (row, at) => {
    const weight = start[at] ?? 0
    return weight * Math.log(weight) + row.count - weight
  })
  if (first === null) return null
  coefficients = first
  let height = heightAt(rows, coefficients)
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const means = rows.map((row) => Math.exp(predictor(row, coefficients)))
    const step = stepFrom(rows, parameters, means, (row, at) => row.count - (means[at] ?? 0))
    if (step === null) return null
    const move = Math.max(...rows.map((row) => Math.abs(predictor(row, step))))
    const next = advance(rows, { coefficients, step, height })
    if (next === null) return move < SETTLED * 100 ? coefficients : null
    coefficients = next.coefficients
    height = next.height
    if (move < SETTLED) return coefficients
  }
  return null
}

function predictor({ active }: Row, coefficients: Float64Array): number {
  let sum = 0
  for (const place of active) sum += coefficients[place] ?? 0
  return sum
}

/** The log-likelihood, without its constants. */
function heightAt(rows: readonly Row[], coefficients: Float64Array): number {
  let sum = 0
  for (const row of rows) {
    const eta = predictor(row, coefficients)
    sum += row.count * eta - Math.exp(eta)
  }
  return sum
}

interface Position {
  readonly coefficients: Float64Array<ArrayBuffer>
  readonly height: number
}

function advance(
  rows: readonly Row[],
  { coefficients, step, height }: Position & { readonly step: Float64Array },
): Position | null {
  for (let share = 1, halvings = 0; halvings < MOST_HALVINGS; halvings++, share /= 2) {
    const moved = coefficients.map((value, at) => value + share * (step[at] ?? 0))
    const reached = heightAt(rows, moved)
    if (reached >= height - 1e-13 * Math.abs(height))
      return { coefficients: moved, height: reached }
  }
  return null
}

/** The normal equations with these weights; null where they have no single solution. */
function stepFrom(
  rows: readonly Row[],
  parameters: number,
  weights: readonly number[],
  residual: (row: Row, at: number) => number,
): Float64Array<ArrayBuffer> | null {
  const information = Matrix.zeros(parameters, parameters)
  const right = Matrix.zeros(parameters, 1)
  for (const [at, row] of rows.entries()) {
    const own = residual(row, at)
    for (const one of row.active) {
      right.set(one, 0, right.get(one, 0) + own)
      for (const other of row.active) {
        information.set(one, other, information.get(one, other) + (weights[at] ?? 0))
      }
    }
  }
  const factor = new CholeskyDecomposition(information)
  if (!factor.isPositiveDefinite() || !isWellPosed(factor.lowerTriangularMatrix, information))
    return null
  return Float64Array.from(factor.solve(right).to1DArray())
}

/** Pivots that are nought to rounding stand for parameters that the cells do not tell apart. */
const WEAK_PIVOT = 1e-11

function isWellPosed(lower: Matrix, information: Matrix): boolean {
  return information.diagonal().every((value, at) => lower.get(at, at) ** 2 > WEAK_PIVOT * value)
}
