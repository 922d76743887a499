import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { utf8 } from '../base/bytes.ts'
import { type GroupEngine, WIDE_BYTES } from './engine.ts'

/**
 * The suite `ristretto255_XMD:SHA-512_R255MAP_RO_` of RFC 9380 appendix B
 * (protocol/specification.md 1.2): expand_message_xmd with SHA-512 to 64 bytes, then the one-way
 * map of RFC 9496 4.3.4.
 *
 * @param dst the domain separation tag, one per use (protocol/specification.md 1.3), 1 to 255 bytes
 * @returns 32 bytes, an element whose discrete logarithm nobody knows
 */
export function hashToGroup(engine: GroupEngine, message: Uint8Array, dst: string): Uint8Array {
  return engine.fromUniform(expand_message_xmd(message, utf8(dst), WIDE_BYTES, sha512))
}
