/*
 * The names and sizes of the one suite (protocol/specification.md 1). A change to any of them is a
 * new version of the protocol: two versions never give the same element for the same key.
 */
export { ELEMENT_BYTES, WIDE_BYTES } from '../group/engine.ts'

export const SUITE = 'ristretto255_XMD:SHA-512_R255MAP_RO_'

/** Bytes of the matching secret and of a round key. */
export const SECRET_BYTES = 32

/** Domain separation tags for hash to group (RFC 9380 3.1; protocol/specification.md 1.3). */
export const groupTags = {
  key: `SAMENTEL-V01-KEY-with-${SUITE}`,
  label: `SAMENTEL-V01-LABEL-with-${SUITE}`,
  presence: `SAMENTEL-V01-PRESENCE-with-${SUITE}`,
} as const

/** Tags of the plain hashes (protocol/specification.md 1.3), see tagged-hash.ts. */
export const hashTags = {
  commit: 'SAMENTEL-V01-COMMIT-SHA512',
  proof: 'SAMENTEL-V01-PROOF-SHA512',
  nonce: 'SAMENTEL-V01-NONCE-SHA512',
} as const

/** Labels under which a round key is spread over its uses (protocol/specification.md 1.5, 3.1). */
export const deriveLabels = {
  token: 'SAMENTEL-V01-TOKEN-KEY',
  column: 'SAMENTEL-V01-COLUMN-SHARE',
} as const
