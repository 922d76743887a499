/*
 * What protocol/specification.md 1 writes with, on @noble/curves and node:crypto: written from the
 * text, without a line of the program whose work is judged.
 */
import { createHash } from 'node:crypto'
import { pippenger } from '@noble/curves/abstract/curve.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'

/** The file does not show what it is to show: nobody can be judged by it. */
export class Unclear extends Error {}
/** What the accused signed does not hold. Thrown only of what its signature covers. */
export class Untrue extends Error {}
export type Fault = typeof Unclear | typeof Untrue

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Element = ReturnType<typeof ristretto255_hasher.hashToCurve>
export const { Point } = ristretto255
export const Q = 2n ** 252n + 27742317777372353535851937790883648493n
export const range = (count: number) => Array.from({ length: count }, (_, at) => at)

/** A field of an object; what is not there is null. */
export function get(value: Json, ...names: readonly string[]): Json {
  return names.reduce<Json>((object, name) => {
    const there = typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    return there ? ((object as { [key: string]: Json })[name] ?? null) : null
  }, value)
}

export function text(value: Json, ...names: readonly string[]): string {
  const found = get(value, ...names)
  if (typeof found !== 'string') throw new Unclear(`a text is missing: ${names.join('.')}`)
  return found
}

export function list(value: Json, ...names: readonly string[]): Json[] {
  const found = get(value, ...names)
  if (!Array.isArray(found)) throw new Unclear(`a list is missing: ${names.join('.')}`)
  return found
}

export function parse(json: string): Json {
  try {
    return JSON.parse(json)
  } catch {
    throw new Unclear('something is no JSON')
  }
}

/** JCS(v), RFC 8785: keys stand by their UTF-16 code units. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${canonical(key)}:${canonical(get(value, key))}`).join()}}`
}

export function base64(value: string, Wrong: Fault = Unclear): Buffer {
  const bytes = Buffer.from(value, 'base64url')
  if (bytes.toString('base64url') !== value) throw new Wrong('a value is no canonical base64url')
  return bytes
}

type Part = Buffer | string
export const uint = (value: number, length: number) =>
  Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')
export const frame = (...values: readonly Part[]) =>
  Buffer.concat(
    values
      .map((value) => Buffer.from(value as string))
      .flatMap((one) => [uint(one.length, 4), one]),
  )
const sha512 = (...values: readonly Uint8Array[]) =>
  createHash('sha512').update(Buffer.concat(values)).digest()
export const hash = (use: string, ...values: readonly Part[]) =>
  sha512(frame(`SAMENTEL-V02-${use}-SHA512`, ...values))
export const digest = (tag: string, ...values: readonly Part[]) =>
  createHash('sha256')
    .update(frame(`samentel ${tag} v2`, ...values))
    .digest('base64url')
export const jsonDigest = (tag: string, value: Json) => digest(tag, canonical(value))

/** 64 or 32 bytes, little-endian. */
export const little = (bytes: Uint8Array) =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
export const mod = (value: bigint) => ((value % Q) + Q) % Q

/** RFC 9380 5.3.1 for 64 bytes, which is one block, then the one-way map of RFC 9496 4.3.4. */
export function hashToGroup(use: string, ...values: readonly Part[]): Element {
  const tag = `SAMENTEL-V02-${use}-with-ristretto255_XMD:SHA-512_R255MAP_RO_`
  const dst = Buffer.concat([Buffer.from(tag), uint(tag.length, 1)])
  const b0 = sha512(Buffer.alloc(128), frame(...values), uint(64, 2), uint(0, 1), dst)
  return ristretto255_hasher.deriveToCurve!(new Uint8Array(sha512(b0, uint(1, 1), dst)))
}

export const split = (flat: Buffer, size: number) =>
  range(Math.floor(flat.length / size)).map((at) => flat.subarray(at * size, (at + 1) * size))

export function elements(flat: Buffer, Wrong: Fault): Element[] {
  return split(flat, 32).map((bytes) => {
    try {
      return Point.fromBytes(new Uint8Array(bytes))
    } catch {
      throw new Wrong('bytes are no canonical element')
    }
  })
}

/** Of a proof. */
export function scalars(flat: Buffer): bigint[] {
  const values = split(flat, 32).map(little)
  if (values.some((value) => value >= Q)) throw new Untrue('a scalar is not below q')
  return values
}

/** Σ scalar·point. */
export function combine(by: readonly bigint[], points: readonly Element[]): Element {
  if (points.length > 16) return pippenger(Point, [...points], by.map(mod))
  return points.reduce((sum, point, at) => sum.add(point.multiplyUnsafe(mod(by[at]!))), Point.ZERO)
}

export const bytesOf = (...points: readonly Element[]) =>
  Buffer.concat(points.map((point) => point.toBytes()))
