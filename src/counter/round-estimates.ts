import type { GateCheck } from '../attack/gate.ts'
import type { Cell, ListInfo } from '../base/lists.ts'
import { repeated, saidBefore } from '../disclosure/repeat.ts'
import type { DisclosureRules } from '../disclosure/rules.ts'
import type { PublishedEstimate } from '../release/estimate.ts'
import type { Release } from '../release/release.ts'
import { captureTables, type YearTable } from './capture-tables.ts'
import { type EstimateBy, estimateYear } from './estimate-year.ts'

export interface RoundEstimates {
  readonly estimates: readonly PublishedEstimate[]
  /** Of all years together, for the report of the gate; null where nothing was attacked. */
  readonly check: GateCheck | null
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
  const checks: GateCheck[] = []
  for (const [at, table] of tables.entries()) {
    by.report(at, tables.length)
    const again = saidAgain(table, of)
    const { rows, check } =
      again.length > 0
        ? { rows: again, check: null }
        : await estimateYear(table, { ...by, threshold: of.rules.threshold })
    estimates.push(...rows)
    if (check !== null) checks.push(check)
  }
  by.report(tables.length, tables.length)
  return { estimates, check: joined(checks) }
}

function saidAgain(
  { year, table }: YearTable,
  of: { readonly earlier: readonly Release[]; readonly rules: DisclosureRules },
): readonly PublishedEstimate[] {
  const value = table.cells.reduce((sum, { count }) => sum + count, 0)
  const figure = { question: 'persons-without-enrichment', year, value } as const
  if (repeated(saidBefore(of.earlier), figure, of.rules) === null) return []
  return of.earlier.at(-1)?.estimates.filter((row) => row.of.year === year) ?? []
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
