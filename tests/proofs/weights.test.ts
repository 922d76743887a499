import { describe, expect, it } from 'vitest'
import { concatBytes, i2osp, toHex, utf8 } from '../../src/base/bytes.ts'
import { isScalar } from '../../src/group/engine.ts'
import { weightSeed, weights } from '../../src/proofs/weights.ts'
import { hashTags } from '../../src/psi/suite.ts'
import { taggedHash } from '../../src/psi/tagged-hash.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'

const seed = new Uint8Array(32).fill(3)
const [engine] = engines as [(typeof engines)[number]]

describe.each(engines)('weights with the $name engine', (one) => {
  it('are the hash of seed and number, reduced', () => {
    const expected = [5, 6].map((at) =>
      one.scalarFromWide(taggedHash(hashTags.weight, seed, i2osp(at, 8))),
    )
    expect(weights(one, seed, 5, 2)).toEqual(concatBytes(...expected))
  })
})

describe('weights', () => {
  it('come out the same whether they are asked for at once or by chunk', () => {
    const whole = weights(engine, seed, 0, 7)
    const chunks = concatBytes(weights(engine, seed, 0, 3), weights(engine, seed, 3, 4))
    expect(chunks).toEqual(whole)
    expect(weights(engine, seed, 0, 0)).toEqual(new Uint8Array(0))
  })

  it('are full-width scalars, all different', () => {
    const all = weights(engine, seed, 0, 100)
    const hex = Array.from({ length: 100 }, (_, at) => all.subarray(at * 32, at * 32 + 32))
    expect(hex.every(isScalar)).toBe(true)
    expect(new Set(hex.map(toHex)).size).toBe(100)
    expect(hex.some((one) => (one[31] ?? 0) >= 8)).toBe(true)
  })

  it('go on beyond what four bytes can count', () => {
    const far = weights(engine, seed, 2 ** 32, 1)
    expect(far).not.toEqual(weights(engine, seed, 0, 1))
  })

  it('need a seed of 32 bytes', () => {
    const problem = refusal(() => weights(engine, seed.subarray(1), 0, 1))
    expect(problem.code).toBe('proof.seed')
    expect(problem.message).toContain('32 bytes')
  })
})

describe('the seed of weights', () => {
  const weighed = {
    context: utf8('round'),
    digests: [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)],
    keys: new Uint8Array(64).fill(4),
  }

  it('changes with context, every digest, their order, and every key', () => {
    const others = [
      { ...weighed, context: utf8('rounds') },
      { ...weighed, digests: weighed.digests.toReversed() },
      { ...weighed, digests: weighed.digests.slice(1) },
      { ...weighed, keys: weighed.keys.subarray(32) },
      { ...weighed, keys: weighed.keys.map((byte, at) => (at === 63 ? 5 : byte)) },
      { ...weighed, digests: [], keys: concatBytes(...weighed.digests, weighed.keys) },
    ]
    const seeds = [weighed, ...others].map((one) => toHex(weightSeed(one)))
    expect(new Set(seeds).size).toBe(seeds.length)
    expect(seeds[0]).toHaveLength(128)
  })
})
