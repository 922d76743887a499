import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { weighRows, weighScalars } from '../../src/proofs/weigh-rows.ts'
import { weights } from '../../src/proofs/weights.ts'
import { addRows } from '../../src/psi/sum.ts'
import { engines } from '../group/engines.ts'
import { elements, parts, publicOf, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { ORDER } from './mischief.ts'

describe.each(engines)('rows weighed with the $name engine', (engine) => {
  const random = seededRandom('weigh rows')
  const rows = elements(engine, 4 * 3, random)
  const chosen = weights(engine, random(32), 0, 4)
  const row = 3 * 32

  it('are the sum of their multiples, column by column', () => {
    const sum = [0, 1, 2].map((column) =>
      [0, 1, 2, 3]
        .map((at) => engine.multiply(parts(chosen)[at]!, parts(rows)[at * 3 + column]!))
        .reduce((x, y) => engine.add(x, y)),
    )
    expect(weighRows(engine, rows, 2, chosen)).toEqual(concatBytes(...sum))
  })

  it('add up from chunks', () => {
    const first = weighRows(engine, rows.subarray(0, row), 2, chosen.subarray(0, 32))
    const rest = weighRows(engine, rows.subarray(row), 2, chosen.subarray(32))
    expect(addRows(engine, first, rest)).toEqual(weighRows(engine, rows, 2, chosen))
  })

  it('give identities where there are no rows, and take rows of one element', () => {
    const none = weighRows(engine, new Uint8Array(0), 2, new Uint8Array(0))
    expect(none).toEqual(concatBytes(IDENTITY, IDENTITY, IDENTITY))
    const single = weighRows(engine, rows.subarray(0, 128), 0, chosen)
    expect(single).toEqual(engine.multiScalar(chosen, rows.subarray(0, 128)))
  })

  it('are refused with another number of weights, a part of a row, or no element', () => {
    const code = (bytes: Uint8Array, by: Uint8Array) =>
      refusal(() => weighRows(engine, bytes, 2, by)).code
    expect(code(rows, chosen.subarray(32))).toBe('proof.count')
    expect(code(rows, chosen.subarray(1))).toBe('proof.count')
    expect(code(rows.subarray(32), chosen)).toBe('rows.length')
    const bad = rows.slice()
    bad.fill(255, 64, 96)
    expect(code(bad, chosen)).toBe('element.invalid')
    expect(code(rows, concatBytes(chosen.subarray(32), ORDER))).toBe('scalar.invalid')
  })

  it('have the weighed secrets behind them', () => {
    const secrets = scalars(engine, 4, random)
    const secret = weighScalars(engine, secrets, chosen)
    const sum = weighRows(engine, publicOf(engine, secrets), 0, chosen)
    expect(engine.multiplyBase(secret)).toEqual(sum)
    expect(weighScalars(engine, new Uint8Array(0), new Uint8Array(0))).toEqual(new Uint8Array(32))
  })

  it('take no secret without a weight', () => {
    const secrets = scalars(engine, 3, random)
    expect(refusal(() => weighScalars(engine, secrets, chosen)).code).toBe('proof.count')
    expect(refusal(() => weighScalars(engine, secrets.subarray(1), chosen)).code).toBe(
      'rows.length',
    )
  })
})
