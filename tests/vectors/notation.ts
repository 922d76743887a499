/*
 * What protocol/specification.md 1 writes with, for the second reading: @noble/curves and node:crypto,
 * without a line of Samentel. Scalars are bigints here, hashes are written out.
 */
import { createHash } from 'node:crypto'
import { mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'

export type Fields = Readonly<Record<string, string>>

export const { Point } = ristretto255
export const Q = 2n ** 252n + 27742317777372353535851937790883648493n
export const SUITE = 'ristretto255_XMD:SHA-512_R255MAP_RO_'

export function uint(value: number, length: number): Buffer {
  const out = Buffer.alloc(length)
  out.writeUIntBE(value, 0, length)
  return out
}

export function framed(...values: readonly (Buffer | string)[]): Buffer {
  const buffers = values.map((value) => Buffer.from(value as string, 'utf8'))
  return Buffer.concat(buffers.flatMap((buffer) => [uint(buffer.length, 4), buffer]))
}

export function sha512(...values: readonly Uint8Array[]): Buffer {
  return createHash('sha512').update(Buffer.concat(values)).digest()
}

export function little(buffer: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(buffer).reverse().toString('hex') || '0'}`)
}

export function scalarHex(value: bigint): string {
  const positive = ((value % Q) + Q) % Q
  return Buffer.from(positive.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')
}

export function oneWay(wide: Uint8Array) {
  return ristretto255_hasher.deriveToCurve!(new Uint8Array(wide))
}

/** RFC 9380 5.3.1 for 64 bytes, which is one block, then the one-way map. */
export function hashToGroup(message: Buffer, tag: string) {
  const dst = Buffer.concat([Buffer.from(tag), uint(tag.length, 1)])
  const zeros = Buffer.alloc(128)
  const b0 = sha512(zeros, message, uint(64, 2), uint(0, 1), dst)
  return oneWay(sha512(b0, uint(1, 1), dst))
}

export class Input {
  readonly fields: Fields
  used = 0

  constructor(fields: Fields) {
    this.fields = fields
  }

  text(name: string): string {
    const value = this.fields[name]
    if (value === undefined) throw new Error(`vector lacks ${name}`)
    return value
  }

  bytes(name: string): Buffer {
    return Buffer.from(this.text(name), 'hex')
  }

  list(name: string): Buffer[] {
    const all = this.bytes(name)
    return Array.from({ length: all.length / 32 }, (_, at) => all.subarray(at * 32, at * 32 + 32))
  }

  points(name: string) {
    return this.list(name).map((bytes) => Point.fromBytes(new Uint8Array(bytes)))
  }

  scalars(name: string): bigint[] {
    return this.list(name).map(little)
  }

  random(length: number): Buffer {
    const bytes = this.bytes('random')
    if (this.used + length > bytes.length)
      throw new Error('the randomness of a vector is too short')
    this.used += length
    return bytes.subarray(this.used - length, this.used)
  }
}

export type Element = ReturnType<typeof oneWay>

export const hexOf = (points: readonly Element[]) => points.map((point) => point.toHex()).join('')

export function times(scalar: bigint, point: Element): Element {
  // The generator has tables; they take no zero.
  return point === Point.BASE && scalar !== 0n
    ? point.multiply(scalar)
    : point.multiplyUnsafe(scalar)
}

/** The sum of these multiples. */
export function combined(scalars: readonly bigint[], points: readonly Element[]): Element {
  const used = [...points.keys()].filter((at) => scalars[at] !== 0n)
  const reduced = used.map((at) => ((scalars[at]! % Q) + Q) % Q)
  return mulAddUnsafe(
    Point,
    used.map((at) => points[at]!),
    reduced,
  )
}

/** Rows of points: the first of each is a, the others are the columns. */
export function rowsOf(points: readonly Element[], width: number): Element[][] {
  return Array.from({ length: points.length / width }, (_, row) =>
    points.slice(row * width, (row + 1) * width),
  )
}
