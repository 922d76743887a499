import type { Solver } from '../attack/solver.ts'
import { Problem } from '../base/problem.ts'
import type { Sample } from '../estimates/estimator.ts'
import { type LinkQuality, linkageBand, linkErrorsOf } from '../estimates/linkage-band.ts'
import { type EstimateReport, type Found, makeReport } from '../estimates/report.ts'
import { fixOddsRatios, leaveOneOut, mergeSmallest, planStrata } from '../estimates/sensitivity.ts'
import { groupingsOf, pooledTable, stratify } from '../estimates/strata.ts'
import { fitSuite, type Suite } from '../estimates/suite.ts'
import type { TableFile } from '../overlap/table-file.ts'
import type { EstimatePool } from './estimate-pool.ts'

export interface EstimateOptions {
  readonly solver: Solver
  readonly pool: EstimatePool
  readonly seed: number
  readonly resamples: number
  /** As measured; without it there is no band of linking errors. */
  readonly linkQuality: LinkQuality | null
  /** `selectors`: what may be published and no more, without sensitivity. */
  readonly only?: 'selectors'
  readonly report: (step: string, done: number, total: number) => void
}

/** As many as can be drawn anew in a bearable time, and more than any country's registers of one harm hold. */
const MOST_PERSONS = 1e8

/** Tables with linking errors that the band of linking errors rests on. */
const DISTURBED = 200

/** All that can be estimated from a table (protocol/estimates.md); resamples go through workers. */
export async function estimateTable(
  file: TableFile,
  options: EstimateOptions,
): Promise<EstimateReport> {
  const { solver, seed, resamples, report } = options
  const stratified = stratify(file)
  const sample: Sample = { lists: stratified.lists, cells: stratified.cells }
  const table = pooledTable(sample)
  if (table.observed > MOST_PERSONS) throw tooManyPersons(file.id)
  report('models', 0, 1)
  const suite = fitSuite(table, solver, options.only)
  const strata =
    suite.ways.length === 0
      ? []
      : groupingsOf(stratified).map((grouping) =>
          planStrata(grouping, { pooled: table, sample, solver }),
        )
  const estimators = [
    ...suite.ways.flatMap(({ estimator }) => (estimator === null ? [] : [estimator])),
    ...strata.map(({ estimator }) => estimator),
  ]
  const repeat = (kind: 'resample' | 'leave-out', step: string, count: number) =>
    options.pool.replicate({ sample, estimators, seed, disturbance: { kind } }, count, (done) =>
      report(step, done, count),
    )
  const found = { file, table, sample, suite, strata, seed, resamples }
  const repeated = estimators.length > 0 && resamples > 0
  const leftOut = await repeat('leave-out', 'persons left out', repeated ? sample.cells.length : 0)
  const resampled = await repeat('resample', 'resamples', repeated ? resamples : 0)
  const sensitivity =
    options.only === 'selectors'
      ? nothing
      : {
          leaveOneOut: leaveOneOut(table, solver),
          merged: mergeSmallest(table, solver),
          oddsRatios: fixOddsRatios(table, solver),
          linkage: await linkageOf(sample, suite, options),
        }
  return makeReport({ ...found, sensitivity, resampled, leftOut })
}

const nothing = { leaveOneOut: [], merged: [], oddsRatios: [], linkage: null }

function tooManyPersons(table: string): Problem {
  return new Problem({
    code: 'estimate.too-many-persons',
    what: 'A table to estimate from holds more than 100 million persons',
    where: table,
    remedy: 'Check the counts: each person is counted once.',
  })
}

async function linkageOf(
  sample: Sample,
  { ways }: Suite,
  { linkQuality, pool, seed, report }: EstimateOptions,
): Promise<Found['sensitivity']['linkage']> {
  if (linkQuality === null) return null
  const repeated = ways.flatMap(({ method, estimate, estimator }) =>
    estimate === null || estimator === null ? [] : [{ method, estimate, estimator }],
  )
  const task = {
    sample,
    seed,
    estimators: repeated.map(({ estimator }) => estimator),
    disturbance: { kind: 'link-errors', name: 'band', errors: linkErrorsOf(sample, linkQuality) },
  } as const
  const count = repeated.length === 0 ? 0 : DISTURBED
  const disturbed = await pool.replicate(task, count, (done) =>
    report('linking errors', done, count),
  )
  const bands = repeated.map(({ method, estimate }, at) => {
    const values = disturbed.map((row) => row[at] ?? null)
    return [method, linkageBand(estimate, values)] as const
  })
  return { ...linkQuality, bands: Object.fromEntries(bands) }
}
