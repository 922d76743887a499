/**
 * Shows of many counts at once that they are hidden, or that one is not. Cheap means come first: the
 * tables that are known to fit, or a first one; from there to tables in which many counts are low or
 * high together, or one is; then each open count by its linear bound, and over whole tables where that
 * is inconclusive. Assumes demands
 * that more tables can only help; reveals nothing.
 */
import { Explorer, MOST_TIME_OUTS, type Reach, type Sense } from './explore.ts'
import type { Model } from './model.ts'
import type { Demand } from './pass-rule.ts'
import type { Solver } from './solver.ts'

export interface Proof {
  /** Targets that are not hidden, or of which it could not be shown in time. */
  readonly weak: readonly number[]
  /** Of these: not shown either way. */
  readonly unsolved: readonly number[]
  /** Narrowest width that is known to be possible; null: no targets. */
  readonly narrowest: number | null
  readonly contradictory: boolean
  readonly programmes: number
}

export interface Task {
  readonly model: Model
  /** One for each target. */
  readonly demands: readonly Demand[]
  /** Tables, as points of the model, that are known to fit. */
  readonly known: readonly (readonly number[])[]
}

/** Tables in which many counts are low, or high, at once: more tries than these rarely help. */
const TOGETHER = 4

/** A nudge that ends between whole tables may not, when moves are weighed otherwise. */
const TURNS = 4

const senses = ['max', 'min'] as const

/** @param most programmes to solve */
export function prove({ model, demands, known }: Task, solver: Solver, most: number): Proof {
  const explorer = new Explorer(model, solver)
  for (const point of known) explorer.see(point)
  const isOpen = (at: number) => {
    const reach = explorer.reaches[at]
    const demand = demands[at]
    return reach !== undefined && demand !== undefined && !demand.met(reach) && !demand.lost(reach)
  }
  const hasTime = () =>
    explorer.programmes < most && explorer.timeOuts < MOST_TIME_OUTS && !explorer.contradictory
  explorer.begin()
  for (const sense of senses) nudgeAll(explorer, sense, { isOpen, hasTime, targets: demands.length })
  for (const [at, demand] of demands.entries()) {
    for (const sense of senses) if (isOpen(at) && hasTime()) explorer.relax(at, sense)
    for (const sense of senses) {
      const reach = explorer.reaches[at] as Reach
      if (isOpen(at) && hasTime()) explorer.settle(at, sense, demand.aim(reach, sense))
    }
  }
  return proofOf(explorer, demands)
}

interface Open {
  readonly isOpen: (at: number) => boolean
  readonly hasTime: () => boolean
  readonly targets: number
}

/** All that are open together as long as that helps some, then each by itself. */
function nudgeAll(explorer: Explorer, sense: Sense, { isOpen, hasTime, targets }: Open): void {
  const open = () => Array.from({ length: targets }, (_, at) => at).filter(isOpen)
  for (let together = 0; together < TOGETHER; together++) {
    const left = open()
    if (left.length < 2 || !hasTime()) break
    explorer.nudge(left, sense)
    if (open().length === left.length) break
  }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const at of open()) if (isOpen(at) && hasTime()) explorer.nudge([at], sense, turn)
  }
}

function proofOf(explorer: Explorer, demands: readonly Demand[]): Proof {
  const { reaches, contradictory, programmes } = explorer
  const weak: number[] = []
  const unsolved: number[] = []
  let narrowest = Number.POSITIVE_INFINITY
  reaches.forEach((reach, at) => {
    const demand = demands[at]
    if (demand === undefined) return
    narrowest = Math.min(narrowest, Math.max(0, reach.high - reach.low))
    if (demand.met(reach)) return
    weak.push(at)
    if (!demand.lost(reach)) unsolved.push(at)
  })
  return {
    weak,
    unsolved,
    narrowest: Number.isFinite(narrowest) ? narrowest : null,
    contradictory,
    programmes,
  }
}
