/**
 * What may be shown of one count. Pure; reveals the cell that it gives.
 */
import type { ReleaseCell } from '../release/figure.ts'
import { roundToBase } from './rounding.ts'
import type { DisclosureRules } from './rules.ts'
import { isWithheld } from './threshold.ts'

/** An estimate is shown only if the truth is unlikely to be below the threshold; ends round outwards. */
export function protectEstimate(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  { threshold, roundingBase }: DisclosureRules,
): ReleaseCell {
  if (isWithheld(low, threshold)) return { status: 'withheld', below: threshold }
  return {
    status: 'covered',
    value: roundToBase(value, roundingBase),
    low: Math.floor(low / roundingBase) * roundingBase,
    high: Math.ceil(high / roundingBase) * roundingBase,
  }
}

/** The only function that sees an exact count and says what may be shown of it. */
export function protectCount(value: number | null, rules: DisclosureRules): ReleaseCell {
  if (value === null) return { status: 'not-applicable' }
  if (isWithheld(value, rules.threshold)) return { status: 'withheld', below: rules.threshold }
  return { status: 'shown', value: roundToBase(value, rules.roundingBase) }
}

/** Alike for every figure withheld for others: it is not said either that it is covered, or would be said again. */
export const secondary = { exactness: 'exact', cell: { status: 'secondary' } } as const
