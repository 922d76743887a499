/**
 * The estimate of one year as it may be published (protocol/estimates.md, In a round): refused below the
 * floors without being made, else rounded as was agreed, and refused where a small count could still be
 * computed from it by who knows all others. Exact counts come in and never leave.
 */
import { attackEstimate } from '../attack/estimate-inversion.ts'
import type { GateCheck } from '../attack/gate.ts'
import { LEAST_WIDTH } from '../attack/pass-rule.ts'
import type { Solver } from '../attack/solver.ts'
import { isProblem } from '../base/problem.ts'
import { captureTable } from '../estimates/capture-table.ts'
import { publishedEstimate } from '../estimates/published.ts'
import type { EstimateReport } from '../estimates/report.ts'
import { fitSuite } from '../estimates/suite.ts'
import { headlineOf, type Reason, type Selected } from '../estimates/verdict.ts'
import type { TableFile } from '../overlap/table-file.ts'
import type { PublishedEstimate } from '../release/estimate.ts'
import type { EstimatePool } from '../work/estimate-pool.ts'
import { estimateTable } from '../work/estimate-table.ts'
import type { YearTable } from './capture-tables.ts'
import { type CountsTried, tryCounts } from './try-counts.ts'

export interface EstimateBy {
  readonly solver: Solver
  readonly pool: EstimatePool
  readonly seed: number
  readonly resamples: number
  /** Significant digits, as agreed: a number that depended on the counts would tell of them. */
  readonly digits: number
  /** Counts below this are small. */
  readonly threshold: number
}

interface YearEstimate {
  /** One, or one of each way to choose a model where these are too far apart for one. */
  readonly rows: readonly PublishedEstimate[]
  /** Null: nothing that could be attacked. */
  readonly check: GateCheck | null
}

/** Fewer lists cannot show how they depend on each other. */
const FEWEST_LISTS = 3
const FEWEST_ON_SEVERAL = 10

export async function estimateYear(
  { year, reporters, table }: YearTable,
  by: EstimateBy,
): Promise<YearEstimate> {
  if (reporters < FEWEST_LISTS) return refused(year, [{ code: 'estimate.few-lists' }])
  if (onSeveral(table) < FEWEST_ON_SEVERAL)
    return refused(year, [{ code: 'estimate.few-overlaps' }])
  // That somebody had no reports at all is not to be seen: the reason is that of any table without an interval.
  if (table.lists.length < FEWEST_LISTS) return refused(year, [{ code: 'estimate.no-interval' }])
  const report = await reportOf(table, by)
  if (report.verdict === 'refuse') {
    return refused(year, publicReasons(report.reasons))
  }
  if (!report.selected.every(isWithin)) return refused(year, [{ code: 'estimate.no-interval' }])
  const check = await attack(table, knownOf(table, by), by)
  if (!check.passed) return refused(year, [{ code: 'estimate.would-disclose' }])
  return { rows: rowsOf(year, report, by.digits), check: toldCheck(check, reporters, by) }
}

/** How many counts are small, and how closely the narrowest is known, would tell of them. */
function toldCheck(
  check: GateCheck,
  reporters: number,
  { threshold }: Pick<EstimateBy, 'threshold'>,
): GateCheck {
  const narrowest = Math.min(LEAST_WIDTH, threshold - 1)
  return { ...check, cells: 2 ** reporters - 1, narrowest }
}

function onSeveral({ cells }: TableFile): number {
  return cells.reduce((sum, { lists, count }) => (lists.length > 1 ? sum + count : sum), 0)
}

type Code = Pick<Reason, 'code'>

function refused(year: number, reasons: readonly Code[]): YearEstimate {
  const row: PublishedEstimate = {
    ...{ of: { year }, verdict: 'refuse', method: null, estimate: null, low: null, high: null },
    ...{ data: 'exact', reasons: reasons.map(({ code }) => code), warnings: [] },
  }
  return { rows: [row], check: null }
}

