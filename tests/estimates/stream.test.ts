import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { binomial, multinomial, streamOf } from '../../src/estimates/stream.ts'

describe('streams of chance', () => {
  it('repeat from the same seed, purpose and number', () => {
    const draws = () => Array.from({ length: 5 }, streamOf(7, 'resample', 3))
    expect(draws()).toEqual(draws())
  })

  it('start where SHA-256 of seed, purpose and number says', () => {
    const hash = createHash('sha256').update('7/resample/3').digest()
    const state = [0, 4, 8, 12].map((at) => hash.readInt32LE(at))
    const expected = uniformFloat64(xoroshiro128plusFromState(state))
    expect(streamOf(7, 'resample', 3)()).toBe(expected)
  })

  it('differ where seed, purpose or number differ', () => {
    const first = [
      streamOf(7, 'resample', 3),
      streamOf(8, 'resample', 3),
      streamOf(7, 'linkage', 3),
      streamOf(7, 'resample', 4),
    ].map((next) => next())
    expect(new Set(first).size).toBe(4)
  })

  it('are spread evenly over their first draws, as each resample uses another', () => {
    const firsts = Array.from({ length: 4000 }, (_, at) => streamOf(1, 'resample', at)())
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
    for (let part = 0; part < 10; part++) {
      const inPart = firsts.filter((value) => Math.floor(value * 10) === part).length
      expect(Math.abs(inPart - 400)).toBeLessThan(80)
    }
  })
})

describe('drawing counts', () => {
  it('gives every draw a place, and none to a place without weight', () => {
    const counts = multinomial([5, 0, 3, 2], 1000, streamOf(1, 'resample', 0))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
    expect(counts[1]).toBe(0)
  })

  it('draws each place as often as it weighs', () => {
    const counts = multinomial([1, 2, 7], 100_000, streamOf(2, 'resample', 0))
    expect(counts.map((count) => Math.round(count / 1000))).toEqual([10, 20, 70])
  })

  it('has the spread of the binomial law', () => {
    const next = streamOf(3, 'resample', 0)
    for (const [trials, chance] of [
      [50, 0.02],
      [50, 0.3],
      [50, 0.9],
      [400, 0.2],
      [3_000_000, 0.4],
    ] as const) {
      const drawn = Array.from({ length: 4000 }, () => binomial(trials, chance, next))
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
      const spread = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length
      const variance = trials * chance * (1 - chance)
      expect(Math.abs(mean - trials * chance)).toBeLessThan(0.06 * Math.sqrt(variance))
      expect(Math.abs(spread / variance - 1)).toBeLessThan(0.1)
    }
  })

  it('draws each number as often as the law says, below and above the mode', () => {
    const next = streamOf(5, 'resample', 0)
    const drawn = Array.from({ length: 20_000 }, () => binomial(60, 0.4, next))
    // P(X <= 20) and P(X >= 29) for 60 trials of 0.4
    const share = (holds: (value: number) => boolean) => drawn.filter(holds).length / drawn.length
    expect(Math.abs(share((value) => value <= 20) - 0.1786)).toBeLessThan(0.012)
    expect(Math.abs(share((value) => value >= 29) - 0.1184)).toBeLessThan(0.012)
    expect(drawn.every((value) => value >= 0 && value <= 60)).toBe(true)
  })

  it('knows what cannot fail and what cannot happen', () => {
    const next = streamOf(4, 'resample', 0)
    expect([binomial(9, 0, next), binomial(9, 1, next), binomial(0, 0.5, next)]).toEqual([0, 9, 0])
  })
})
