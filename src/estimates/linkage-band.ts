/*
 * How far linking errors may have moved an estimate, from measured recall and precision of the links. Missed links
 * shrink overlaps and raise the estimate, false links lower it (Ding and Fienberg 1994; de Wolf, van der Laan and Zult
 * 2019). The table is given as many errors more as it has already, many times; by what the estimate then grows, it is
 * taken back. Assumes that errors strike persons and lists alike. Exact counts: for the counter alone.
 */

import type { LinkErrors } from './disturb.ts'
import type { Sample } from './estimator.ts'
import { quantile8 } from './interval.ts'
import { sizeOf } from './model.ts'
import type { Limits, ListPair } from './two-lists.ts'

export interface LinkQuality {
  /** Of the links that there are, the share that is found; above 0. */
  readonly recall: number
  /** Of the links found, the share that is right; above 0. */
  readonly precision: number
}

/** The chances that make as many errors of each kind as these rates say there are. */
export function linkErrorsOf({ cells }: Sample, { recall, precision }: LinkQuality): LinkErrors {
  const links = cells.reduce((sum, { mask, count }) => sum + count * (sizeOf(mask) - 1), 0)
  const alone = cells.reduce((sum, { mask, count }) => (sizeOf(mask) === 1 ? sum + count : sum), 0)
  const joined = alone === 0 ? 0 : ((1 - precision) * links) / alone
  return { missed: 1 - recall, joined: Math.min(joined, 1) }
}

export interface LinkageBand {
  /** By what the errors multiply the estimate: the median, and the range of 95 in 100. */
  readonly ratio: Limits & { readonly median: number }
  /** The estimate without the errors, by the median and by the range. */
  readonly corrected: Limits & { readonly estimate: number }
  readonly replicates: number
  readonly failed: number
}

const TAIL = 0.025

/** Null where no disturbed table has an estimate. */
export function linkageBand(
  estimate: number,
  disturbed: readonly (number | null)[],
): LinkageBand | null {
  const found = disturbed.filter((value) => value !== null)
  if (found.length === 0) return null
  const ratios = found.map((value) => value / estimate).sort((one, other) => one - other)
  const at = (chance: number) => quantile8(ratios, chance)
  const ratio = { lower: at(TAIL), median: at(0.5), upper: at(1 - TAIL) }
  return {
    ratio,
    corrected: {
      estimate: estimate / ratio.median,
      lower: estimate / ratio.upper,
      upper: estimate / ratio.lower,
    },
    replicates: disturbed.length,
    failed: disturbed.length - found.length,
  }
}

/** Lincoln-Petersen with the overlap that right links would show: m·precision/recall, never more than a list. */
export function correctedPair(
  { one, other, both }: ListPair,
  { recall, precision }: LinkQuality,
): number | null {
  const overlap = Math.min((both * precision) / recall, one, other)
  return overlap === 0 ? null : (one * other) / overlap
}
