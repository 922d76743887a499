/*
 * How much an estimate hangs on choices that no table can settle (protocol/estimates.md): which lists there are, whether
 * they depend on each other, whether strata differ. Exact counts: for the counter alone.
 */
import type { Solver } from '../attack/solver.ts'
import { bestByBic } from './bic.ts'
import type { CaptureTable } from './capture-table.ts'
import { type Estimator, estimateStrata, orNull, type Sample } from './estimator.ts'
import { fitModel, isFit } from './fit.ts'
import { mainEffects, pairTerms } from './model.ts'
import { MOST_LISTS_IN_FULL } from './model-space.ts'
import { listsOf, onSeveralLists, withMerged, withoutList } from './regroup.ts'
import { stepwiseModel } from './stepwise.ts'
import { type Grouping, groupTables } from './strata.ts'

/** What the selectors find on another table; null where one has no estimate or takes too long. */
export interface Elsewhere {
  readonly lists: readonly string[]
  readonly observed: number
  readonly mainEffects: number | null
  readonly stepwise: number | null
  readonly bicPairs: number | null
}

/** Each list left out in turn, as long as two are left. */
export function leaveOneOut(
  table: CaptureTable,
  solver: Solver,
): (Elsewhere & { readonly without: string })[] {
  if (table.lists.length < 3) return []
  return table.lists.map((without, place) => ({
    without,
    ...estimateElsewhere(withoutList(table, place), solver),
  }))
}

/** The two smallest lists made one, and again, down to three lists. */
export function mergeSmallest(table: CaptureTable, solver: Solver): Elsewhere[] {
  const found: Elsewhere[] = []
  for (let merged = table; merged.lists.length > 3; ) {
    const [one = 0, other = 1] = placesBySize(merged)
    merged = withMerged(merged, one, other)
    found.push(estimateElsewhere(merged, solver))
  }
  return found
}

function placesBySize({ lists, counts }: CaptureTable): number[] {
  const size = (place: number) =>
    counts.reduce((sum, count, mask) => ((mask >> place) & 1 ? sum + count : sum), 0)
  return [...lists.keys()].sort((one, other) => size(one) - size(other))
}

function estimateElsewhere(table: CaptureTable, solver: Solver): Elsewhere {
  const lists = table.lists.length
  const isSmall = lists > 2 && lists <= MOST_LISTS_IN_FULL
  return {
    lists: table.lists,
    observed: table.observed,
    mainEffects: fitMain(table, solver, []),
    stepwise: lists > 2 ? orNull(() => stepwiseModel(table, { solver })?.estimate ?? null) : null,
    bicPairs: isSmall ? orNull(() => bestByBic(table, { solver })?.estimate ?? null) : null,
  }
}

function fitMain(
  table: CaptureTable,
  solver: Solver,
  fixed: readonly { readonly term: number; readonly value: number }[],
): number | null {
  return orNull(() => {
    if (table.observed < 1) return null
    const found = fitModel(table, mainEffects(table.lists.length), { solver, fixed })
    return isFit(found) ? found.estimate : null
  })
}

export interface OddsRatioRow {
  readonly lists: readonly string[]
  readonly oddsRatio: number
  readonly estimate: number | null
}

const ODDS_RATIOS = [0.5, 2, 5] as const

/** Main effects with one pair of lists at a given odds ratio, one pair at a time; 1 is main effects itself. */
export function fixOddsRatios(table: CaptureTable, solver: Solver): OddsRatioRow[] {
  if (table.lists.length < 3) return []
  return pairTerms(table.lists.length).flatMap((term) =>
    ODDS_RATIOS.map((oddsRatio) => ({
      lists: listsOf(table.lists, term),
      oddsRatio,
      estimate: fitMain(table, solver, [{ term, value: Math.log(oddsRatio) }]),
    })),
  )
}

/** Persons on several lists below which a stratum gets no model of its own. */
export const FEWEST_FOR_A_MODEL = 10

export interface StrataPlan {
  readonly grouping: Grouping
  readonly estimator: Extract<Estimator, { kind: 'strata' }>
  readonly groups: readonly {
    readonly of: Readonly<Record<string, string>>
    readonly observed: number
    readonly onSeveralLists: number
    readonly estimate: number | null
  }[]
  readonly sum: number | null
}

/** Groups of strata with enough persons each get a model of their own; otherwise all share the interactions. */
export function planStrata(
  grouping: Grouping,
  { pooled, sample, solver }: { pooled: CaptureTable; sample: Sample; solver: Solver },
): StrataPlan {
  const { groups, groupOf } = grouping
  const tables = groupTables(sample, { groups: groups.length, groupOf })
  const several = tables.map(onSeveralLists)
  const joint = several.some((persons) => persons < FEWEST_FOR_A_MODEL)
  const estimator = { kind: 'strata', groups: groups.length, groupOf, joint } as const
  const estimates = orNull(() => estimateStrata(estimator, { pooled, sample, solver }))
  return {
    grouping,
    estimator,
    groups: groups.map((of, at) => ({
      of,
      observed: tables[at]?.observed ?? 0,
      onSeveralLists: several[at] ?? 0,
      estimate: estimates?.[at] ?? null,
    })),
    sum: estimates?.reduce((sum, estimate) => sum + estimate, 0) ?? null,
  }
}
