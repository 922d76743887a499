/**
 * Models compared by the Bayesian information criterion: ranked, the best alone (for resamples), and
 * averaged. Only models with an estimate (check 0) take part. Pure; holds exact counts.
 */

import type { Solver } from '../attack/solver.ts'
import { Problem } from '../base/problem.ts'
import type { CaptureTable } from './capture-table.ts'
import { type Counted, countedTable, parametersOf } from './design.ts'
import { isFit, type NoFit, type Scored, scoreModel } from './fit.ts'
import { allPairs, type Model } from './model.ts'
import {
  MOST_LISTS_IN_FULL,
  modelSpace,
  neighbours,
  type Order,
  startingModels,
} from './model-space.ts'
import { type Workspace, workspaceFor } from './newton.ts'

export interface RankOptions {
  /** Pairs unless told. */
  readonly order?: Order
  /** Only these compete, simplest first; for resamples, so that the models are named once. */
  readonly among?: readonly Model[]
  readonly solver?: Solver
}

/** Remembers what it scored: searches meet the same models again. */
type Judge = (model: Model) => Scored | NoFit

/**
 * Every admissible model, the best first; equal ones, the simplest first. From six lists those that
 * downhill searches from several starts came by, which is not every one.
 */
export function rankByBic(table: CaptureTable, options: RankOptions = {}): Scored[] {
  const counted = countedTable(table)
  const { order = 2, among, solver } = options
  const judge = judgeOf(counted, solver)
  const models = among ?? candidates(counted.lists, order, judge)
  const found = models.map(judge).filter(isFit)
  return found.sort((one, other) => one.bic - other.bic)
}

/** The first of `rankByBic`, or null where no model has an estimate; does not fit what cannot win. */
export function bestByBic(table: CaptureTable, options: RankOptions = {}): Scored | null {
  const counted = countedTable(table)
  const { order = 2, among, solver } = options
  if (among === undefined && counted.lists > MOST_LISTS_IN_FULL) {
    return rankByBic(table, options)[0] ?? null
  }
  const models = among ?? modelSpace(counted.lists, order)
  return boundedBest(counted, models, judgeOf(counted, solver))
}

/**
 * No model fits better than the saturated one, nor a model of pairs better than all pairs together, and
 * each parameter costs log n: from some size on nothing can beat the best so far.
 */
function boundedBest(counted: Counted, models: readonly Model[], judge: Judge): Scored | null {
  const price = Math.log(counted.observed)
  const ceiling = ceilingOf(counted, models, judge)
  let best: Scored | null = null
  for (const model of models) {
    const least = price * parametersOf(model) - 2 * ceiling
    if (best !== null && least >= best.bic) continue
    const found = judge(model)
    if (isFit(found) && (best === null || found.bic < best.bic)) best = found
  }
  return best
}

/** The log-likelihood that no model can exceed. */
function ceilingOf(counted: Counted, models: readonly Model[], judge: Judge): number {
  const pairs = allPairs(counted.lists)
  const onlyPairs = models.every((model) =>
    model.maximal.every((term) => pairs.terms.includes(term)),
  )
  const found = onlyPairs && counted.lists > 2 ? judge(pairs) : null
  if (found !== null && isFit(found)) return found.logLikelihood + SLACK
  let sum = -counted.logFactorials
  for (const count of counted.counts) if (count > 0) sum += count * Math.log(count) - count
  return sum
}

/** Rounding must not cut off a model that ties. */
const SLACK = 1e-6

function judgeOf(counted: Counted, solver: Solver | undefined): Judge {
  const known = new Map<string, Scored | NoFit>()
  let space: Workspace = workspaceFor(counted.lists, 1)
  return (model) => {
    const old = known.get(model.written)
    if (old !== undefined) return old
    const parameters = parametersOf(model)
    if (parameters > space.step.length) space = workspaceFor(counted.lists, parameters)
    const found = scoreModel(counted, model, { space, ...(solver === undefined ? {} : { solver }) })
    known.set(model.written, found)
    return found
  }
}

function candidates(lists: number, order: Order, judge: Judge): Model[] {
  if (lists <= MOST_LISTS_IN_FULL) return modelSpace(lists, order)
  const met = new Map<string, Model>()
  const bicOf = (model: Model) => {
    met.set(model.written, model)
    const found = judge(model)
    return isFit(found) ? found.bic : Number.POSITIVE_INFINITY
  }
  for (const start of startingModels(lists)) descend(start, order, bicOf)
  return [...met.values()].sort((one, other) => one.terms.length - other.terms.length)
}

/** To the best neighbour while it is better. */
function descend(start: Model, order: Order, bicOf: (model: Model) => number): void {
  let here = start
  let height = bicOf(here)
  for (;;) {
    let best: Model | null = null
    for (const model of neighbours(here, order)) {
      const bic = bicOf(model)
      if (bic < height) [best, height] = [model, bic]
    }
    if (best === null) return
    here = best
  }
}

export interface Averaged {
  readonly estimate: number
  readonly dark: number
  /** The share of each model, the largest first. */
  readonly weights: readonly { readonly model: Model; readonly weight: number }[]
}

/**
 * Dark figures averaged with weights exp(-BIC/2), near to posterior probabilities under equal prior ones
 * (Raftery 1995): one figure that hangs on no selection.
 * @throws Problem `estimate.no-admissible-model`
 */
export function averageByBic(ranked: readonly Scored[]): Averaged {
  const [best] = ranked
  if (best === undefined) throw noAdmissibleModel()
  const least = Math.min(...ranked.map(({ bic }) => bic))
  const shares = ranked.map(({ bic }) => Math.exp((least - bic) / 2))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const weights = ranked.map(({ model }, at) => ({ model, weight: (shares[at] ?? 0) / total }))
  const dark = ranked.reduce((sum, fit, at) => sum + ((shares[at] ?? 0) / total) * fit.dark, 0)
  return { estimate: best.estimate - best.dark + dark, dark, weights }
}

export function noAdmissibleModel(): Problem {
  return new Problem({
    code: 'estimate.no-admissible-model',
    what: 'No model has an estimate: too few persons stand on two lists or more',
    remedy: 'Merge lists that share few persons, or publish only the persons observed.',
  })
}
