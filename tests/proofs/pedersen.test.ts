import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generator } from '../../src/proofs/generators.ts'
import { commit, verifyOpening } from '../../src/proofs/pedersen.ts'
import { engines } from '../group/engines.ts'
import { scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { increase, ONE, ORDER, ZERO } from './mischief.ts'

describe.each(engines)('a commitment with the $name engine', (engine) => {
  const random = seededRandom('pedersen')
  const h = generator(engine, 0)
  const value = scalars(engine, 1, random)
  const blinding = scalars(engine, 1, random)
  const commitment = commit(engine, h, { value, blinding })
  const where = 'cover of police'
  const shown = { value, blinding, commitment, where }

  it('is z·G + ρ·H', () => {
    const sum = engine.add(engine.multiplyBase(value), engine.multiply(blinding, h))
    expect(commitment).toEqual(sum)
    expect(commit(engine, h, { value: ZERO, blinding })).toEqual(engine.multiply(blinding, h))
  })

  it('opens to what was committed to, zero and one too', () => {
    verifyOpening(engine, h, shown)
    for (const small of [ZERO, ONE]) {
      const made = commit(engine, h, { value: small, blinding })
      verifyOpening(engine, h, { ...shown, value: small, commitment: made })
    }
  })

  it('opens to nothing else', () => {
    const others = [
      { ...shown, value: increase(engine, value, 0) },
      { ...shown, blinding: increase(engine, blinding, 0) },
      { ...shown, value: blinding, blinding: value },
      { ...shown, commitment: h },
      { ...shown, commitment: commitment.subarray(1) },
    ]
    for (const other of others) {
      const problem = refusal(() => verifyOpening(engine, h, other))
      expect([problem.code, problem.where]).toEqual(['proof.opening', where])
    }
    const other = generator(engine, 1)
    expect(refusal(() => verifyOpening(engine, other, shown)).code).toBe('proof.opening')
  })

  it('adds up', () => {
    const more = commit(engine, h, { value: ONE, blinding: value })
    verifyOpening(engine, h, {
      value: increase(engine, value, 0),
      blinding: engine.scalarAdd(blinding, value),
      commitment: engine.add(commitment, more),
      where,
    })
  })

  it('is not made without blinding, nor of what is no scalar', () => {
    const code = (opening: { value: Uint8Array; blinding: Uint8Array }) =>
      refusal(() => commit(engine, h, opening)).code
    expect(code({ value, blinding: ZERO })).toBe('scalar.zero')
    expect(code({ value: ORDER, blinding })).toBe('scalar.invalid')
    expect(code({ value, blinding: ORDER })).toBe('scalar.invalid')
  })

  it('takes any bytes for an opening without more than a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (x, y) => {
        const other = { value: x, blinding: y, commitment, where }
        const codes = ['proof.opening', 'scalar.invalid', 'scalar.count']
        expect(codes).toContain(refusal(() => verifyOpening(engine, h, other)).code)
      }),
      { numRuns: 30 },
    )
  })
})
