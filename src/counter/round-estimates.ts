import type { GateCheck } from '../attack/gate.ts'
import type { Cell, ListInfo } from '../base/lists.ts'
import { repeated, saidBefore, saysCount } from '../disclosure/repeat.ts'
import type { DisclosureRules } from '../disclosure/rules.ts'
import type { PublishedEstimate } from '../release/estimate.ts'
import { cellOf, type Release } from '../release/release.ts'
import { captureTables, type YearTable } from './capture-tables.ts'
import { type EstimateBy, estimateYear } from './estimate-year.ts'

export interface RoundEstimates {
  readonly estimates: readonly PublishedEstimate[]
  /** By year, of what was attacked and may be published. */
  readonly checks: ReadonlyMap<number, GateCheck>
}

/**
 * The estimates of all years that have reports; none of all years together, as these are no closed
 * population. Where hardly anybody came or went since the release before, what that said is said again.
 */
export async function estimateRound(
  cells: readonly Cell[],
  of: {
    readonly lists: readonly ListInfo[]
    readonly population: string
    readonly rules: DisclosureRules
    readonly earlier: readonly Release[]
  },
  by: Omit<EstimateBy, 'threshold'> & {
    readonly report: (done: number, total: number) => void
  },
): Promise<RoundEstimates> {
  const tables = captureTables(cells, of.lists, of.population)
  const estimates: PublishedEstimate[] = []
  const checks = new Map<number, GateCheck>()
  for (const [at, table] of tables.entries()) {
    by.report(at, tables.length)
    const again = saidAgain(table, of)
    const { rows, check } =
      again.length > 0
        ? { rows: again, check: null }
        : await estimateYear(table, { ...by, threshold: of.rules.threshold })
    estimates.push(...rows)
    if (check !== null) checks.set(table.year, check)
  }
  by.report(tables.length, tables.length)
  return { estimates, checks }
}

function saidAgain(
  { year, table }: YearTable,
  of: { readonly earlier: readonly Release[]; readonly rules: DisclosureRules },
): readonly PublishedEstimate[] {
  const value = table.cells.reduce((sum, { count }) => sum + count, 0)
  const figure = { question: 'persons-without-enrichment', year, value } as const
  if (repeated(saidBefore(of.earlier), figure, of.rules) === null) return []
  const before = of.earlier.findLast((release) => saysCount(cellOf(release, figure)))
  return before?.estimates.filter((row) => row.of.year === year) ?? []
}

/**
 * What was tried on the estimates of a release, all years together; null where nothing was. Of years
 * whose estimate is withheld it is not told that one could have been published.
 */
export function checkOfEstimates(
  { checks }: RoundEstimates,
  told: readonly PublishedEstimate[],
): GateCheck | null {
  const years = new Set(told.flatMap(({ of, verdict }) => (verdict === 'publish' ? of.year : [])))
  return joined([...checks].flatMap(([year, check]) => (years.has(year) ? check : [])))
}

function joined(checks: readonly GateCheck[]): GateCheck | null {
  const [first] = checks
  if (first === undefined) return null
  const widths = checks.flatMap(({ narrowest }) => narrowest ?? [])
  return {
    ...first,
    cells: checks.reduce((sum, { cells }) => sum + cells, 0),
    narrowest: widths.length === 0 ? null : Math.min(...widths),
  }
}
