import { pippenger } from '@noble/curves/abstract/curve.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import {
  ELEMENT_BYTES,
  type GroupEngine,
  invalidElement,
  multiplesOf,
  refuseBadFactor,
  refuseBadScalars,
  refuseBadWide,
} from './engine.ts'

const { Point } = ristretto255
const { Fn } = Point

/**
 * @noble/curves: the reference that every other engine is checked against. Plain JavaScript on big
 * integers, about ten times slower, and its time depends on the numbers: not for secrets on a
 * machine where others can measure it.
 */
export const nobleEngine: GroupEngine = {
  name: 'noble',
  fromUniform(wide) {
    refuseBadWide(wide)
    // Optional in the type, which other curves share; ristretto255 always has it.
    return ristretto255_hasher.deriveToCurve!(wide).toBytes()
  },
  isElement(bytes) {
    try {
      return bytes.length === ELEMENT_BYTES && Point.fromBytes(bytes) !== undefined
    } catch {
      return false
    }
  },
  multiply(scalar, element) {
    refuseBadFactor(scalar)
    return decode(element).multiply(Fn.fromBytes(scalar)).toBytes()
  },
  multiplyBase(scalar) {
    refuseBadFactor(scalar)
    return Point.BASE.multiply(Fn.fromBytes(scalar)).toBytes()
  },
  multiScalar(scalars, elements) {
    const terms = multiplesOf(scalars, elements)
    const points = terms.map(({ element }) => decode(element))
    const factors = terms.map(({ scalar }) => Fn.fromBytes(scalar))
    return pippenger(Point, points, factors).toBytes()
  },
  add: (a, b) => decode(a).add(decode(b)).toBytes(),
  subtract: (a, b) => decode(a).subtract(decode(b)).toBytes(),
  scalarFromWide(wide) {
    refuseBadWide(wide)
    const bigEndian = Buffer.from(wide).reverse().toString('hex')
    return Fn.toBytes(Fn.create(BigInt(`0x${bigEndian}`)))
  },
  scalarAdd(a, b) {
    refuseBadScalars(a, b)
    return Fn.toBytes(Fn.add(Fn.fromBytes(a), Fn.fromBytes(b)))
  },
  scalarSubtract(a, b) {
    refuseBadScalars(a, b)
    return Fn.toBytes(Fn.sub(Fn.fromBytes(a), Fn.fromBytes(b)))
  },
  scalarMultiply(a, b) {
    refuseBadScalars(a, b)
    return Fn.toBytes(Fn.mul(Fn.fromBytes(a), Fn.fromBytes(b)))
  },
}

function decode(element: Uint8Array) {
  try {
    return Point.fromBytes(element)
  } catch (cause) {
    throw invalidElement(undefined, cause)
  }
}
