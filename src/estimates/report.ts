/*
 * What is estimated from a table, put together (protocol/estimates.md): the ways on the table itself, their intervals
 * from resamples, how much hangs on what, and whether it may be published. All of it exact, criteria included, so it is
 * for the counter alone; publishedEstimate makes the form that may leave it.
 */
import type { TableFile } from '../overlap/table-file.ts'
import { type Bootstrapped, intervalAt, type Repeated, trusted } from './bootstrapped.ts'
import type { CaptureTable } from './capture-table.ts'
import { type Descriptive, describeTable } from './descriptive.ts'
import type { Sample } from './estimator.ts'
import { correctedPair, type LinkageBand, type LinkQuality } from './linkage-band.ts'
import { fixedFigures, type ModelFigures, sideFigures, wayFigures } from './model-figures.ts'
import type { Elsewhere, OddsRatioRow, StrataPlan } from './sensitivity.ts'
import { GENERATOR } from './stream.ts'
import type { Suite } from './suite.ts'
import { type Dependence, dependenceTable } from './two-lists.ts'
import {
  headlineOf,
  type Reason,
  reasonsToRefuse,
  type Selected,
  type Warning,
  warningsOf,
} from './verdict.ts'

export interface StrataFigures extends Omit<StrataPlan, 'grouping' | 'estimator'> {
  readonly by: readonly string[]
  /** A model each, or one model with shared interactions. */
  readonly models: 'own' | 'shared-interactions'
  readonly lower: number | null
  readonly upper: number | null
  /** Without strata, by the same selection. */
  readonly pooled: number | null
  readonly bootstrap: Bootstrapped | null
}

export interface LinkageFigures extends LinkQuality {
  readonly bands: Readonly<Record<string, LinkageBand | null>>
  /** Lincoln-Petersen of each pair with the overlap that right links would show. */
  readonly pairs: readonly { readonly lists: readonly string[]; readonly estimate: number | null }[]
}

export interface Sensitivity {
  readonly leaveOneOut: readonly (Elsewhere & { readonly without: string })[]
  readonly merged: readonly Elsewhere[]
  readonly oddsRatios: readonly (OddsRatioRow | Dependence)[]
  readonly strata: readonly StrataFigures[]
  readonly linkage: LinkageFigures | null
  readonly ranking: readonly {
    readonly model: string
    readonly estimate: number
    readonly bic: number
  }[]
}

export interface EstimateReport {
  readonly table: string
  /** What the estimate was made from. */
  readonly data: 'exact-table'
  readonly seed: number
  readonly generator: string
  readonly resamples: number
  readonly observed: number
  readonly descriptive: Descriptive
  readonly models: readonly ModelFigures[]
  readonly selected: readonly Selected[]
  /** The selector to name if only one is named; none where they are too far apart, or nothing is published. */
  readonly headline: string | null
  readonly sensitivity: Sensitivity
  readonly verdict: 'publish' | 'refuse'
  readonly reasons: readonly Reason[]
  readonly warnings: readonly Warning[]
}

/** Replicates are of each way that has an estimator, then of each of the strata. */
export interface Found extends Omit<Repeated, 'cells'> {
  readonly file: TableFile
  readonly table: CaptureTable
  readonly sample: Sample
  readonly suite: Suite
  readonly strata: readonly StrataPlan[]
  readonly sensitivity: Pick<Sensitivity, 'leaveOneOut' | 'merged'> & {
    readonly oddsRatios: readonly OddsRatioRow[]
    readonly linkage: Omit<LinkageFigures, 'pairs'> | null
  }
  readonly seed: number
  readonly resamples: number
}

const RANKED = 10

