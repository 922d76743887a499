import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../src/base/bytes.ts'
import { permutation } from '../../src/psi/permutation.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'

const SEED = 'permutation'

describe('a permutation', () => {
  it('takes every row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.string(), (n, seed) => {
        const order = permutation(n, seededRandom(seed))
        expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
      }),
    )
  })

  it('takes every row once beyond the size of a block', () => {
    const order = permutation(40_000, seededRandom(SEED))
    expect(new Set(order).size).toBe(40_000)
  })

  it(`gives all orders of five alike (seed "${SEED}")`, () => {
    const random = seededRandom(SEED)
    const seen = new Map<string, number>()
    const draws = 12_000
    for (let draw = 0; draw < draws; draw++) {
      const order = permutation(5, random).join()
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    const expected = draws / 120
    expect(seen.size).toBe(120)
    const chiSquare = [...seen.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    )
    // 119 degrees of freedom: a fair source lies below 200 but for four times in a million.
    expect(chiSquare).toBeLessThan(200)
    expect(chiSquare).toBeGreaterThan(60)
  })

  it('uses the bytes as written, and not one more', () => {
    const script = scriptedRandom(fromHex('00000004000000050000000400000001'))
    // i=4: j=4 mod 5=4; i=3: j=5 mod 4=1; i=2: j=4 mod 3=1; i=1: j=1 mod 2=1.
    expect([...permutation(5, script.random)]).toEqual([0, 2, 3, 1, 4])
    expect(script.left()).toBe(0)
  })

  it('passes over numbers that would favour some places', () => {
    // 2^32 mod 3 = 1, so 2^32 − 1 is the one number too many for three places.
    const script = scriptedRandom(fromHex('ffffffff' + '00000000' + '00000001'))
    expect([...permutation(3, script.random)]).toEqual([2, 1, 0])
    expect(script.left()).toBe(0)
    expect(() => permutation(3, scriptedRandom(fromHex('ffffffff00000000')).random)).toThrow(
      'exhausted',
    )
  })

  it('needs no randomness for one row or none', () => {
    const none = scriptedRandom(new Uint8Array(0)).random
    expect([...permutation(0, none)]).toEqual([])
    expect([...permutation(1, none)]).toEqual([0])
  })

  it('takes no count that is not one', () => {
    for (const n of [-1, 1.5, Number.NaN, 2 ** 32]) {
      expect(() => permutation(n, seededRandom(SEED))).toThrow(RangeError)
    }
  })
})
