/*
 * Chance for resampling and simulation: seeded, so that whoever has the table and the seed finds the same figures.
 * One stream per purpose and number (a resample, a replicate), so that the number of workers and the order in
 * which they end change nothing. Predictable: nothing that protects a person may use it.
 *
 * Generator: xoroshiro128+ of Blackman and Vigna (pure-rand); its state is the first 16 bytes, as four numbers of which
 * the first byte is the lowest, of SHA-256 of `seed/purpose/number`: streams that are numbered one after the other have
 * nothing in common.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { logFactorial } from './distributions.ts'

/** Uniform in [0, 1), 53 bits of it. */
export type Stream = () => number

export const GENERATOR = 'xoroshiro128+'
/** Seeds are whole numbers from 0 to this. */
export const GREATEST_SEED = 4_294_967_295

export function streamOf(seed: number, purpose: string, number: number): Stream {
  const generator = xoroshiro128plusFromState(stateOf(`${seed}/${purpose}/${number}`))
  return () => uniformFloat64(generator)
}

function stateOf(label: string): [number, number, number, number] {
  const bytes = sha256(utf8ToBytes(label))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const word = (place: number) => view.getInt32(4 * place, true)
  return [word(0), word(1), word(2), word(3)]
}

/** So many draws over places of these weights: how often each was drawn. The weights add up to more than 0. */
export function multinomial(weights: readonly number[], draws: number, next: Stream): number[] {
  const counts = weights.map(() => 0)
  let left = draws
  let mass = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [place, weight] of weights.entries()) {
    if (left === 0) break
    const drawn = weight >= mass ? left : binomial(left, weight / mass, next)
    counts[place] = drawn
    left -= drawn
    mass -= weight
  }
  return counts
}

/** Successes among so many trials. */
export function binomial(trials: number, chance: number, next: Stream): number {
  if (chance <= 0 || trials <= 0) return 0
  if (chance >= 1) return trials
  if (chance > 0.5) return trials - binomial(trials, 1 - chance, next)
  return trials * chance < FEW ? byWaiting(trials, chance, next) : fromMode(trials, chance, next)
}

/** Expected successes below which they are waited for one by one. */
const FEW = 20

/** Waiting times between successes are geometric (Devroye 1986, X.4.2): as many draws as successes. */
function byWaiting(trials: number, chance: number, next: Stream): number {
  const rate = Math.log1p(-chance)
  let position = 0
  for (let successes = 0; ; successes++) {
    position += Math.floor(Math.log(1 - next()) / rate) + 1
    if (position > trials) return successes
  }
}

/** Inversion from the mode outwards (Kemp 1986): one draw, and steps as the standard deviation. */
function fromMode(trials: number, chance: number, next: Stream): number {
  const odds = chance / (1 - chance)
  const mode = Math.floor((trials + 1) * chance)
  let [low, high] = [mode, mode]
  let above = Math.exp(logChance(trials, mode, chance))
  let below = above
  let rest = next() - above
  // What rounding leaves over when both sides are done belongs to nobody, and goes to the mode.
  while (rest >= 0 && above + below > Number.MIN_VALUE) {
    above *= (odds * (trials - high)) / (high + 1)
    high++
    rest -= above
    if (rest < 0) return high
    below *= low / (odds * (trials - low + 1))
    low--
    rest -= below
    if (rest < 0) return low
  }
  return mode
}

function logChance(trials: number, successes: number, chance: number): number {
  const ways = logFactorial(trials) - logFactorial(successes) - logFactorial(trials - successes)
  return ways + successes * Math.log(chance) + (trials - successes) * Math.log1p(-chance)
}
