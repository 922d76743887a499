/*
 * All ways to an estimate that suit a table (protocol/estimates.md): each fitted once on the table itself, with what a
 * worker needs to repeat it. Assumes a table that was read by table-file.ts. Exact counts: for the counter alone.
 */
import type { Solver } from '../attack/solver.ts'
import { averageByBic, rankByBic } from './bic.ts'
import type { CaptureTable } from './capture-table.ts'
import type { Check } from './design.ts'
import { type Estimator, orNull } from './estimator.ts'
import { type Fit, fitModel, isFit, type Scored } from './fit.ts'
import { allPairs, type Model, mainEffects, modelOf, pairTerms } from './model.ts'
import { MOST_LISTS_IN_FULL } from './model-space.ts'
import { profileInterval } from './profile.ts'
import { stepwiseModel } from './stepwise.ts'
import type { Limits } from './two-lists.ts'

export type Method = 'main-effects' | 'stepwise' | 'bic-pairs' | 'bic-all-orders' | 'bic-average'

export interface Way {
  readonly method: Method
  /** How it is repeated; null where it has no estimate to begin with. */
  readonly estimator: Estimator | null
  readonly model: Model | null
  readonly estimate: number | null
  readonly check: Check | null
  readonly fit: Fit | null
  /** With the model taken as given: too narrow where the table chose it. */
  readonly profile: Limits | null
}

/** Models that compete again in each resample; with up to four lists all do. */
const COMPETING = 20
const ALL_COMPETE = 4

export interface Suite {
  readonly ways: readonly Way[]
  /** The best by BIC, of pairs and of all orders. */
  readonly ranking: readonly Scored[]
  readonly fixed: readonly FixedModel[]
}

export interface FixedModel {
  readonly model: Model
  readonly check: Check
  readonly fit: Fit | null
  readonly profile: Limits | null
}

/**
 * With two lists only main effects, with one none: nothing else has an estimate.
 *
 * @param only `selectors`: without what is for comparison only
 */
export function fitSuite(
  table: CaptureTable,
  solver: Solver,
  only: 'all' | 'selectors' = 'all',
): Suite {
  const lists = table.lists.length
  if (lists < 2) return { ways: [], ranking: [], fixed: [] }
  const main = fixedModel(table, mainEffects(lists), solver)
  const first: Way = {
    method: 'main-effects',
    estimator: main.fit === null ? null : { kind: 'main-effects' },
    estimate: main.fit?.estimate ?? null,
    ...main,
  }
  if (lists === 2) return { ways: [first], ranking: [], fixed: [main] }
  const pairs = rankByBic(table, { order: 2, solver })
  const selectors = [
    first,
    stepwiseWay(table, solver),
    bestWay('bic-pairs', pairs, { table, solver }),
  ]
  if (only === 'selectors') return { ways: selectors, ranking: [], fixed: [] }
  const all =
    lists > 3 && lists <= MOST_LISTS_IN_FULL ? rankByBic(table, { order: 'all', solver }) : null
  const singles = pairTerms(lists).map((pair) => modelOf(lists, [pair]))
  return {
    ways: [
      ...selectors,
      ...(all === null ? [] : [bestWay('bic-all-orders', all, { table, solver })]),
      averageWay(all ?? pairs, lists),
    ],
    ranking: all ?? pairs,
    fixed: [
      main,
      ...[...singles, allPairs(lists)].map((model) => fixedModel(table, model, solver)),
    ],
  }
}

function stepwiseWay(table: CaptureTable, solver: Solver): Way {
  const chosen = orNull(() => stepwiseModel(table, { solver }))
  return wayOf('stepwise', chosen, { kind: 'stepwise' }, { table, solver })
}

interface On {
  readonly table: CaptureTable
  readonly solver: Solver
}

function bestWay(method: Method, ranked: readonly Scored[], on: On): Way {
  const models = competing(ranked, on.table.lists.length)
  return wayOf(method, ranked[0] ?? null, { kind: 'bic', models }, on)
}

function wayOf(method: Method, chosen: Scored | null, estimator: Estimator, on: On): Way {
  if (chosen === null) return nothing(method)
  const { model, fit, profile, check } = fixedModel(on.table, chosen.model, on.solver)
  return { method, model, fit, profile, check, estimate: fit?.estimate ?? null, estimator }
}

function averageWay(ranked: readonly Scored[], lists: number): Way {
  if (ranked.length === 0) return nothing('bic-average')
  // Only those that compete again, so that the estimate is of the same models as its resamples.
  const kept = lists <= ALL_COMPETE ? ranked : ranked.slice(0, COMPETING)
  return {
    ...nothing('bic-average'),
    estimate: averageByBic(kept).estimate,
    check: 0,
    estimator: { kind: 'bic-average', models: competing(ranked, lists) },
  }
}

function nothing(method: Method): Way {
  return {
    method,
    estimator: null,
    model: null,
    estimate: null,
    check: null,
    fit: null,
    profile: null,
  }
}

function competing(ranked: readonly Scored[], lists: number) {
  const kept = lists <= ALL_COMPETE ? ranked : ranked.slice(0, COMPETING)
  return kept.map(({ model }) => model.maximal)
}

function fixedModel(table: CaptureTable, model: Model, solver: Solver): FixedModel {
  const found = orNull(() => fitModel(table, model, { solver }))
  if (found === null) return { model, check: 1, fit: null, profile: null }
  if (!isFit(found)) return { model, check: found.check, fit: null, profile: null }
  const profile = orNull(() => profileInterval(table, model, { solver }))
  const limits = profile?.check === 0 ? { lower: profile.lower, upper: profile.upper } : null
  return { model, check: 0, fit: found, profile: limits }
}
