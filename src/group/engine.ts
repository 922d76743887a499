import { fromHex } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'

/** Bytes of an encoded element (RFC 9496 4.3.2) and of a scalar (little-endian, below q). */
export const ELEMENT_BYTES = 32
export const SCALAR_BYTES = 32
/** Bytes of uniform input to the one-way map and to the reduction modulo q. */
export const WIDE_BYTES = 64

/** The identity's only encoding; never written to. */
export const IDENTITY: Uint8Array = new Uint8Array(ELEMENT_BYTES)

/** G of RFC 9496 4.1; never written to. */
export const GENERATOR: Uint8Array = fromHex(
  'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76',
)

/** q = 2^252 + 27742317777372353535851937790883648493 (RFC 9496 4.4), little-endian. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')

/**
 * ristretto255 (RFC 9496) on encoded elements and scalars (protocol/specification.md 1.1, 1.4).
 * Synchronous and without state that a caller can see, so that it runs in any worker thread.
 *
 * All engines give the same bytes and the same refusals: `element.invalid` for bytes that are no
 * canonical encoding, `scalar.invalid` for a scalar that is not 32 bytes below q, `scalar.zero`
 * where a multiplication by zero would wipe out what is multiplied. Outputs are fresh arrays.
 */
export interface GroupEngine {
  readonly name: string
  /** The one-way map of RFC 9496 4.3.4, from 64 uniform bytes. */
  fromUniform(wide: Uint8Array): Uint8Array
  /** Whether the bytes are a canonical encoding; the identity's is one. */
  isElement(bytes: Uint8Array): boolean
  /** scalar · element; a multiple of the identity is the identity. */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array
  /** scalar · G. */
  multiplyBase(scalar: Uint8Array): Uint8Array
  /**
   * Σ scalar·element over two flat arrays of as many parts of 32 bytes; nothing sums to the
   * identity. Zero scalars and identities are allowed. Its time may depend on the scalars: for
   * public ones only. Throws `scalar.count` unless there are as many scalars as elements.
   */
  multiScalar(scalars: Uint8Array, elements: Uint8Array): Uint8Array
  add(a: Uint8Array, b: Uint8Array): Uint8Array
  subtract(a: Uint8Array, b: Uint8Array): Uint8Array
  /** 64 bytes, little-endian, reduced modulo q: even to within 2^-259 if they are uniform. */
  scalarFromWide(wide: Uint8Array): Uint8Array
  scalarAdd(a: Uint8Array, b: Uint8Array): Uint8Array
  scalarSubtract(a: Uint8Array, b: Uint8Array): Uint8Array
  scalarMultiply(a: Uint8Array, b: Uint8Array): Uint8Array
}

/** Whether all bytes are zero. Reads every byte, so that its time tells nothing of a scalar. */
export function isZero(bytes: Uint8Array): boolean {
  let seen = 0
  for (const byte of bytes) seen |= byte
  return seen === 0
}

/** Whether these bytes are the identity's encoding. */
export function isIdentity(element: Uint8Array): boolean {
  return element.length === ELEMENT_BYTES && isZero(element)
}

/** Whether these are 32 bytes that stand for a number below q, little-endian. */
export function isScalar(bytes: Uint8Array): boolean {
  if (bytes.length !== SCALAR_BYTES) return false
  // From the top byte down, which settles all but one in 2^128 of uniform scalars: the time this
  // takes tells nothing.
  for (let at = SCALAR_BYTES - 1; at >= 0; at--) {
    const difference = (bytes[at] ?? 0) - (ORDER[at] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Throws `scalar.invalid` unless every one is 32 bytes below q. */
export function refuseBadScalars(...scalars: readonly Uint8Array[]): void {
  if (scalars.every(isScalar)) return
  throw new Problem({
    code: 'scalar.invalid',
    what: 'A scalar is not 32 bytes that stand for a number below the order of the group',
    remedy: 'Ask the sender for its message again; if it stays so, its software is at fault.',
  })
}

/** Throws `scalar.invalid` or `scalar.zero`: what may multiply an element. */
export function refuseBadFactor(scalar: Uint8Array): void {
  refuseBadScalars(scalar)
  if (!isZero(scalar)) return
  throw new Problem({
    code: 'scalar.zero',
    what: 'A scalar is zero where it must not be',
    remedy: 'Check the source of random bytes of the machine that made it.',
  })
}

/** A term of a sum of multiples, as views. */
export interface Multiple {
  readonly scalar: Uint8Array
  readonly element: Uint8Array
}

/** The terms of two flat arrays. Throws `element.invalid`, `scalar.count`, `scalar.invalid`. */
export function multiplesOf(scalars: Uint8Array, elements: Uint8Array): Multiple[] {
  if (elements.length % ELEMENT_BYTES !== 0) throw invalidElement()
  if (scalars.length !== elements.length) {
    throw new Problem({
      code: 'scalar.count',
      what: 'There are not as many scalars as elements to multiply',
      remedy: 'Check that all run the same version.',
    })
  }
  const terms = Array.from({ length: elements.length / ELEMENT_BYTES }, (_, at) => ({
    scalar: scalars.subarray(at * SCALAR_BYTES, (at + 1) * SCALAR_BYTES),
    element: elements.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES),
  }))
  for (const { scalar } of terms) refuseBadScalars(scalar)
  return terms
}

/** Throws `scalar.wide` unless there are 64 bytes to map or to reduce. */
export function refuseBadWide(wide: Uint8Array): void {
  if (wide.length === WIDE_BYTES) return
  throw new Problem({ code: 'scalar.wide', what: `Need ${WIDE_BYTES} uniform bytes` })
}

export function invalidElement(where?: string, cause?: unknown): Problem {
  return new Problem({
    code: 'element.invalid',
    what: 'Bytes that should be a group element are no canonical encoding of one',
    ...(where === undefined ? {} : { where }),
    remedy: 'Ask the sender for its batch again; if it stays so, its software is at fault.',
    cause,
  })
}
