/**
 * Shows of many counts at once that they are hidden, or that one is not. Cheap means come first: the
 * tables that are known to fit, or a first one; from there to tables in which many counts are low or
 * high together, or one is, moving persons among few places (nearby.ts), then among more; then each
 * open count by its linear bound; where that is inconclusive, moving persons anywhere, and over whole
 * tables. Assumes demands that more tables can only help; reveals nothing.
 */
import { Explorer, MOST_TIME_OUTS, type Reach } from './explore.ts'
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
  /** Of each target, as far as it was looked for. */
  readonly reaches: readonly Reach[]
}

export interface Task {
  readonly model: Model
  /** One for each target. */
  readonly demands: readonly Demand[]
  /** Tables, as points of the model, that are known to fit. */
  readonly known: readonly (readonly number[])[]
}

/** Into how many different halves the open counts are split. */
const HALVINGS = 10

/** A nudge that ends between whole tables may not, when moves are weighed otherwise. */
const TURNS = 4

/** Places for each target where the nearest did not do. */
const FURTHER = 160

const senses = ['max', 'min'] as const

export interface Effort {
  /** Programmes to solve. */
  readonly most: number
  /** Whether to give up over many counts what small programmes do not show. */
  readonly quick: boolean
}

export function prove(
  { model, demands, known }: Task,
  solver: Solver,
  { most, quick }: Effort,
): Proof {
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
  const all = { isOpen, hasTime, targets: demands.length }
  nudgeAll(explorer, all)
  if (openOf(all).length > 0 && explorer.reach(FURTHER)) nudgeAll(explorer, all)
  if (quick && !explorer.isSmall) return proofOf(explorer, demands)
  for (const at of openOf(all)) {
    for (const sense of senses) if (isOpen(at) && hasTime()) explorer.relax(at, sense)
  }
  if (openOf(all).length > 0 && explorer.reach(Number.POSITIVE_INFINITY)) nudgeAll(explorer, all)
  for (const at of openOf(all)) {
    for (const sense of senses) {
      const reach = explorer.reaches[at] as Reach
      if (isOpen(at) && hasTime()) explorer.settle(at, sense, demands[at]?.aim(reach, sense))
    }
  }
  return proofOf(explorer, demands)
}

interface Open {
  readonly isOpen: (at: number) => boolean
  readonly hasTime: () => boolean
  readonly targets: number
}

function openOf({ isOpen, targets }: Open): number[] {
  return Array.from({ length: targets }, (_, at) => at).filter(isOpen)
}

function nudgeAll(explorer: Explorer, all: Open): void {
  nudgeTogether(explorer, all)
  nudgeEach(explorer, all)
}

/**
 * All that are open up, or down; then half of them up and half down, and the reverse, in ever other
 * halves: counts of one total cannot all be high. Ends when that opens nothing more.
 */
function nudgeTogether(explorer: Explorer, all: Open): void {
  let last = Number.POSITIVE_INFINITY
  for (let halves = -1; halves < HALVINGS; halves++) {
    const left = openOf(all)
    if (left.length < 2 || left.length >= last || !all.hasTime()) return
    last = left.length
    const up = left.filter((_, at) => halves < 0 || (at >> halves) % 2 === 0)
    const down = left.filter((at) => !up.includes(at))
    explorer.nudge({ up, down })
    if (all.hasTime()) explorer.nudge({ up: down, down: up })
  }
}

/** Each that is still open by itself. */
function nudgeEach(explorer: Explorer, all: Open): void {
  for (let turn = 0; turn < TURNS; turn++) {
    for (const sense of senses) {
      for (const at of openOf(all)) {
        const moves = sense === 'max' ? { up: [at], down: [] } : { up: [], down: [at] }
        if (all.isOpen(at) && all.hasTime()) explorer.nudge(moves, turn)
      }
    }
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
    reaches,
  }
}
