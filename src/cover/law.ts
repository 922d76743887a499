/*
 * How many rows that stand for nobody an evaluator adds to a bin (protocol/specification.md 14.1): a
 * truncated two-sided geometric law, in whole numbers from the table to the draw. No float enters
 * it, so its last bits tell nothing (Mironov, CCS 2012), and the rounding goes the way that keeps the
 * promise exact: neighbouring weights never differ by more than the factor e^(ε/b). The law is
 * public; what is drawn from it is the evaluator's secret.
 */
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { decimalOf } from './decimal.ts'

export interface LawParameters {
  readonly epsilon: number
  readonly delta: number
  /** Bins whose counts change when one person stands on other lists, but as many (14.2). */
  readonly changedBins: number
}

export interface Law {
  /** The middle; numbers lie in 0 … 2m. */
  readonly m: number
  /** W_0 … W_m: the weight of a number at that distance from m. */
  readonly weights: readonly bigint[]
  /** Sum of the weights of 0 … 2m. */
  readonly total: bigint
}

/** Weight of the middle. */
const PEAK = 1n << 64n
const DRAW_BYTES = 16
const DRAWS = 1n << 128n

/**
 * The law of an agreement: W_0 = 2^64, W_d = ⌈W_(d−1)·e^(−ε/b)⌉ for b changed bins, and m the smallest
 * with b·P(0) ≤ δ. As the rounding is upwards, P(z)/P(z ± 1) ≤ e^(ε/b) holds exactly within 0 … 2m, so
 * b bins together are within e^ε but for a part of b·P(0) ≤ δ.
 *
 * @throws Problem `cover.parameters` unless 0.1 ≤ ε ≤ 10, 10^-12 ≤ δ ≤ 0.01 and 1 ≤ b ≤ 16
 */
export function makeLaw({ epsilon, delta, changedBins }: LawParameters): Law {
  refuseOutside(epsilon, 0.1, 10, 'epsilon')
  refuseOutside(delta, 1e-12, 0.01, 'delta')
  refuseOutside(changedBins, 1, 16, 'bins')
  const { units, digits } = decimalOf(epsilon)
  const ratio = inverseExponential(units, 10n ** BigInt(digits) * BigInt(changedBins))
  const limit = decimalOf(delta)
  const bound = limit.units
  const tail = BigInt(changedBins) * 10n ** BigInt(limit.digits)
  const weights = [PEAK]
  let total = PEAK
  let weight = PEAK
  do {
    weight = scaleUp(weight, ratio)
    weights.push(weight)
    total += 2n * weight
  } while (tail * weight > bound * total)
  return { m: weights.length - 1, weights, total }
}

/** The weight of a number; none outside 0 … 2m. */
export function weightOf({ m, weights }: Law, z: number): bigint {
  return weights[Math.abs(z - m)] ?? 0n
}

/**
 * A number of the law: u is 16 random bytes, big-endian, passed over at or above the largest multiple
 * of the total up to 2^128; the number is how many of the sums W(0), W(0) + W(1) … are at most u mod
 * total. All sums are compared, so the time depends little on what is drawn.
 */
export function drawCover(law: Law, random: Random): number {
  const rest = drawBelow(law.total, random)
  let sum = 0n
  let z = 0
  for (let at = 0; at < 2 * law.m; at++) {
    sum += weightOf(law, at)
    z += sum <= rest ? 1 : 0
  }
  return z
}

function drawBelow(bound: bigint, random: Random): bigint {
  const limit = DRAWS - (DRAWS % bound)
  for (;;) {
    const bytes = random(DRAW_BYTES)
    const u = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
    if (u < limit) return u % bound
  }
}

interface Bounds {
  readonly low: bigint
  readonly high: bigint
}

const FRACTION_BITS = 256n
const GUARD_BITS = 320n
/** More than what the series loses by rounding each of its terms down, for x up to 10. */
const SERIES_LOSS = 1n << 32n

/** e^(−numerator/denominator) in units of 2^−256, from below and above. */
function inverseExponential(numerator: bigint, denominator: bigint): Bounds {
  let term = 1n << GUARD_BITS
  let sum = 0n
  for (let n = 1n; term > 0n; n++) {
    sum += term
    term = (term * numerator) / (denominator * n)
  }
  const one = 1n << (GUARD_BITS + FRACTION_BITS)
  return { low: one / (sum + SERIES_LOSS), high: one / sum + 1n }
}

/** ⌈weight·ratio⌉. The ratio is irrational; two bounds that round alike settle it. */
function scaleUp(weight: bigint, { low, high }: Bounds): bigint {
  const up = (value: bigint) => ((value - 1n) >> FRACTION_BITS) + 1n
  const result = up(weight * high)
  if (up(weight * low) !== result) throw new RangeError('law: too few bits')
  return result
}

function refuseOutside(value: number, least: number, most: number, name: string): void {
  if (value >= least && value <= most) return
  throw new Problem({
    code: 'cover.parameters',
    what: 'A parameter of the cover is out of its range',
    where: `${name}: from ${least} to ${most}`,
    remedy: 'Correct `cover` in the agreement.',
  })
}
