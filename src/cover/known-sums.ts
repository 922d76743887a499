/*
 * Which sums of bins follow from what is known, and whether they are surely large (protocol/specification.md
 * 14.5). Known are the covered counts, and exactly the number of persons on s lists for every s.
 */
import type { Bin } from './bins.ts'
import type { CoverPlan } from './plan.ts'
import { sumLaws, unlikelyCover } from './sum-law.ts'

export interface Covered {
  readonly evaluators: number
  /** T: a sum below it is taken for large with a chance below δ only. */
  readonly threshold: number
  readonly delta: number
  /** Covered count of each bin. */
  readonly covered: readonly number[]
}

/** One more than the most lists that a bin can have. */
const SIZES = 9

export interface KnownSums {
  /** Whether the sum of so many bins, with that covered count, is surely T or more. */
  isLarge(sum: PartSum): boolean
  /** Bins that the vector has, and their covered count. */
  sumOf(vector: Int8Array): PartSum
  /** Whether knowing this combination of bins gives a sum that may be below T. */
  givesSmallSum(combined: Int8Array): boolean
}

interface PartSum {
  bins: number
  covered: number
}

export function knownSums(plan: CoverPlan, by: Covered): KnownSums {
  const least = sumLaws(plan.law, by.evaluators, plan.bins.length).map(
    (law) => by.threshold - 1 + unlikelyCover(law, by.delta),
  )
  const { covered } = by
  const sizes = sizeClasses(plan.bins)
  const isLarge = (sum: PartSum) =>
    sum.bins === 0 || sum.covered >= (least[sum.bins] ?? Number.POSITIVE_INFINITY)
  return {
    isLarge,
    sumOf: (vector) => partsBeyond(vector, new Int8Array(vector.length), { sizes, covered }).above,
    givesSmallSum: (combined) => {
      const { low, high } = extremes(combined, sizes)
      const { above } = partsBeyond(combined, low, { sizes, covered })
      const { below } = partsBeyond(combined, high, { sizes, covered })
      return !isLarge(above) || !isLarge(below)
    },
  }
}

/** Of the bins whose factor is above (and those whose is below) the bound of their size. */
function partsBeyond(
  combined: Int8Array,
  bounds: Int8Array,
  of: { readonly sizes: Uint8Array; readonly covered: readonly number[] },
): { above: PartSum; below: PartSum } {
  const above = { bins: 0, covered: 0 }
  const below = { bins: 0, covered: 0 }
  for (let bin = 0; bin < combined.length; bin++) {
    const difference = (combined[bin] ?? 0) - (bounds[of.sizes[bin] ?? 0] ?? 0)
    if (difference === 0) continue
    const part = difference > 0 ? above : below
    part.bins++
    part.covered += of.covered[bin] ?? 0
  }
  return { above, below }
}

/**
 * Smallest and largest factor among the bins of each number of lists. As the number of persons on s
 * lists is known exactly, so many times that number can be taken off: what is left has no negative
 * (or no positive) factor and as few bins as can be, and its sum is known. It is at least the plain
 * sum of those bins.
 */
function extremes(combined: Int8Array, sizes: Uint8Array): { low: Int8Array; high: Int8Array } {
  const low = new Int8Array(SIZES).fill(127)
  const high = new Int8Array(SIZES).fill(-128)
  for (let bin = 0; bin < combined.length; bin++) {
    const size = sizes[bin] ?? 0
    const factor = combined[bin] ?? 0
    if (factor < (low[size] ?? 0)) low[size] = factor
    if (factor > (high[size] ?? 0)) high[size] = factor
  }
  return { low, high }
}

/** The number of lists of each bin. */
function sizeClasses(bins: readonly Bin[]): Uint8Array {
  return Uint8Array.from(bins, ({ lists }) => lists.length)
}
