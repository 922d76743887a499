/*
 * An estimate from a covered round (protocol/specification.md 14): of the counts by combination of lists only covered
 * ones are known, the true count and noise of a public law; some sums of them were opened and are exact, and how many
 * persons stand on exactly 1, 2 … lists is. Pure; what it gives is for the counter, as any estimate.
 *
 * Likelihood with the noise convolved in, by expectation and maximisation (Dempster, Laird and Rubin 1977): what a
 * covered count says of its true count under the current model, brought to the opened sums by raking, is the table of
 * the next fit. Covered counts below the least noise are not cut off: that would invent overlaps. A model all of
 * whose terms were opened is fitted exactly as from the exact table, as these sums are all that it rests on.
 */
import type { Solver } from '../attack/solver.ts'
import { tableOf } from './capture-table.ts'
import { countedTable, parametersOf } from './design.ts'
import { poissonLogChance } from './distributions.ts'
import { orNull } from './estimator.ts'
import { isFit, scoreModel } from './fit.ts'
import type { Model } from './model.ts'
import { workspaceFor } from './newton.ts'

/** The chances of `least`, `least` + 1 … of the noise on one count. */
export interface NoiseLaw {
  readonly least: number
  readonly chances: Float64Array
}

export interface CoveredTable {
  readonly lists: readonly string[]
  /** By combination of lists, as a mask; nothing at 0. */
  readonly covered: Float64Array
  readonly noise: NoiseLaw
  /** Sums of true counts, each of the masks named once; they fit each other. */
  readonly opened: readonly OpenedSum[]
}

export interface OpenedSum {
  readonly masks: readonly number[]
  readonly sum: number
}

export interface CoveredEstimate {
  /** What the estimate rests on: sums that were opened, and nothing else; or covered counts as well. */
  readonly data: 'opened-sums' | 'opened-sums-and-covered-counts'
  readonly estimate: number
  readonly observed: number
  /** Whether the steps had settled when they ended. */
  readonly settled: boolean
}

const MOST_STEPS = 2000
const SETTLED = 1e-7

/** Null where the model has no estimate on what is known. */
export function fitCovered(
  table: CoveredTable,
  model: Model,
  solver: Solver,
): CoveredEstimate | null {
  const space = workspaceFor(table.lists.length, parametersOf(model))
  const data = restsOn(table, model)
  let counts = rake(startFrom(table), table.opened)
  let before = Number.NaN
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const completed = countedTable(tableOf(table.lists, counts))
    const fit = orNull(() => scoreModel(completed, model, { space, solver }))
    if (fit === null || !isFit(fit)) return null
    const settled = Math.abs(fit.dark - before) <= SETTLED * fit.estimate
    if (settled || data === 'opened-sums' || steps + 1 === MOST_STEPS) {
      const observed = completed.observed
      return {
        data,
        estimate: observed + fit.dark,
        observed,
        settled: settled || data === 'opened-sums',
      }
    }
    before = fit.dark
    counts = rake(expectedCounts(table, space.expected), table.opened)
  }
  return null
}

/** The covered count less the mean of the noise; a start is no estimate, so it may be kept above 0. */
function startFrom({ covered, noise }: CoveredTable): Float64Array {
  const mean = noise.chances.reduce((sum, chance, at) => sum + chance * (noise.least + at), 0)
  return covered.map((count, mask) => (mask === 0 ? 0 : Math.max(count - mean, 0.5)))
}

/** The mean of each true count, given its covered count and the fit. */
function expectedCounts({ covered, noise }: CoveredTable, expected: Float64Array): Float64Array {
  return covered.map((count, mask) =>
    mask === 0 ? 0 : meanGiven(count, expected[mask] ?? 0, noise),
  )
}

function meanGiven(covered: number, mean: number, { least, chances }: NoiseLaw): number {
  const logs: number[] = []
  const counts: number[] = []
  for (const [at, chance] of chances.entries()) {
    const count = covered - least - at
    if (count < 0 || chance === 0) continue
    counts.push(count)
    logs.push(Math.log(chance) + poissonLogChance(count, mean))
  }
  const most = Math.max(...logs)
  if (!Number.isFinite(most)) return mean
  const weights = logs.map((log) => Math.exp(log - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return counts.reduce((sum, count, at) => sum + (count * (weights[at] ?? 0)) / total, 0)
}

const MOST_RAKINGS = 500
const RAKED = 1e-12

/** Counts multiplied, sum by sum, until every opened sum is right (Deming and Stephan 1940). */
function rake(counts: Float64Array, opened: readonly OpenedSum[]): Float64Array {
  const raked = counts.map((count, mask) => (mask === 0 ? 0 : Math.max(count, Number.MIN_VALUE)))
  for (let rakings = 0; rakings < MOST_RAKINGS; rakings++) {
    let off = 0
    for (const { masks, sum } of opened) {
      const found = masks.reduce((total, mask) => total + (raked[mask] ?? 0), 0)
      off = Math.max(off, Math.abs(found - sum) / Math.max(sum, 1))
      if (found === 0) continue
      for (const mask of masks) raked[mask] = (raked[mask] ?? 0) * (sum / found)
    }
    if (off < RAKED) break
  }
  return raked
}

/** A model rests on the persons observed and on those on all lists of each of its terms. */
function restsOn({ covered, opened }: CoveredTable, model: Model): CoveredEstimate['data'] {
  const key = (masks: readonly number[]) => [...masks].sort((one, other) => one - other).join(' ')
  const known = new Set(opened.map(({ masks }) => key(masks)))
  const all = Array.from({ length: covered.length - 1 }, (_, at) => at + 1)
  const isKnown = (term: number) => known.has(key(all.filter((mask) => (mask & term) === term)))
  return [0, ...model.terms].every(isKnown) ? 'opened-sums' : 'opened-sums-and-covered-counts'
}
