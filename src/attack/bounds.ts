/**
 * What an attacker can infer of each hidden cell: the least and the greatest count of any whole table
 * that fits everything published. Assumes nothing but the claims. Reveals just that, which readers
 * could work out themselves.
 */
import { type Claim, claimRow, type Published, type Space } from './claims.ts'
import { Explorer, MOST_TIME_OUTS, type Reach, type Sense } from './explore.ts'
import { makeModel } from './model.ts'
import { demandOf } from './pass-rule.ts'
import type { Row, Solver, Term } from './solver.ts'

export interface Bounds {
  readonly id: string
  /** Null: not solved in time, or without limit. */
  readonly least: number | null
  readonly greatest: number | null
  /** False too where it could not be shown. */
  readonly safe: boolean
}

export interface Inferred {
  readonly bounds: readonly Bounds[]
  /** No table fits: nothing can be inferred. */
  readonly contradictory: boolean
}

const senses = ['max', 'min'] as const

/** Of the hidden claims of all releases together, in their order. */
export function boundsOf(
  { space, published }: { readonly space: Space; readonly published: readonly Published[] },
  solver: Solver,
): Inferred {
  const hidden = published.flatMap(({ claims }) => claims.filter((claim) => claim.hidden))
  const rows = [...space.rows, ...published.flatMap((one) => one.claims.map(claimRow))]
  const { reaches, contradictory } = reachesOf(
    space.variables,
    rows,
    hidden.map(({ terms }) => terms),
  )(solver, hidden)
  return { bounds: hidden.map((claim, at) => readBounds(claim, reaches[at])), contradictory }
}

/** Both ends of each target over whole tables; the linear bound where it is reached. */
export function reachesOf(
  counts: number,
  rows: readonly Row[],
  targets: readonly (readonly Term[])[],
) {
  return (
    solver: Solver,
    limits: readonly { readonly low: number; readonly high: number }[] = [],
  ) => {
    const explorer = new Explorer(makeModel(counts, rows, targets), solver)
    targets.forEach((_, at) => {
      const reach = explorer.reaches[at]
      const limit = limits[at]
      if (reach !== undefined && limit !== undefined) {
        reach.lowest = limit.low
        reach.highest = limit.high
      }
    })
    explorer.begin()
    const all = targets.map((_, at) => at)
    if (all.length > 1) {
      explorer.nudge({ up: all, down: [] })
      explorer.nudge({ up: [], down: all })
    }
    for (const at of all) for (const sense of senses) tighten(explorer, at, sense)
    return explorer
  }
}

/** What no table passes, without looking for tables that come near. */
export function linearRanges(
  counts: number,
  rows: readonly Row[],
  targets: readonly (readonly Term[])[],
) {
  return (solver: Solver) => {
    const explorer = new Explorer(makeModel(counts, rows, targets), solver)
    targets.forEach((_, at) => {
      for (const sense of senses) explorer.relax(at, sense)
    })
    return explorer
  }
}

function tighten(explorer: Explorer, at: number, sense: Sense): void {
  const isTight = () => {
    const reach = explorer.reaches[at]
    if (reach === undefined || explorer.contradictory) return true
    return sense === 'min' ? reach.low <= reach.lowest : reach.high >= reach.highest
  }
  const moves = sense === 'max' ? { up: [at], down: [] } : { up: [], down: [at] }
  if (!isTight()) explorer.nudge(moves)
  if (!isTight()) explorer.relax(at, sense)
  if (!isTight() && explorer.timeOuts < MOST_TIME_OUTS) explorer.settle(at, sense)
}

function readBounds(claim: Claim, reach: Reach | undefined): Bounds {
  const demand = demandOf(claim)
  const least = reach !== undefined && reach.low === reach.lowest ? reach.low : null
  const greatest = reach !== undefined && reach.high === reach.highest ? reach.high : null
  return { id: claim.id, least, greatest, safe: reach !== undefined && demand.met(reach) }
}
