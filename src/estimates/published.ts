/*
 * The form in which an estimate may leave the counter (protocol/estimates.md, What is published). An exact estimate
 * gives small overlaps back (two lists and Lincoln-Petersen: exactly), and so do criteria, deviances, coefficients
 * and intervals that are resampled counts: none of them is here, and digits are few. Reveals what is rounded to; whether
 * that is coarse enough for the table at hand is what the attacker's gate finds out.
 */
import type { EstimateReport } from './report.ts'
import type { Limits } from './two-lists.ts'
import type { Reason, Warning } from './verdict.ts'

export const MOST_DIGITS = 3
/** Of a round whose agreement names no other number. */
export const USUAL_DIGITS = 2

export interface RoundedEstimate extends Limits {
  readonly method: string
  readonly estimate: number
}

export interface PublishedEstimate {
  readonly verdict: 'publish' | 'refuse'
  readonly estimates: readonly RoundedEstimate[]
  /** The one to name if only one is named; null for none. */
  readonly headline: string | null
  /** Why nothing is published; no figure is in the words. */
  readonly reasons: readonly Reason[]
  readonly warnings: readonly Warning[]
  readonly digits: number
}

/**
 * What each selector found, to so many significant digits (1 to 3), limits outwards: nothing where the verdict is to refuse.
 *
 * @param digits fewer where the gate finds that more would narrow a small count
 */
export function publishedEstimate(
  report: Pick<EstimateReport, 'verdict' | 'reasons' | 'warnings' | 'selected' | 'headline'>,
  digits: number = MOST_DIGITS,
): PublishedEstimate {
  const kept = Math.min(Math.max(Math.trunc(digits), 1), MOST_DIGITS)
  const { verdict, reasons, warnings } = report
  const estimates =
    verdict === 'refuse'
      ? []
      : report.selected.flatMap(({ selector, estimate, lower, upper }) =>
          estimate === null || lower === null || upper === null
            ? []
            : [
                {
                  method: selector,
                  estimate: roundTo(estimate, kept, Math.round),
                  lower: roundTo(lower, kept, Math.floor),
                  upper: roundTo(upper, kept, Math.ceil),
                },
              ],
        )
  const headline = verdict === 'refuse' ? null : report.headline
  return { verdict, estimates, headline, reasons, warnings, digits: kept }
}

/** What is exact but for its last bits stays in place. */
const CARE = 1e-9

function roundTo(value: number, digits: number, round: (value: number) => number): number {
  if (value <= 0) return 0
  const unit = Math.max(1, 10 ** (Math.floor(Math.log10(value)) + 1 - digits))
  const units = value / unit
  const nearest = Math.round(units)
  return (Math.abs(units - nearest) < CARE * nearest ? nearest : round(units)) * unit
}
