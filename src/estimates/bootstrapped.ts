/*
 * Intervals of ways from their replicates. Limits are values of single resamples of exact counts: for the counter alone.
 */
import { accelerationOf, type BootstrapInterval, bootstrapInterval } from './interval.ts'
import type { Replicates } from './replicate.ts'
import type { StratumCell } from './strata.ts'
import { MOST_FAILED } from './verdict.ts'

export interface Bootstrapped extends BootstrapInterval {
  readonly resamples: number
  /** Resamples on which the way has no estimate. */
  readonly failed: number
}

/** What ways gave on resamples and without each person. */
export interface Repeated {
  readonly cells: readonly StratumCell[]
  /** A row a resample or a cell left out; a place for each way that was repeated. */
  readonly resampled: Replicates
  readonly leftOut: Replicates
}

/** Null where no resample has an estimate. */
export function intervalAt(
  { resampled, leftOut, cells }: Repeated,
  place: number,
  estimate: number,
): Bootstrapped | null {
  const values = resampled.flatMap((row) => row[place] ?? [])
  if (values.length === 0) return null
  const jackknife = leftOut.map((row, at) => ({
    estimate: row[place] ?? null,
    count: cells[at]?.count ?? 0,
  }))
  const complete = jackknife.flatMap(({ estimate: value, count }) =>
    value === null ? [] : [{ estimate: value, count }],
  )
  const acceleration = complete.length < jackknife.length ? null : accelerationOf(complete)
  return {
    ...bootstrapInterval(estimate, values, acceleration),
    resamples: resampled.length,
    failed: resampled.length - values.length,
  }
}

/** Too many failed resamples: what is left is no longer the table drawn anew. */
export function trusted(bootstrap: Bootstrapped | null): Bootstrapped | null {
  return bootstrap === null || bootstrap.failed > MOST_FAILED * bootstrap.resamples
    ? null
    : bootstrap
}
