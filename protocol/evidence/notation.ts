/*
 * What protocol/specification.md 1 writes with, on @noble/curves and node:crypto: written from the
 * text, without a line of the program whose work is judged.
 */
import { createHash } from 'node:crypto'
import { pippenger } from '@noble/curves/abstract/curve.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'

/** The file does not show what it is to show: nobody can be judged by it. */
export class Unclear extends Error {}
/** What the accused signed does not hold. Only thrown of what its signature covers. */
export class Untrue extends Error {}
type Fault = typeof Unclear | typeof Untrue

export const { Point } = ristretto255
export type Element = ReturnType<typeof ristretto255_hasher.hashToCurve>
export const Q = 2n ** 252n + 27742317777372353535851937790883648493n
const SUITE = 'ristretto255_XMD:SHA-512_R255MAP_RO_'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const range = (count: number) => Array.from({ length: count }, (_, at) => at)

/** A field of an object; what is not there is null. */
export function get(value: Json, ...names: readonly string[]): Json {
  return names.reduce<Json>((object, name) => {
    if (object === null || typeof object !== 'object' || !Object.hasOwn(object, name)) return null
    return (object as { [key: string]: Json })[name] ?? null
  }, value)
}

export function text(value: Json): string {
  if (typeof value !== 'string') throw new Unclear('a text is missing')
  return value
}

export function list(value: Json): Json[] {
  if (!Array.isArray(value)) throw new Unclear('a list is missing')
  return value
}

export function whole(value: Json): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new Unclear('a number is missing')
  return Number(value)
}

/** JCS(v), RFC 8785. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') {
    const lone = typeof value === 'string' && !value.isWellFormed()
    if (lone || typeof value === 'undefined') throw new Unclear('a value has no canonical form')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const keys = Object.keys(value).sort() // by UTF-16 code units
  return `{${keys.map((key) => `${canonical(key)}:${canonical(get(value, key))}`).join()}}`
}

export function base64(value: string, Wrong: Fault = Unclear): Buffer {
  const bytes = Buffer.from(value, 'base64url')
  if (bytes.toString('base64url') !== value) throw new Wrong('a value is no canonical base64url')
  return bytes
}

export function uint(value: number, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')
}

export function frame(...parts: readonly (Buffer | string)[]): Buffer {
  const buffers = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
  return Buffer.concat(buffers.flatMap((part) => [uint(part.length, 4), part]))
}

export function sha512(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha512').update(Buffer.concat(parts)).digest()
}

/** Hash_T, 64 bytes (1.3). */
export const hash = (use: string, ...parts: readonly (Buffer | string)[]) =>
  sha512(frame(`SAMENTEL-V02-${use}-SHA512`, ...parts))

/** Digest_T as base64url (1.3). */
export const digest = (tag: string, ...parts: readonly (Buffer | string)[]) =>
  createHash('sha256')
    .update(frame(tag, ...parts))
    .digest('base64url')

export const jsonDigest = (tag: string, value: Json) => digest(tag, canonical(value))

export function little(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`)
}

export const reduced = (wide: Uint8Array) => little(wide) % Q
export const mod = (value: bigint) => ((value % Q) + Q) % Q

/** RFC 9380 5.3.1 for 64 bytes, which is one block, then the one-way map of RFC 9496 4.3.4. */
export function hashToGroup(use: string, ...parts: readonly (Buffer | string)[]): Element {
  const tag = `SAMENTEL-V02-${use}-with-${SUITE}`
  const dst = Buffer.concat([Buffer.from(tag), uint(tag.length, 1)])
  const b0 = sha512(Buffer.alloc(128), frame(...parts), uint(64, 2), uint(0, 1), dst)
  return ristretto255_hasher.deriveToCurve!(new Uint8Array(sha512(b0, uint(1, 1), dst)))
}

/** Generator 0 is H and h, generator i + 1 is h_i (13.8). */
export const generator = (index: number) => hashToGroup('GENERATOR', uint(index, 8))

export function parts(flat: Buffer, size: number): Buffer[] {
  return range(Math.floor(flat.length / size)).map((at) =>
    flat.subarray(at * size, (at + 1) * size),
  )
}

export function elements(flat: Buffer, Wrong: Fault): Element[] {
  return parts(flat, 32).map((bytes) => {
    try {
      return Point.fromBytes(new Uint8Array(bytes))
    } catch {
      throw new Wrong('bytes are no canonical element')
    }
  })
}

/** Numbers below q of 32 bytes each. */
export function scalars(flat: Buffer): bigint[] {
  return parts(flat, 32).map((bytes) => {
    const value = little(bytes)
    if (value >= Q) throw new Untrue('a scalar of a proof is not below q')
    return value
  })
}

/** Σ scalar·point. */
export function combine(by: readonly bigint[], points: readonly Element[]): Element {
  if (points.length > 16) return pippenger(Point, [...points], by.map(mod))
  return points.reduce((sum, point, at) => sum.add(point.multiplyUnsafe(mod(by[at]!))), Point.ZERO)
}

export const bytesOf = (...points: readonly Element[]) =>
  Buffer.concat(points.map((point) => point.toBytes()))