/** That an overlap is empty is not told, as no withheld nought is. */
const tellsOfEmpty = ['estimate.not-identified', 'estimate.resamples-failed', 'estimate.no-overlap']

function publicReasons(reasons: readonly Code[]): Code[] {
  const told = reasons.map(({ code }) =>
    tellsOfEmpty.includes(code) ? 'estimate.no-interval' : code,
  )
  return [...new Set(told)].sort().map((code) => ({ code }))
}

/** Limits that are corrected for bias can leave their estimate outside. */
function isWithin({ estimate, lower, upper }: Selected): boolean {
  if (estimate === null || lower === null || upper === null) return false
  return lower <= estimate && estimate <= upper
}

function rowsOf(year: number, report: Reported, digits: number): PublishedEstimate[] {
  const { estimates, headline, warnings } = publishedEstimate(report, digits)
  const told = headline === null ? estimates : estimates.filter((one) => one.method === headline)
  return told.map(({ method, estimate, lower, upper }) => ({
    ...{ of: { year }, verdict: 'publish', method, estimate, low: lower, high: upper },
    ...{ data: 'exact', reasons: [], warnings: warnings.map(({ about }) => about) },
  }))
}

type Reported = Pick<EstimateReport, 'verdict' | 'reasons' | 'warnings' | 'selected' | 'headline'>

function reportOf(table: TableFile, by: EstimateBy): Promise<EstimateReport> {
  return estimateTable(table, {
    ...by,
    linkQuality: null,
    only: 'selectors',
    report: () => undefined,
  })
}

/** What would be published of other tables; what was once worked out is kept. */
interface Known {
  readonly points: (table: TableFile) => Promise<Reported>
  readonly whole: (table: TableFile) => Promise<Reported>
}

function knownOf(table: TableFile, by: EstimateBy): Known {
  const remember = (work: (other: TableFile) => Promise<Reported>) => {
    const found = new Map<string, Promise<Reported>>()
    return (other: TableFile) => {
      const key = JSON.stringify(other.cells)
      const one = found.get(key) ?? work(other)
      found.set(key, one)
      return one
    }
  }
  const points = async ({ cells }: TableFile) => pointsOf({ ...table, cells }, by.solver)
  return { points: remember(points), whole: remember((other) => reportOf(other, by)) }
}

/** Without limits, which take hundreds of times as long. */
function pointsOf({ lists, cells }: TableFile, solver: Solver): Reported {
  const none = { reasons: [], warnings: [], selected: [], headline: null }
  try {
    const { ways } = fitSuite(captureTable(lists, cells), solver, 'selectors')
    const selected = ways.map(({ method, estimate }) => ({
      ...{ selector: method, model: null, estimate, lower: 0, upper: estimate },
    }))
    const headline = headlineOf(selected, lists.length)
    return { ...none, verdict: 'publish', selected, headline }
  } catch (error) {
    if (isProblem(error)) return { ...none, verdict: 'refuse' }
    throw error
  }
}

/** With estimates alone first: most tables that differ differ there already. */
async function attack(
  table: TableFile,
  { points, whole }: Known,
  { digits, threshold }: Pick<EstimateBy, 'digits' | 'threshold'>,
): Promise<GateCheck> {
  const words = (of: Known['points']) => async (other: TableFile) =>
    JSON.stringify(rowsOf(0, await of(other), digits))
  const first = judge(await tryCounts(table, { threshold, publication: words(points) }))
  return first.passed
    ? judge(await tryCounts(table, { threshold, publication: words(whole) }))
    : first
}

function judge({ counts, published }: CountsTried): GateCheck {
  const found = new Map(counts.map(({ id, tried }) => [id, tried]))
  return attackEstimate({
    counts: counts.map(({ id, tried }) => ({ id, candidates: [...tried.keys()] })),
    publication: (id, value) => found.get(id)?.get(value) ?? null,
    published,
  })
}
