import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededPrng } from '../../src/rehearsal/prng.ts'

describe('seeded chance', () => {
  test('repeats from the same seed and label, and not from others', () => {
    const draw = (seed: number, label: string) => {
      const prng = seededPrng(seed, label)
      return Array.from({ length: 20 }, () => prng.next())
    }
    expect(draw(7, 'a')).toEqual(draw(7, 'a'))
    expect(draw(7, 'a')).not.toEqual(draw(8, 'a'))
    expect(draw(7, 'a')).not.toEqual(draw(7, 'b'))
  })

  test('is spread evenly over ten bins, with no bin out of reach', () => {
    const prng = seededPrng(1, 'bins')
    const bins = Array(10).fill(0) as number[]
    for (let at = 0; at < 20_000; at++) bins[prng.below(10)]! += 1
    for (const bin of bins) expect(Math.abs(bin - 2_000)).toBeLessThan(200)
  })

  test('draws whole numbers between both ends, ends included', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), fc.nat(50), (seed, from, extra) => {
        const value = seededPrng(seed, 'between').between(from, from + extra)
        return Number.isInteger(value) && value >= from && value <= from + extra
      }),
    )
    const prng = seededPrng(3, 'ends')
    const seen = new Set(Array.from({ length: 200 }, () => prng.between(1, 3)))
    expect([...seen].sort()).toEqual([1, 2, 3])
  })

  test('shuffling keeps every item once', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const shuffled = seededPrng(seed, 'shuffle').shuffled(items)
        expect(shuffled.toSorted()).toEqual(items.toSorted())
      }),
    )
  })

  test('never gives an index of weight 0', () => {
    const prng = seededPrng(5, 'weights')
    const drawn = new Set(Array.from({ length: 500 }, () => prng.weighted([0, 1, 0, 3, 0])))
    expect([...drawn].sort()).toEqual([1, 3])
    expect(() => prng.weighted([0, 0])).toThrow(RangeError)
    expect(() => prng.pick([])).toThrow(RangeError)
  })
})
