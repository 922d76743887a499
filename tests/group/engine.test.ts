import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts'
import {
  GENERATOR,
  type GroupEngine,
  IDENTITY,
  isIdentity,
  isScalar,
} from '../../src/group/engine.ts'
import { refusal } from '../refusal.ts'
import { engines } from './engines.ts'

const rfc: {
  multiples: string[]
  invalid: string[]
  oneWayMap: { input: string; output: string }[]
} = JSON.parse(readFileSync(new URL('rfc9496.json', import.meta.url), 'utf8'))

const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
const LARGEST = fromHex('ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
const invalidElement = fromHex(rfc.invalid[0] ?? '')
const wide = fc.uint8Array({ minLength: 64, maxLength: 64 })

function small(value: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? value : 0))
}

function code(run: () => unknown): string {
  return refusal(run).code
}

describe.each(engines)('the $name engine', (engine) => {
  it('gives the multiples of the generator of RFC 9496 A.1', () => {
    expect(toHex(engine.subtract(GENERATOR, GENERATOR))).toBe(rfc.multiples[0])
    rfc.multiples.forEach((encoding, k) => {
      if (k === 0) return
      expect(toHex(engine.multiplyBase(small(k)))).toBe(encoding)
      expect(toHex(engine.multiply(small(k), GENERATOR))).toBe(encoding)
      const before = fromHex(rfc.multiples[k - 1] ?? '')
      expect(toHex(engine.add(before, GENERATOR))).toBe(encoding)
      expect(engine.subtract(fromHex(encoding), GENERATOR)).toEqual(before)
    })
  })

  it('refuses the invalid encodings of RFC 9496 A.2 wherever an element goes in', () => {
    for (const encoding of rfc.invalid.map(fromHex)) {
      expect(engine.isElement(encoding)).toBe(false)
      expect(code(() => engine.multiply(small(2), encoding))).toBe('element.invalid')
      expect(code(() => engine.add(encoding, GENERATOR))).toBe('element.invalid')
      expect(code(() => engine.add(GENERATOR, encoding))).toBe('element.invalid')
      expect(code(() => engine.subtract(encoding, GENERATOR))).toBe('element.invalid')
      expect(code(() => engine.subtract(GENERATOR, encoding))).toBe('element.invalid')
    }
  })

  it('maps uniform bytes as RFC 9496 A.3 does', () => {
    for (const { input, output } of rfc.oneWayMap) {
      expect(toHex(engine.fromUniform(fromHex(input)))).toBe(output)
    }
  })

  it('takes the identity for an element, and gives it back whatever multiplies it', () => {
    expect(engine.isElement(IDENTITY)).toBe(true)
    expect(engine.multiply(LARGEST, IDENTITY)).toEqual(IDENTITY)
    expect(engine.multiply(LARGEST, IDENTITY)).not.toBe(IDENTITY)
    expect(engine.add(GENERATOR, IDENTITY)).toEqual(GENERATOR)
    expect(engine.subtract(GENERATOR, IDENTITY)).toEqual(GENERATOR)
  })

  it('knows that the largest scalar stands for minus one', () => {
    expect(engine.add(engine.multiplyBase(LARGEST), GENERATOR)).toEqual(IDENTITY)
    expect(engine.add(engine.multiply(LARGEST, GENERATOR), GENERATOR)).toEqual(IDENTITY)
    expect(engine.scalarAdd(LARGEST, small(1))).toEqual(small(0))
    expect(engine.scalarSubtract(small(0), small(1))).toEqual(LARGEST)
    expect(engine.scalarMultiply(LARGEST, LARGEST)).toEqual(small(1))
  })

  it('refuses zero as a factor', () => {
    expect(code(() => engine.multiply(small(0), GENERATOR))).toBe('scalar.zero')
    expect(code(() => engine.multiply(small(0), IDENTITY))).toBe('scalar.zero')
    expect(code(() => engine.multiplyBase(small(0)))).toBe('scalar.zero')
  })

  it('refuses scalars at or above the order or of another length', () => {
    const tooLarge = [ORDER, new Uint8Array(32).fill(255), small(1).subarray(1), new Uint8Array(33)]
    for (const bad of tooLarge) {
      expect(code(() => engine.multiply(bad, GENERATOR))).toBe('scalar.invalid')
      expect(code(() => engine.multiplyBase(bad))).toBe('scalar.invalid')
      for (const operation of ['scalarAdd', 'scalarSubtract', 'scalarMultiply'] as const) {
        expect(code(() => engine[operation](bad, small(1)))).toBe('scalar.invalid')
        expect(code(() => engine[operation](small(1), bad))).toBe('scalar.invalid')
      }
    }
  })

  it('refuses elements and uniform bytes of another length', () => {
    expect(engine.isElement(GENERATOR.subarray(1))).toBe(false)
    expect(engine.isElement(new Uint8Array(33))).toBe(false)
    expect(code(() => engine.multiply(small(2), new Uint8Array(31)))).toBe('element.invalid')
    expect(code(() => engine.add(GENERATOR, new Uint8Array(33)))).toBe('element.invalid')
    expect(code(() => engine.fromUniform(new Uint8Array(32)))).toBe('scalar.wide')
    expect(code(() => engine.scalarFromWide(new Uint8Array(65)))).toBe('scalar.wide')
  })

  it('adds up multiples, zero and the identity among them', () => {
    const scalars = concatBytes(small(2), small(0), LARGEST, small(5), LARGEST)
    const two = engine.multiplyBase(small(2))
    const terms = concatBytes(GENERATOR, two, two, IDENTITY, GENERATOR)
    // 2 + 0·2 − 2 + 5·0 − 1
    expect(engine.multiScalar(scalars, terms)).toEqual(engine.multiplyBase(LARGEST))
    expect(engine.multiScalar(new Uint8Array(0), new Uint8Array(0))).toEqual(IDENTITY)
    expect(engine.multiScalar(small(0), GENERATOR)).toEqual(IDENTITY)
    expect(engine.multiScalar(small(0), GENERATOR)).not.toBe(IDENTITY)
    expect(engine.multiScalar(small(1), GENERATOR)).toEqual(GENERATOR)
  })

  it('refuses a sum of multiples with a bad or missing scalar or element, zero times it too', () => {
    const two = concatBytes(GENERATOR, GENERATOR)
    const sum = (scalars: Uint8Array, elements: Uint8Array) =>
      code(() => engine.multiScalar(scalars, elements))
    for (const encoding of rfc.invalid.map(fromHex)) {
      expect(sum(concatBytes(small(0), small(2)), concatBytes(encoding, GENERATOR))).toBe(
        'element.invalid',
      )
      expect(sum(concatBytes(small(2), small(2)), concatBytes(GENERATOR, encoding))).toBe(
        'element.invalid',
      )
    }
    expect(sum(concatBytes(small(2), ORDER), two)).toBe('scalar.invalid')
    expect(sum(concatBytes(ORDER, small(2)), concatBytes(GENERATOR, invalidElement))).toBe(
      'scalar.invalid',
    )
    expect(sum(small(2), two)).toBe('scalar.count')
    expect(sum(new Uint8Array(63), two)).toBe('scalar.count')
    expect(sum(small(2), new Uint8Array(31))).toBe('element.invalid')
  })

  it('goes on after a refusal', () => {
    code(() => engine.multiply(small(2), invalidElement))
    expect(toHex(engine.multiply(small(2), GENERATOR))).toBe(rfc.multiples[2])
  })

  it('obeys the laws of a group', () => {
    fc.assert(
      fc.property(wide, wide, wide, (x, y, z) => {
        const a = engine.scalarFromWide(x)
        const b = engine.scalarFromWide(y)
        const element = engine.fromUniform(z)
        fc.pre(!isIdentity(a) && !isIdentity(b) && !isIdentity(engine.scalarAdd(a, b)))
        const sum = engine.multiply(engine.scalarAdd(a, b), element)
        expect(sum).toEqual(engine.add(engine.multiply(a, element), engine.multiply(b, element)))
        const product = engine.multiply(engine.scalarMultiply(a, b), element)
        expect(product).toEqual(engine.multiply(a, engine.multiply(b, element)))
        expect(engine.subtract(engine.add(element, sum), sum)).toEqual(element)
        const terms = concatBytes(element, element)
        expect(engine.multiScalar(concatBytes(a, b), terms)).toEqual(sum)
      }),
      { numRuns: 8 },
    )
  })
})

