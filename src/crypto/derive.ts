import { createCipheriv, hkdfSync } from 'node:crypto'
import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'

/**
 * HKDF-SHA-512 (RFC 5869) with an empty salt; `info` is the label and the context, each
 * length-prefixed (protocol/specification.md 1.5). One secret serves many uses that cannot meet.
 */
export function deriveBytes(
  secret: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
  length: number,
): Uint8Array {
  const info = lengthPrefixed(utf8(label), ...context)
  return new Uint8Array(hkdfSync('sha512', secret, new Uint8Array(0), info, length))
}

/**
 * The keystream of AES-256-CTR (NIST SP 800-38A 6.5) from a zero counter, as a source of random
 * bytes: the same 32-byte seed gives the same bytes after a restart (protocol/specification.md 1.5).
 */
export function keyStream(seed: Uint8Array): Random {
  const cipher = createCipheriv('aes-256-ctr', seed, new Uint8Array(16))
  return (length) => new Uint8Array(cipher.update(new Uint8Array(length)))
}
