/*
 * The ways to an estimate that are repeated on resampled and disturbed tables, as data that can go to a worker. A
 * selector chooses its model anew on every table: an interval that keeps the model is too narrow (Silverman, Chan and
 * Vincent 2024). Exact counts in, an estimate out: for the counter alone.
 */

import type { Solver } from '../attack/solver.ts'
import { isProblem } from '../base/problem.ts'
import { averageByBic, bestByBic, rankByBic } from './bic.ts'
import type { CaptureTable } from './capture-table.ts'
import { fitModel, isFit } from './fit.ts'
import { fitJointly } from './joint-fit.ts'
import { type Model, mainEffects, modelOf, type Term } from './model.ts'
import { stepwiseModel } from './stepwise.ts'
import { groupTables, pooledTable, type StratumCell } from './strata.ts'

export type Estimator =
  | { readonly kind: 'main-effects' }
  | { readonly kind: 'stepwise' }
  /** The best, or the average, of the models named by their maximal terms. */
  | { readonly kind: 'bic' | 'bic-average'; readonly models: readonly (readonly Term[])[] }
  /** Summed over groups of strata, each with a model of its own, or all with shared interactions. */
  | {
      readonly kind: 'strata'
      readonly groups: number
      readonly groupOf: readonly number[]
      readonly joint: boolean
    }

/** What is resampled: the persons of a table, by stratum and lists. */
export interface Sample {
  readonly lists: readonly string[]
  readonly cells: readonly StratumCell[]
}

/** Every estimator on one table; null where it has no estimate. Models are made once for many tables. */
export type Estimate = (sample: Sample) => (number | null)[]

export function estimateBy(
  estimators: readonly Estimator[],
  lists: number,
  solver: Solver,
): Estimate {
  const ways = estimators.map((estimator) => wayOf(estimator, lists, solver))
  return (sample) => {
    const pooled = pooledTable(sample)
    return ways.map((way) => orNull(() => way(pooled, sample)))
  }
}

type Way = (pooled: CaptureTable, sample: Sample) => number | null

function wayOf(estimator: Estimator, lists: number, solver: Solver): Way {
  switch (estimator.kind) {
    case 'main-effects':
      return (pooled) => fitted(pooled, mainEffects(lists), solver)
    case 'stepwise':
      return (pooled) => stepwiseModel(pooled, { solver })?.estimate ?? null
    case 'bic': {
      const among = modelsOf(estimator.models, lists)
      return (pooled) => bestByBic(pooled, { among, solver })?.estimate ?? null
    }
    case 'bic-average': {
      const among = modelsOf(estimator.models, lists)
      return (pooled) => averageByBic(rankByBic(pooled, { among, solver })).estimate
    }
    case 'strata':
      return (pooled, sample) => sumOverStrata(estimator, { pooled, sample, solver })
  }
}

/** Simplest first, as searches want them; of equal BIC the simplest wins. */
function modelsOf(maximal: readonly (readonly Term[])[], lists: number): Model[] {
  const models = maximal.map((terms) => modelOf(lists, terms))
  return models.sort((one, other) => one.terms.length - other.terms.length)
}

function fitted(table: CaptureTable, model: Model, solver: Solver): number | null {
  const fit = fitModel(table, model, { solver })
  return isFit(fit) ? fit.estimate : null
}

/** The estimate of each group of strata; null where one has none. */
export function estimateStrata(
  { groups, groupOf, joint }: Extract<Estimator, { kind: 'strata' }>,
  { pooled, sample, solver }: { pooled: CaptureTable; sample: Sample; solver: Solver },
): number[] | null {
  const tables = groupTables(sample, { groups, groupOf })
  if (!joint) {
    const estimates = tables.map((table) => stepwiseModel(table, { solver })?.estimate ?? null)
    return estimates.some((estimate) => estimate === null) ? null : (estimates as number[])
  }
  const chosen = stepwiseModel(pooled, { solver })
  const unseen = chosen === null ? null : fitJointly(tables, chosen.model)
  return unseen?.map((count, at) => count + (tables[at]?.observed ?? 0)) ?? null
}

function sumOverStrata(
  estimator: Extract<Estimator, { kind: 'strata' }>,
  on: { pooled: CaptureTable; sample: Sample; solver: Solver },
): number | null {
  return estimateStrata(estimator, on)?.reduce((sum, estimate) => sum + estimate, 0) ?? null
}

/** A table on which a fit is refused has no estimate; anything else that is thrown is a fault. */
export function orNull<T>(work: () => T | null): T | null {
  try {
    const found = work()
    return typeof found === 'number' && !Number.isFinite(found) ? null : found
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}