/** Everything an engine can say about three wide inputs. */
function transcript(engine: GroupEngine, x: Uint8Array, y: Uint8Array, z: Uint8Array): string[] {
  const [a, b] = [engine.scalarFromWide(x), engine.scalarFromWide(y)]
  const [m, n] = [engine.fromUniform(z), engine.multiplyBase(a)]
  const made = [a, b, m, n, engine.multiply(b, m), engine.add(m, n), engine.subtract(m, n)]
  const sum = engine.multiScalar(concatBytes(a, b, a), concatBytes(m, n, GENERATOR))
  const scalars = [engine.scalarAdd(a, b), engine.scalarSubtract(a, b), engine.scalarMultiply(a, b)]
  return [...made, sum, ...scalars].map(toHex)
}

describe('all engines', () => {
  it('give the same bytes', () => {
    fc.assert(
      fc.property(wide, wide, wide, (x, y, z) => {
        fc.pre(x.some((byte) => byte !== 0) && y.some((byte) => byte !== 0))
        const [first, ...others] = engines.map((engine) => transcript(engine, x, y, z))
        for (const other of others) expect(other).toEqual(first)
      }),
      { numRuns: 40 },
    )
  })

  it('agree on which 32 bytes are an element', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const even = bytes.slice()
        even[0] = (even[0] ?? 0) & 254
        even[31] = (even[31] ?? 0) & 127
        for (const candidate of [bytes, even]) {
          const answers = engines.map((engine) => engine.isElement(candidate))
          expect(new Set(answers).size).toBe(1)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('isScalar', () => {
  it('draws the line at the order of the group', () => {
    expect(isScalar(LARGEST)).toBe(true)
    expect(isScalar(ORDER)).toBe(false)
    expect(isScalar(small(0))).toBe(true)
    expect(isScalar(LARGEST.subarray(1))).toBe(false)
  })
})
