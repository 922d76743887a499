import sodium from 'libsodium-wrappers-sumo'
import { equalBytes } from '../base/bytes.ts'
import {
  GENERATOR,
  type GroupEngine,
  IDENTITY,
  invalidElement,
  isIdentity,
  isZero,
  type Multiple,
  multiplesOf,
  refuseBadFactor,
  refuseBadScalars,
  refuseBadWide,
} from './engine.ts'

/**
 * libsodium's WebAssembly build: written to take the same time for every scalar and element. It
 * reports the identity as an error where it multiplies, which is undone here. Scalars pass through
 * the memory of the WebAssembly instance, which is not cleared before the process ends.
 */
export async function loadSodiumEngine(): Promise<GroupEngine> {
  await sodium.ready
  return sodiumEngine
}

const sodiumEngine: GroupEngine = {
  name: 'libsodium',
  fromUniform(wide) {
    refuseBadWide(wide)
    return sodium.crypto_core_ristretto255_from_hash(wide)
  },
  isElement(bytes) {
    return bytes.length === IDENTITY.length && sodium.crypto_core_ristretto255_is_valid_point(bytes)
  },
  multiply(scalar, element) {
    refuseBadFactor(scalar)
    try {
      return sodium.crypto_scalarmult_ristretto255(scalar, element)
    } catch (cause) {
      if (isIdentity(element)) return IDENTITY.slice()
      throw invalidElement(undefined, cause)
    }
  },
  multiplyBase(scalar) {
    refuseBadFactor(scalar)
    return sodium.crypto_scalarmult_ristretto255_base(scalar)
  },
  // A sum of multiplications, as libsodium has no better: about 190 µs a term, where Pippenger's
  // method on @noble/curves, with its decoding in plain JavaScript, takes about 400 µs.
  multiScalar(scalars, elements) {
    const multiples = multiplesOf(scalars, elements).map(publicMultiple)
    return multiples.reduce((sum, one) => sodiumEngine.add(sum, one), IDENTITY).slice()
  },
  add(a, b) {
    try {
      return sodium.crypto_core_ristretto255_add(a, b)
    } catch (cause) {
      throw invalidElement(undefined, cause)
    }
  },
  subtract(a, b) {
    try {
      return sodium.crypto_core_ristretto255_sub(a, b)
    } catch (cause) {
      throw invalidElement(undefined, cause)
    }
  },
  scalarFromWide(wide) {
    refuseBadWide(wide)
    return sodium.crypto_core_ristretto255_scalar_reduce(wide)
  },
  scalarAdd(a, b) {
    refuseBadScalars(a, b)
    return sodium.crypto_core_ristretto255_scalar_add(a, b)
  },
  scalarSubtract(a, b) {
    refuseBadScalars(a, b)
    return sodium.crypto_core_ristretto255_scalar_sub(a, b)
  },
  scalarMultiply(a, b) {
    refuseBadScalars(a, b)
    return sodium.crypto_core_ristretto255_scalar_mul(a, b)
  },
}

/** In a time that depends on both: multiples of zero and of G are made faster. */
function publicMultiple({ scalar, element }: Multiple): Uint8Array {
  if (equalBytes(element, GENERATOR) && !isZero(scalar)) return sodiumEngine.multiplyBase(scalar)
  if (!isZero(scalar)) return sodiumEngine.multiply(scalar, element)
  if (!sodiumEngine.isElement(element)) throw invalidElement()
  return IDENTITY
}