export function makeReport(found: Found): EstimateReport {
  const { table, suite } = found
  const descriptive = describeTable(table)
  const intervals = intervalsOf(found)
  const models = [
    ...suite.ways.map((way, at) => wayFigures(way, intervals.ways[at] ?? null, table.lists)),
    ...sideFigures(descriptive, table),
    ...suite.fixed.map((one) => fixedFigures(one, table.lists)),
  ]
  const selected = models
    .filter(({ method }) => isSelector(method))
    .map(({ method, model, estimate, lower, upper }) => ({
      selector: method,
      model,
      estimate,
      lower,
      upper,
    }))
  const all = [...intervals.ways, ...intervals.strata]
  const reasons = reasonsToRefuse({
    lists: table.lists.length,
    observed: table.observed,
    onSeveralLists: descriptive.onSeveralLists,
    selected,
    failedShare: Math.max(
      0,
      ...intervals.ways.map((one) => (one === null ? 0 : one.failed / one.resamples)),
    ),
  })
  return {
    table: found.file.id,
    data: 'exact-table',
    seed: found.seed,
    generator: GENERATOR,
    resamples: found.resamples,
    observed: table.observed,
    descriptive,
    models,
    selected,
    headline: reasons.length === 0 ? headlineOf(selected, table.lists.length) : null,
    sensitivity: sensitivityOf(found, descriptive, intervals.strata),
    verdict: reasons.length === 0 ? 'publish' : 'refuse',
    reasons,
    warnings: warningsOf(selected, all, table.lists.length),
  }
}

interface Intervals {
  readonly ways: readonly (Bootstrapped | null)[]
  readonly strata: readonly (Bootstrapped | null)[]
}

/** Places of the replicates are those of the ways that could be repeated, in order. */
function intervalsOf(found: Found): Intervals {
  let place = 0
  const next = (estimate: number | null, isRepeated: boolean) => {
    if (!isRepeated) return null
    const own = place++
    return estimate === null
      ? null
      : intervalAt({ ...found, cells: found.sample.cells }, own, estimate)
  }
  const ways = found.suite.ways.map(({ estimate, estimator }) => next(estimate, estimator !== null))
  return { ways, strata: found.strata.map(({ sum }) => next(sum, true)) }
}

/** The figures of the average and of all orders are for comparison. */
function isSelector(method: string): boolean {
  return method === 'main-effects' || method === 'stepwise' || method === 'bic-pairs'
}

function sensitivityOf(
  found: Found,
  { pairs }: Descriptive,
  intervals: readonly (Bootstrapped | null)[],
): Sensitivity {
  const { suite, sensitivity, strata } = found
  const pooled = suite.ways.find(({ method }) => method === 'stepwise') ?? suite.ways[0]
  const [pair] = pairs
  const isPair = found.table.lists.length === 2 && pair !== undefined
  const { linkage } = sensitivity
  return {
    ...sensitivity,
    linkage: linkage === null ? null : { ...linkage, pairs: correctedPairs(pairs, linkage) },
    oddsRatios: isPair
      ? dependenceTable({ one: pair.n1, other: pair.n2, both: pair.overlap })
      : sensitivity.oddsRatios,
    strata: strata.map(({ grouping, estimator, groups, sum }, at) => {
      const bootstrap = intervals[at] ?? null
      const kept = trusted(bootstrap)
      return {
        by: grouping.attributes,
        models: estimator.joint ? ('shared-interactions' as const) : ('own' as const),
        groups,
        sum,
        lower: kept?.lower ?? null,
        upper: kept?.upper ?? null,
        pooled: pooled?.estimate ?? null,
        bootstrap,
      }
    }),
    ranking: suite.ranking
      .slice(0, RANKED)
      .map(({ model, estimate, bic }) => ({ model: model.written, estimate, bic })),
  }
}

function correctedPairs(
  pairs: Descriptive['pairs'],
  quality: LinkQuality,
): LinkageFigures['pairs'] {
  return pairs.map(({ lists, n1, n2, overlap }) => ({
    lists,
    estimate: correctedPair({ one: n1, other: n2, both: overlap }, quality),
  }))
}
