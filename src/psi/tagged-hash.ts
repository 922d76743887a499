import { createHash } from 'node:crypto'
import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { hashTags } from './suite.ts'

/**
 * SHA-512(len ‖ tag ‖ len ‖ part_1 ‖ … ‖ len ‖ part_n), each len four bytes, big-endian
 * (protocol/specification.md 1.3). 64 bytes.
 */
export function taggedHash(
  tag: (typeof hashTags)[keyof typeof hashTags],
  ...parts: readonly Uint8Array[]
): Uint8Array {
  const digest = createHash('sha512').update(lengthPrefixed(utf8(tag), ...parts))
  return new Uint8Array(digest.digest())
}
