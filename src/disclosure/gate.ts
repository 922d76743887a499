/**
 * The gate in the counter, and where a release is checked: the attack on a round (src/attack/round.ts)
 * with all that is known there. The counter tries what every organisation, and every two, could find
 * with their own lists; others have no exact counts, so they try what a reader could. Pure; reveals a
 * report without counts, and to the maker alone where a release is weak.
 */
import { type Budget, usualBudget } from '../attack/gate.ts'
import { attackRound, type RoundWeakness } from '../attack/round.ts'
import type { Solver } from '../attack/solver.ts'
import type { Cell } from '../base/lists.ts'
import type { CodeTable } from '../overlap/code-table.ts'
import type { Release } from '../release/release.ts'
import type { KnownReleases } from './check-release.ts'
import type { Judged, Weakness } from './coarsen.ts'

/**
 * Two organisations that put their records together are told of, not guarded against: with all but one
 * nearly everything is known. There are hundreds of pairs over many lists, which takes minutes.
 */
const MOST_LISTS_OF_PAIRS = 16

/** The counter coarsens what it cannot show to be hidden, so over many counts it need not search long. */
function budgetOf({ lists }: Release): Budget {
  const pairs = lists.length > MOST_LISTS_OF_PAIRS ? 'skipped' : 'told'
  return { ...usualBudget, pairs, quick: true }
}

/** @param known `cells`: the exact table; null in a covered round, where nobody has it. `codes`: the exact tables of codes */
export function gateOf(
  solver: Solver,
  known: {
    readonly earlier: readonly Release[]
    readonly cells: readonly Cell[] | null
    readonly codes?: readonly CodeTable[]
  },
): (release: Release) => Judged<Release> {
  return (release) => {
    const budget = budgetOf(release)
    const { report, weak } = attackRound({ release, ...known }, solver, { budget })
    if (report.passed || weak.length > 0) {
      return { report, weak: placesOf(weak, isTold) }
    }
    // What was not solved in time is nowhere in particular, and as good as told.
    const failed = report.checks.filter(({ passed }) => !passed)
    return { report, weak: failed.map(({ check }) => ({ check, year: null, table: null })) }
  }

  function isTold(release: Release, only: readonly RoundWeakness[]): boolean {
    const budget = budgetOf(release)
    return attackRound({ release, ...known }, solver, { budget, only }).weak.length > 0
  }
}

type StillTold = (release: Release, only: readonly RoundWeakness[]) => boolean

/** Where the release is weak; and whether another would be weak there too, trying no more than that. */
function placesOf(weak: readonly RoundWeakness[], isTold: StillTold): Weakness<Release>[] {
  const places = new Map<string, RoundWeakness[]>()
  for (const one of weak) {
    const key = JSON.stringify([one.check, one.year, one.table])
    places.set(key, [...(places.get(key) ?? []), one])
  }
  return [...places.values()].flatMap((only) => {
    const [first] = only
    if (first === undefined) return []
    const { check, year, table } = first
    return [{ check, year, table, stays: (release: Release) => isTold(release, only) }]
  })
}

/** As a reader would try it, who has the earlier releases. */
export function publicAttack(solver: Solver): KnownReleases['attack'] {
  return (release, earlier) => attackRound({ release, earlier, cells: null }, solver).report
}
