import { createHash, createHmac } from 'node:crypto'
import { lengthPrefixed, toBase64Url, utf8 } from '../base/bytes.ts'
import { canonicalJson } from './canonical.ts'

/** SHA-256 over a tag and parts, each length-prefixed (protocol/specification.md 1.3). 32 bytes. */
export function digestParts(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(lengthPrefixed(utf8(tag), ...parts))
      .digest(),
  )
}

/** Digest of a value's canonical JSON under a tag, as base64url. */
export function digestJson(tag: string, value: unknown): string {
  return toBase64Url(digestParts(tag, utf8(canonicalJson(value))))
}

/** HMAC-SHA-256 under a tag: a digest that only the holder of the key can make. 32 bytes. */
export function keyedDigest(key: Uint8Array, tag: string, value: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHmac('sha256', key)
      .update(lengthPrefixed(utf8(tag), value))
      .digest(),
  )
}
