import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { GENERATOR, IDENTITY } from '../../src/group/engine.ts'
import { drawScalar } from '../../src/psi/draw-scalar.ts'
import {
  checkCommitment,
  commitKeys,
  jointKey,
  type PossessionContext,
  provePossession,
  verifyPossession,
} from '../../src/psi/possession.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'

const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
const context: PossessionContext = {
  coreDigest: new Uint8Array(32).fill(9),
  holder: 'university',
  keyName: 'slot/bsn',
}
const otherContexts: PossessionContext[] = [
  { ...context, coreDigest: new Uint8Array(32).fill(8) },
  { ...context, holder: 'police' },
  { ...context, keyName: 'token' },
  { ...context, holder: 'universityslot', keyName: '/bsn' },
]

/** x + q, the same scalar written in another way. */
function addOrder(x: Uint8Array): Uint8Array {
  let carry = 0
  return x.map((byte, at) => {
    carry += byte + (ORDER[at] ?? 0)
    const low = carry & 255
    carry >>= 8
    return low
  })
}

describe.each(engines)('possession with the $name engine', (engine) => {
  const random = seededRandom('possession')
  const secret = drawScalar(engine, random)
  const publicKey = engine.multiplyBase(secret)
  const proof = provePossession(engine, secret, context, random)
  const code = (bytes: Uint8Array, key: Uint8Array, where: PossessionContext) =>
    refusal(() => verifyPossession(engine, bytes, key, where)).code

  it('is proven by who knows the secret', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.string(), (bytes, holder) => {
        fc.pre(bytes.some((byte) => byte !== 0))
        const mine = engine.scalarFromWide(bytes)
        const where = { ...context, holder }
        const shown = provePossession(engine, mine, where, random)
        expect(shown.length).toBe(64)
        verifyPossession(engine, shown, engine.multiplyBase(mine), where)
      }),
      { numRuns: 10 },
    )
  })

  it('proves nothing in another round, for another holder or another key', () => {
    for (const other of otherContexts) {
      expect(code(proof, publicKey, other)).toBe('possession.invalid')
    }
  })

  it('names holder and key in the refusal, not the bytes', () => {
    const { where, message } = refusal(() => verifyPossession(engine, proof, GENERATOR, context))
    expect(where).toBe('holder university, key slot/bsn')
    expect(message).not.toContain(toHex(proof).slice(0, 8))
  })

  it('is refused when any byte of it is changed', () => {
    for (let at = 0; at < proof.length; at += 7) {
      const changed = proof.slice()
      changed[at] = (changed[at] ?? 0) ^ 2
      expect(code(changed, publicKey, context)).toBe('possession.invalid')
    }
  })

  it('is refused when it is of another length', () => {
    expect(code(proof.subarray(1), publicKey, context)).toBe('possession.invalid')
    expect(code(concatBytes(proof, proof), publicKey, context)).toBe('possession.invalid')
  })

  it('is refused when z stands above the order, although it is the same number', () => {
    const z = addOrder(proof.subarray(32))
    expect(code(concatBytes(proof.subarray(0, 32), z), publicKey, context)).toBe(
      'possession.invalid',
    )
  })

  it('is refused for the identity, as key or as commitment, and for bytes that are no element', () => {
    // With Y the identity, every R = z·G would verify, without any secret.
    const z = drawScalar(engine, random)
    const forIdentity = concatBytes(engine.multiplyBase(z), z)
    expect(code(forIdentity, IDENTITY, context)).toBe('possession.invalid')
    expect(code(concatBytes(IDENTITY, proof.subarray(32)), publicKey, context)).toBe(
      'possession.invalid',
    )
    expect(code(proof, new Uint8Array(32).fill(1), context)).toBe('possession.invalid')
    expect(code(proof, publicKey.subarray(1), context)).toBe('possession.invalid')
    expect(code(concatBytes(proof.subarray(0, 32), IDENTITY), publicKey, context)).toBe(
      'possession.invalid',
    )
  })

  it('gives no proof for a secret of zero', () => {
    const prove = () => provePossession(engine, new Uint8Array(32), context, random)
    expect(refusal(prove).code).toBe('scalar.zero')
  })

  it('keeps its nonce apart even when the random source repeats itself', () => {
    const stuck = () => new Uint8Array(32)
    const [first, ...others] = [context, ...otherContexts].map((where) =>
      toHex(provePossession(engine, secret, where, stuck).subarray(0, 32)),
    )
    expect(others).not.toContain(first)
    expect(new Set(others).size).toBe(others.length)
  })

  it('stops the last speaker whose key cancels the keys of the others', () => {
    const others = [1, 2].map(() => engine.multiplyBase(drawScalar(engine, random)))
    const known = drawScalar(engine, random)
    const rogue = others.reduce(
      (key, other) => engine.subtract(key, other),
      engine.multiplyBase(known),
    )
    // It would work: the rogue alone knows the secret of the joint key.
    expect(jointKey(engine, [...others, rogue])).toEqual(engine.multiplyBase(known))
    const attempt = provePossession(engine, known, context, random)
    expect(code(attempt, rogue, context)).toBe('possession.invalid')
    expect(code(proof, rogue, context)).toBe('possession.invalid')
  })

  it('adds keys up in any order', () => {
    const keys = [1, 2, 3].map(() => drawScalar(engine, random))
    const publics = keys.map((key) => engine.multiplyBase(key))
    const secretSum = keys.reduce((sum, key) => engine.scalarAdd(sum, key))
    expect(jointKey(engine, publics)).toEqual(engine.multiplyBase(secretSum))
    expect(jointKey(engine, publics.toReversed())).toEqual(engine.multiplyBase(secretSum))
    expect(jointKey(engine, [publicKey])).toEqual(publicKey)
  })

  it('makes no joint key that hides nothing', () => {
    const opposite = engine.subtract(IDENTITY, publicKey)
    for (const keys of [[], [IDENTITY], [publicKey, IDENTITY], [publicKey, opposite]]) {
      expect(refusal(() => jointKey(engine, keys)).code).toBe('key.identity')
    }
    const bad = new Uint8Array(32).fill(1)
    expect(refusal(() => jointKey(engine, [bad])).code).toBe('element.invalid')
    expect(refusal(() => jointKey(engine, [publicKey, bad])).code).toBe('element.invalid')
  })
})

describe('a commitment to keys', () => {
  it('holds for the record it was made of, and for no other', () => {
    const commitment = commitKeys(utf8('record'))
    expect(commitment.length).toBe(64)
    checkCommitment(commitment, utf8('record'), 'police')
    const problem = refusal(() => checkCommitment(commitment, utf8('Record'), 'police'))
    expect([problem.code, problem.where]).toEqual(['commitment.broken', 'holder police'])
    const short = refusal(() => checkCommitment(commitment.subarray(1), utf8('record'), 'police'))
    expect(short.code).toBe('commitment.broken')
  })
})
