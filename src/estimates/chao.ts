/*
 * Lower bounds from how many persons stand on exactly one and on exactly two lists (Chao 1987, 1989; Zelterman 1988).
 * They assume that persons differ in how likely they are to be listed, and that lists do not exclude each other:
 * lists that do make the bound too high. A figure for the counter, as the persons on one and on two lists show in it.
 */
import { type Limits, logNormalLimits } from './two-lists.ts'

export interface ChaoFigures {
  /** n + f1²/(2 f2); null, as the others that divide by f2, where nobody is on exactly two lists. */
  readonly uncorrected: number | null
  /** n + f1(f1 − 1)/(2(f2 + 1)). */
  readonly biasCorrected: number
  /** The same two, the unseen times (t − 1)/t for t lists. */
  readonly withTFactor: number | null
  readonly withTFactorBiasCorrected: number
  /** n/(1 − exp(−2 f2/f1)). */
  readonly zelterman: number | null
  readonly varianceUncorrected: number | null
  readonly logNormal95Uncorrected: Limits | null
  /** Of the bias-corrected one, so that there are limits where f2 is 0. */
  readonly varianceBiasCorrected: number
  readonly logNormal95BiasCorrected: Limits
}

/** @param frequencies persons on exactly 1, 2 … lists, one number a list */
export function chaoFigures(frequencies: readonly number[]): ChaoFigures {
  const observed = frequencies.reduce((sum, count) => sum + count, 0)
  const [ones = 0, twos = 0] = frequencies
  const factor = (frequencies.length - 1) / frequencies.length
  const unseen = twos === 0 ? null : ones ** 2 / (2 * twos)
  const corrected = (ones * (ones - 1)) / (2 * (twos + 1))
  const variance = twos === 0 ? null : varianceOf(ones / twos, twos)
  const biasCorrected = observed + corrected
  const varianceBiasCorrected = correctedVariance(ones, twos)
  return {
    uncorrected: unseen === null ? null : observed + unseen,
    biasCorrected,
    withTFactor: unseen === null ? null : observed + factor * unseen,
    withTFactorBiasCorrected: observed + factor * corrected,
    zelterman: twos === 0 || ones === 0 ? null : observed / -Math.expm1((-2 * twos) / ones),
    varianceUncorrected: variance,
    logNormal95Uncorrected:
      unseen === null || variance === null
        ? null
        : logNormalLimits({ observed, estimate: observed + unseen, variance }),
    varianceBiasCorrected,
    logNormal95BiasCorrected: logNormalLimits({
      observed,
      estimate: biasCorrected,
      variance: varianceBiasCorrected,
    }),
  }
}

/** f2·(r²/2 + r³ + r⁴/4) with r = f1/f2 (Chao 1987). */
function varianceOf(share: number, twos: number): number {
  return twos * (share ** 2 / 2 + share ** 3 + share ** 4 / 4)
}

/** Chao and others (2009), for the bias-corrected form. */
function correctedVariance(ones: number, twos: number): number {
  const below = twos + 1
  return (
    (ones * (ones - 1)) / (2 * below) +
    (ones * (2 * ones - 1) ** 2) / (4 * below ** 2) +
    (ones ** 2 * twos * (ones - 1) ** 2) / (4 * below ** 4)
  )
}
