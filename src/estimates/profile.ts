/**
 * Intervals of one model, taken as given: from the curvature at the estimate (Wald, on the logarithm of
 * the dark figure) and from the profile likelihood of the number of all persons. Both are too narrow
 * where the same table chose the model. Pure; a limit gives small counts away like an estimate.
 *
 * Profile: for each number N, the multinomial likelihood with N less the observed persons in the cell of no
 * list, maximised over the rest (Cormack 1992; Rcapture's closedpCI). N need not be whole.
 */
import type { Solver } from '../attack/solver.ts'
import type { CaptureTable } from './capture-table.ts'
import { type Counted, countedTable, type Design, designOf, parametersOf } from './design.ts'
import { digamma, logGamma, normalQuantile } from './distributions.ts'
import { type Fit, isFit, type NoFit, scoreModel } from './fit.ts'
import type { Model } from './model.ts'
import { climb, type Workspace, workspaceFor } from './newton.ts'
import { notConverged } from './polish.ts'
import type { Limits } from './two-lists.ts'

/** All persons: observed and exp(intercept -/+ z standard errors). */
export function waldInterval(fit: Fit, level = 0.95): Limits {
  const observed = fit.estimate - fit.dark
  const factor = Math.exp(normalQuantile((1 + level) / 2) * fit.interceptError)
  return { lower: observed + fit.dark / factor, upper: observed + fit.dark * factor }
}

export interface ProfileInterval extends Limits {
  readonly check: 0
  /** Where the profile is highest: a little below the Poisson estimate. */
  readonly estimate: number
}

export interface ProfileOptions {
  /** 0.95 unless told. */
  readonly level?: number
  readonly solver?: Solver
}

interface Profile {
  readonly observed: number
  /** The logarithm of the chance to be on no list, and the likelihood of that many unseen persons. */
  at(unseen: number): { readonly logMissed: number; readonly height: number }
}

/** More unseen persons than this for each observed one: the profile does not end. */
const MOST_UNSEEN = 1e6
/** Limits are halved down to this, of one person and of their size. */
const PRECISION = 1e-9

/**
 * `upper` is infinite where the profile never falls far enough.
 * @throws Problem `estimate.no-persons`, `estimate.existence-undecided`, `estimate.not-converged`
 */
export function profileInterval(
  table: CaptureTable,
  model: Model,
  { level = 0.95, ...options }: ProfileOptions = {},
): ProfileInterval | NoFit {
  const counted = countedTable(table)
  const space = workspaceFor(counted.lists, parametersOf(model))
  const found = scoreModel(counted, model, { ...options, space })
  if (!isFit(found)) return found
  const profile = profileOf(counted, designOf(counted, model), space)
  const summit = summitOf(profile, found.dark)
  const fall = normalQuantile((1 + level) / 2) ** 2 / 2
  const floor = profile.at(summit).height - fall
  return {
    check: 0,
    estimate: counted.observed + summit,
    lower: counted.observed + between(summit, 0, (unseen) => profile.at(unseen).height >= floor),
    upper: counted.observed + upperOf(profile, summit, floor),
  }
}

/** With persons in the cell of no list the estimate exists whenever it did without. */
function profileOf(counted: Counted, design: Design, space: Workspace): Profile {
  const counts = counted.counts.slice()
  const shared = counted.shared.slice()
  const live = Int32Array.from([0, ...design.live])
  const search = {
    counted: { ...counted, counts, shared },
    design: { ...design, live },
    patient: true,
  }
  const at = (unseen: number) => {
    counts[0] = unseen
    shared[0] = counted.observed + unseen
    if (climb(space, search) === 'drifting') throw notConverged(design.model)
    const persons = counted.observed + unseen
    const logMissed = (space.eta[0] ?? 0) - Math.log(persons)
    let height = unseen === 0 ? 0 : unseen * logMissed
    for (const cell of design.live) {
      const count = counts[cell] ?? 0
      if (count > 0) height += count * ((space.eta[cell] ?? 0) - Math.log(persons))
    }
    return { logMissed, height: height + logWays(persons, counted.observed) }
  }
  return { observed: counted.observed, at }
}

/** ln of N! / (N - n)!: the ways to draw the observed persons in order. N need not be whole. */
function logWays(persons: number, observed: number): number {
  return logGamma(persons + 1) - logGamma(persons - observed + 1)
}

/** The slope is the change of `logWays` and the logarithm of the chance to be missed. */
function summitOf(profile: Profile, dark: number): number {
  const rises = (unseen: number) => {
    const change = digamma(unseen + profile.observed + 1) - digamma(unseen + 1)
    return profile.at(unseen).logMissed + change > 0
  }
  let high = dark
  while (rises(high) && high < MOST_UNSEEN * profile.observed) high = 2 * high + 1
  return between(0, high, rises)
}

function upperOf(profile: Profile, summit: number, floor: number): number {
  const within = (unseen: number) => profile.at(unseen).height >= floor
  let high = 2 * summit + 1
  while (within(high)) {
    if (high > MOST_UNSEEN * profile.observed) return Number.POSITIVE_INFINITY
    high *= 2
  }
  return between(summit, high, within)
}

/** Where the claim, true at the first, ends to hold on the way to the second. */
function between(from: number, to: number, holds: (value: number) => boolean): number {
  if (holds(to)) return to
  let [inside, outside] = [from, to]
  while (Math.abs(outside - inside) > PRECISION * (1 + inside)) {
    const middle = (inside + outside) / 2
    if (holds(middle)) inside = middle
    else outside = middle
  }
  return (inside + outside) / 2
}
