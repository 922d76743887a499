/**
 * How low and how high counts can be, given all that is known. What is reached is shown by a whole
 * table that keeps every row exactly (`wholePoint`): that a cell is safe never rests on the solver's
 * arithmetic. That it is not rests on a bound that the solver proves. One table serves all cells at
 * once, so most need no programme of their own. Assumes a fitting solver; reveals nothing.
 */
import { centring } from './centre.ts'
import type { Model } from './model.ts'
import { isSmall, nearby } from './nearby.ts'
import { type Nudging, nudging } from './nudge.ts'
import {
  type Programme,
  type Solved,
  type Solver,
  type Term,
  valueAt,
  wholePoint,
} from './solver.ts'

/** Of one count: seen in tables, and not to be passed by any. */
export interface Reach {
  low: number
  high: number
  /** Proven: no table has less, or more. */
  lowest: number
  highest: number
}

export type Sense = 'min' | 'max'

/** A model on which whole tables are not found in time is given up after so many. */
export const MOST_TIME_OUTS = 3

/** Places for each target that nudges try first. */
const NEAR = 16

export class Explorer {
  readonly reaches: readonly Reach[]
  /** Whether a programme of a target was given up: then nothing more is known of it. */
  readonly unsolved = new Set<number>()
  contradictory = false
  programmes = 0
  timeOuts = 0
  readonly #model: Model
  readonly #solver: Solver
  #last: readonly number[] | null = null
  #few: number = NEAR
  #nudging: Nudging | null = null

  constructor(model: Model, solver: Solver) {
    this.#model = model
    this.#solver = solver
    this.reaches = model.targets.map(() => ({
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
      lowest: Number.NEGATIVE_INFINITY,
      highest: Number.POSITIVE_INFINITY,
    }))
  }

  /** Takes a table that may be; says whether it truly can. */
  see(point: readonly number[]): boolean {
    const whole = wholePoint(this.#model, point)
    if (whole === undefined) return false
    this.#last = whole
    this.#model.targets.forEach((terms, at) => {
      const reach = this.reaches[at] as Reach
      const value = valueAt(terms, whole)
      reach.low = Math.min(reach.low, value)
      reach.high = Math.max(reach.high, value)
    })
    return true
  }

  /** Finds a first table, if none is known: any will do, and many high counts are the easiest. */
  begin(): void {
    if (this.#last !== null) return
    if (!this.isSmall) this.#centre()
    if (this.#last !== null || this.contradictory) return
    const all = this.#sumOf(this.#model.targets.map((_, at) => at))
    this.#look(all, { sense: 'max', integer: false })
    if (this.#last !== null || this.contradictory) return
    this.#look(all, { sense: 'max', integer: true, enough: ANY })
  }

  #centre(): void {
    this.programmes++
    const solved = this.#solver(centring(this.#model))
    if (solved.status === 'infeasible') this.contradictory = true
    if (solved.status === 'optimal') this.see(solved.at.slice(0, this.#model.variables))
  }

  /**
   * From the first table to one in which these targets are high and those low.
   *
   * @param turn another number finds another table
   */
  nudge(
    targets: { readonly up: readonly number[]; readonly down: readonly number[] },
    turn = 0,
  ): void {
    if (this.#last === null) return
    this.#nudging ??= nudging(this.#model, this.#last, nearby(this.#model, this.#last, this.#few))
    const { rows, upper, variables, objective, moved } = this.#nudging
    this.programmes++
    const cost = objective(this.#sumOf(targets.up, targets.down), turn)
    const sense = 'max'
    const solved = this.#solver({ variables, rows, upper, objective: cost, sense, integer: false })
    if (solved.status === 'optimal') this.see(moved(solved.at))
  }

  /** Whether all counts are near. */
  get isSmall(): boolean {
    return isSmall(this.#model)
  }

  /** From now on nudges may move persons to so many places for each target; false where they could before. */
  reach(few: number): boolean {
    if (this.isSmall || this.#few >= few) return false
    this.#few = few
    this.#nudging = null
    return true
  }

  /** The linear bound of one target. */
  relax(target: number, sense: Sense): void {
    this.#bound(target, { sense, integer: false })
  }

  /** The bound over whole tables; or any table that is `enough`. */
  settle(target: number, sense: Sense, enough?: number): void {
    this.#bound(target, { sense, integer: true, ...(enough === undefined ? {} : { enough }) })
  }

  #sumOf(up: readonly number[], down: readonly number[] = []): Term[] {
    const factors = new Map<number, number>()
    const add = (targets: readonly number[], sign: number) => {
      for (const target of targets) {
        for (const [variable, factor] of this.#model.targets[target] ?? []) {
          factors.set(variable, (factors.get(variable) ?? 0) + sign * factor)
        }
      }
    }
    add(up, 1)
    add(down, -1)
    return [...factors]
  }

  #bound(target: number, how: Search): void {
    const solved = this.#look(this.#model.targets[target] ?? [], how)
    const reach = this.reaches[target] as Reach
    if (solved.status === 'found') return
    if (solved.status !== 'optimal') {
      this.unsolved.add(target)
      return
    }
    // Counts are whole: a bound between two is the one within.
    if (how.sense === 'min') {
      reach.lowest = Math.max(reach.lowest, Math.ceil(solved.value - TOLERANCE))
    } else reach.highest = Math.min(reach.highest, Math.floor(solved.value + TOLERANCE))
  }

  /** Solves, and takes whatever table came of it. */
  #look(objective: readonly Term[], how: Search): Solved {
    const solved = this.#solve(objective, how)
    if ('at' in solved && solved.at !== undefined) this.see(solved.at)
    return solved
  }

  #solve(objective: readonly Term[], how: Search): Solved {
    this.programmes++
    const { variables, rows, upper } = this.#model
    const start = how.integer && this.#last !== null ? { start: this.#last } : {}
    const solved = this.#solver({ variables, rows, upper, objective, ...how, ...start })
    if (solved.status === 'infeasible') this.contradictory = true
    if (solved.status === 'time-out') this.timeOuts++
    return solved
  }
}

type Search = Pick<Programme, 'sense' | 'integer'> & { readonly enough?: number }

/** Any sum of counts is more. */
const ANY = -1

/** Counts are below a million, and the solver is right within 1e-7 of each row. */
const TOLERANCE = 1e-4
