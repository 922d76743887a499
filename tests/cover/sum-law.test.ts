import { describe, expect, it } from 'vitest'
import { type Law, makeLaw, weightOf } from '../../src/cover/law.ts'
import { spreadOf, sumLaws, unlikelyCover, weightedLaw } from '../../src/cover/sum-law.ts'

const law = makeLaw({ epsilon: 1, delta: 0.000001, changedBins: 2 })

/** Weights of the sum of so many draws, in whole numbers. */
function exactSum(of: Law, draws: number): bigint[] {
  let sum = [1n]
  for (let draw = 0; draw < draws; draw++) {
    const next = Array.from({ length: sum.length + 2 * of.m }, () => 0n)
    for (const [at, weight] of sum.entries()) {
      for (let z = 0; z <= 2 * of.m; z++) next[at + z] = next[at + z]! + weight * weightOf(of, z)
    }
    sum = next
  }
  return sum
}

/** The smallest number at which the exact tail is below one in a million. */
function exactUnlikely(weights: readonly bigint[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  let tail = 0n
  for (let at = weights.length - 1; at >= 0; at--) {
    tail += weights[at]!
    if (tail * 1_000_000n >= total) return at + 1
  }
  return 0
}

describe('the law of a sum of covers', () => {
  const laws = sumLaws(law, 3, 4)

  it.each([1, 2, 4])(
    'says from where on the cover of %i bins by three evaluators is unlikely',
    (n) => {
      expect(unlikelyCover(laws[n]!, 0.000001)).toBe(exactUnlikely(exactSum(law, 3 * n)))
    },
  )

  it('has the middle and the chances of the exact one', () => {
    const weights = exactSum(law, 6)
    const total = Number(weights.reduce((sum, weight) => sum + weight, 0n))
    const { least, chances, ends } = laws[2]!
    expect(ends).toBe(6 * 54)
    for (const [at, chance] of chances.entries()) {
      expect(chance / (Number(weights[least + at]!) / total)).toBeCloseTo(1, 9)
    }
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12)
  })

  it('has nothing to add for no bin', () => {
    expect(unlikelyCover(laws[0]!, 0.000001)).toBe(1)
    expect(spreadOf(laws[0]!, 0.95)).toBe(0)
  })

  it('spreads as far as 95% needs and no further', () => {
    const { least, chances, ends } = laws[1]!
    const within = (h: number) =>
      chances.reduce((sum, p, at) => (Math.abs(least + at - ends / 2) <= h ? sum + p : sum), 0)
    const h = spreadOf(laws[1]!, 0.95)
    expect(h).toBe(10)
    expect(within(h)).toBeGreaterThanOrEqual(0.95)
    expect(within(h - 1)).toBeLessThan(0.95)
  })

  it('stretches where bins count more than once', () => {
    const plain = weightedLaw(law, 3, [0, 1, 0, 1])
    expect(plain.ends).toBe(laws[2]!.ends)
    expect(spreadOf(plain, 0.95)).toBe(spreadOf(laws[2]!, 0.95))
    expect(unlikelyCover(plain, 0.000001)).toBe(unlikelyCover(laws[2]!, 0.000001))
    // One bin of one evaluator that counts three times, beside one that counts once.
    const { least, chances, ends } = weightedLaw(law, 1, [3, 1])
    const weights = exactSum(law, 1)
    const total = Number(weights.reduce((sum, weight) => sum + weight, 0n))
    const chance = (z: number) => Number(weights[z] ?? 0n) / total
    expect(ends).toBe(4 * 54)
    for (const sum of [60, 100, 108, 109, 150]) {
      let exact = 0
      for (let z = 0; z <= 54; z++) exact += chance(z) * chance(sum - 3 * z)
      expect(chances[sum - least]! / exact).toBeCloseTo(1, 9)
    }
    expect(weightedLaw(law, 3, [0, 0]).ends).toBe(0)
  })

  it('goes on to all bins of eight lists', () => {
    const all = sumLaws(law, 3, 255)[255]!
    expect(unlikelyCover(all, 0.000001) - all.ends / 2).toBe(370)
  })
})
