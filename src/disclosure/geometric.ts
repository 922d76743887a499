/**
 * Noise of differential privacy: a two-sided geometric law (discrete Laplace), P(z) proportional to
 * exp(−|z|·s/t), drawn exactly and in whole numbers (Canonne, Kamath & Steinke 2020, algorithms 1 and
 * 2), so that no rounding of a machine shows in the last digits (Mironov 2012). Randomness is a
 * parameter. The law is public; what is drawn is to be forgotten.
 */
import type { Random } from '../base/random.ts'

/** The noise of scale t/s, both whole and positive. */
export function drawGeometric(s: number, t: number, random: Random): number {
  for (;;) {
    const u = drawBelow(t, random)
    if (!bernoulliExp(u, t, random)) continue
    let whole = 0
    while (bernoulliExp(1, 1, random)) whole++
    const size = Math.floor((u + t * whole) / s)
    const isNegative = drawBelow(2, random) === 1
    // Otherwise zero would come twice as often as it should
    if (isNegative && size === 0) continue
    return isNegative ? -size : size
  }
}

/** True with probability exp(−over/under), for 0 ≤ over ≤ under. */
function bernoulliExp(over: number, under: number, random: Random): boolean {
  let k = 1
  while (drawBelow(under * k, random) < over) k++
  return k % 2 === 1
}

const DRAW_BYTES = 6
const DRAWS = 2 ** 48

/** Uniform in 0 … bound − 1. */
function drawBelow(bound: number, random: Random): number {
  const limit = DRAWS - (DRAWS % bound)
  for (;;) {
    const number = random(DRAW_BYTES).reduce((sum, byte) => sum * 256 + byte, 0)
    if (number < limit) return number % bound
  }
}
