import { timingSafeEqual } from 'node:crypto'
import { Problem } from './problem.ts'

const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
}

/** Strict: refuses padding, other alphabets and non-canonical tails. */
export function fromBase64Url(text: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  if (toBase64Url(bytes) !== text) {
    throw new Problem({ code: 'encoding.base64url', what: 'A value is not canonical base64url' })
  }
  return bytes
}

export function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(text)) {
    throw new Problem({ code: 'encoding.hex', what: 'A value is not lower-case hexadecimal' })
  }
  return new Uint8Array(Buffer.from(text, 'hex'))
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** I2OSP of RFC 8017 section 4.1: big-endian, fixed length. */
export function i2osp(value: number, length: number): Uint8Array {
  const out = new Uint8Array(length)
  let rest = value
  for (let at = length - 1; at >= 0; at--) {
    out[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  if (rest !== 0 || !Number.isSafeInteger(value) || value < 0) throw new RangeError('i2osp')
  return out
}

/** Each part with its length as four bytes before it, so that no two lists of parts meet. */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.flatMap((part) => [i2osp(part.length, 4), part]))
}
