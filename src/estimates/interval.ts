/*
 * Intervals from resampled estimates: percentile, and bias-corrected and accelerated (BCa; Efron 1987; Silverman,
 * Chan and Vincent 2024). Assumes that the estimates of the resamples were chosen anew in each (a fixed model gives
 * too narrow an interval). Limits may be values of single resamples of exact counts: for the counter, not to publish.
 */
import { normalBelow, normalQuantile } from './distributions.ts'
import type { Limits } from './two-lists.ts'

/**
 * - `all-on-one-side`: every resample lies on one side of the estimate, so that the bias has no size
 * - `no-acceleration`: leaving a person out never changes the estimate, or the correction has no bound
 */
export type Fallback = 'all-on-one-side' | 'no-acceleration'

export interface BootstrapInterval extends Limits {
  /** Which of the two the limits are. */
  readonly method: 'bca' | 'percentile'
  readonly fallback: Fallback | null
  readonly percentile: Limits
  readonly median: number
  /** Share of the resamples below the estimate; far from a half, the interval leans on few resamples. */
  readonly shareBelow: number
  readonly acceleration: number | null
  /** A limit falls on the least or the greatest resample: more resamples would move it. */
  readonly extreme: boolean
}

const TAIL = 0.025

/** @param resampled one estimate a resample, without those that failed; at least one */
export function bootstrapInterval(
  estimate: number,
  resampled: readonly number[],
  acceleration: number | null,
): BootstrapInterval {
  const sorted = resampled.toSorted((one, other) => one - other)
  const at = (chance: number) => quantile8(sorted, chance)
  const percentile = { lower: at(TAIL), upper: at(1 - TAIL) }
  const shareBelow = sorted.filter((value) => isBelow(value, estimate)).length / sorted.length
  const bias = normalQuantile(shareBelow)
  const chances = bcaChances(bias, acceleration)
  const fallback =
    chances !== null ? null : Number.isFinite(bias) ? 'no-acceleration' : 'all-on-one-side'
  const used = chances ?? [TAIL, 1 - TAIL]
  return {
    method: chances === null ? 'percentile' : 'bca',
    fallback,
    lower: at(used[0]),
    upper: at(used[1]),
    percentile,
    median: at(0.5),
    shareBelow,
    acceleration,
    extreme: used.some((chance) => isExtreme(sorted.length, chance)),
  }
}

/** Equal estimates of equal tables differ in their last bits. */
const SAME = 1e-9

function isBelow(value: number, estimate: number): boolean {
  return value < estimate - SAME * estimate
}

/** Φ(z0 + (z0 + z)/(1 − a(z0 + z))) for both limits; null where that is no number. */
function bcaChances(bias: number, acceleration: number | null): [number, number] | null {
  if (acceleration === null || !Number.isFinite(bias)) return null
  const chance = (z: number) => {
    const moved = bias + z
    const below = 1 - acceleration * moved
    return below <= 0 ? Number.NaN : normalBelow(bias + moved / below)
  }
  const [lower, upper] = [chance(normalQuantile(TAIL)), chance(normalQuantile(1 - TAIL))]
  return Number.isNaN(lower) || Number.isNaN(upper) ? null : [lower, upper]
}

/** Quantile of type 8 (Hyndman and Fan 1996) of sorted values, of which there is at least one. */
export function quantile8(sorted: readonly number[], chance: number): number {
  const place = placeOf(sorted.length, chance)
  const whole = Math.floor(place)
  const below = valueAt(sorted, whole)
  return below + (place - whole) * (valueAt(sorted, whole + 1) - below)
}

function placeOf(length: number, chance: number): number {
  return (length + 1 / 3) * chance + 1 / 3
}

function valueAt(sorted: readonly number[], place: number): number {
  return sorted[Math.min(Math.max(place, 1), sorted.length) - 1] ?? Number.NaN
}

function isExtreme(length: number, chance: number): boolean {
  const place = placeOf(length, chance)
  return place < 2 || place > length - 1
}

/** An estimate without one person of a cell, and how many persons are in it. */
export interface LeftOut {
  readonly estimate: number
  readonly count: number
}

/**
 * Σ(mean − one)³ / (6 (Σ(mean − one)²)^1.5) over the persons, each left out once; persons of a cell count the same.
 * Null where an estimate is missing or all are the same.
 */
export function accelerationOf(leftOut: readonly LeftOut[]): number | null {
  const persons = leftOut.reduce((sum, { count }) => sum + count, 0)
  const mean = leftOut.reduce((sum, { estimate, count }) => sum + estimate * count, 0) / persons
  let [squares, cubes] = [0, 0]
  for (const { estimate, count } of leftOut) {
    squares += count * (mean - estimate) ** 2
    cubes += count * (mean - estimate) ** 3
  }
  if (!(squares > (SAME * mean) ** 2)) return null
  const acceleration = cubes / (6 * squares ** 1.5)
  return Number.isFinite(acceleration) ? acceleration : null
}
