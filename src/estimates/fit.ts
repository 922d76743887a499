/**
 * One log-linear model fitted to one table: the estimate of all persons, those on no list included.
 * Poisson likelihood, extended to terms at minus infinity (design.ts). Pure; a fit holds exact counts and
 * must not leave the process that counted: coefficients and criteria give small counts away.
 */
import type { Solver } from '../attack/solver.ts'
import type { CaptureTable } from './capture-table.ts'
import {
  type Check,
  type Counted,
  checkBySize,
  countedTable,
  type Design,
  designOf,
  parametersOf,
} from './design.ts'
import { existsByProgramme, risesForEver } from './existence.ts'
import type { Model, Term } from './model.ts'
import { climb, type FixedTerm, type Workspace, workspaceFor } from './newton.ts'
import { notConverged, polish } from './polish.ts'

export interface FitOptions {
  /** Decides what the fit itself cannot: whether an estimate exists. */
  readonly solver?: Solver
  /** Interactions held at a given log odds ratio; none of them a term of the model. */
  readonly fixed?: readonly FixedTerm[]
}

/** A model with its criteria, as selection compares it. */
export interface Scored {
  readonly check: 0
  readonly model: Model
  /** All persons: observed and dark figure. */
  readonly estimate: number
  readonly dark: number
  readonly minusInfinite: readonly Term[]
  /** Also those at minus infinity. */
  readonly parameters: number
  readonly deviance: number
  /** Live cells less fitted terms. */
  readonly df: number
  readonly logLikelihood: number
  readonly aic: number
  /** With the logarithm of the observed persons (Rcapture's convention). */
  readonly bic: number
}

export interface Fit extends Scored {
  /** By term; 0 is the intercept, the logarithm of the dark figure. */
  readonly coefficients: ReadonlyMap<Term, number>
  readonly interceptError: number
  /** Expected persons by cell; nought where a term at minus infinity forbids any. */
  readonly expected: Float64Array
}

export interface NoFit {
  readonly check: 1 | 2 | 3
  readonly model: Model
}

export function isFit<Found extends Scored>(found: Found | NoFit): found is Found {
  return found.check === 0
}

/** @throws Problem `estimate.no-persons`, `estimate.existence-undecided`, `estimate.not-converged` */
export function fitModel(table: CaptureTable, model: Model, options: FitOptions = {}): Fit | NoFit {
  const counted = countedTable(table)
  const space = workspaceFor(counted.lists, parametersOf(model))
  const found = scoreModel(counted, model, { ...options, space })
  if (!isFit(found)) return found
  const design = designOf(counted, model)
  const { interceptError } = polish(space, counted, design)
  const coefficients = new Map(Array.from(design.free, (term) => [term, space.beta[term] ?? 0]))
  const expected = space.expected.slice()
  return { ...scored(counted, design, space), coefficients, interceptError, expected }
}

export interface ScoreOptions extends FitOptions {
  /** Reused from fit to fit; afterwards it holds the coefficients and expected counts of this one. */
  readonly space: Workspace
}

/** As `fitModel`, without the last polish: for searches over many models. */
export function scoreModel(
  counted: Counted,
  model: Model,
  { solver, fixed = [], space }: ScoreOptions,
): Scored | NoFit {
  const design = designOf(counted, model)
  const check = settle({ counted, design, fixed }, space, solver)
  return check === 0 ? scored(counted, design, space) : { check, model }
}

interface Settling {
  readonly counted: Counted
  readonly design: Design
  readonly fixed: readonly FixedTerm[]
}

function settle(search: Settling, space: Workspace, solver: Solver | undefined): Check {
  const { counted, design } = search
  const known = checkBySize(counted, design)
  if (known !== null && known !== 0) return known
  if (climb(space, search) === 'converged') return 0
  if (known === null) {
    if (risesForEver(counted, design, space.change)) return 1
    if (!existsByProgramme(counted, design, solver)) return 1
  }
  // There is an estimate, however flat the way to it.
  if (climb(space, { ...search, patient: true }) === 'drifting') throw notConverged(design.model)
  return 0
}

function scored(counted: Counted, design: Design, space: Workspace): Scored {
  const { model, minusInfinite, live, free } = design
  const deviance = devianceOf(counted, design, space)
  const logLikelihood = logLikelihoodOf(counted, design, space)
  const parameters = parametersOf(model)
  const dark = Math.exp(space.beta[0] ?? 0)
  return {
    check: 0,
    model,
    estimate: counted.observed + dark,
    dark,
    minusInfinite,
    parameters,
    deviance,
    df: live.length - free.length,
    logLikelihood,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: Math.log(counted.observed) * parameters - 2 * logLikelihood,
  }
}

function devianceOf({ counts }: Counted, { live }: Design, { expected }: Workspace): number {
  let half = 0
  for (const cell of live) {
    const count = counts[cell] as number
    const mean = expected[cell] as number
    half += mean - count
    if (count > 0) half += count * Math.log(count / mean)
  }
  return Math.max(0, 2 * half)
}

function logLikelihoodOf(
  { counts, logFactorials }: Counted,
  { live }: Design,
  { expected, eta }: Workspace,
): number {
  let sum = -logFactorials
  for (const cell of live) {
    sum += (counts[cell] as number) * (eta[cell] as number) - (expected[cell] as number)
  }
  return sum
}
