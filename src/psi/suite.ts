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
  key: `SAMENTEL-V02-KEY-with-${SUITE}`,
  label: `SAMENTEL-V02-LABEL-with-${SUITE}`,
  presence: `SAMENTEL-V02-PRESENCE-with-${SUITE}`,
  code: `SAMENTEL-V02-CODE-with-${SUITE}`,
  generator: `SAMENTEL-V02-GENERATOR-with-${SUITE}`,
} as const

/** Tags of the plain hashes (protocol/specification.md 1.3), see tagged-hash.ts. */
export const hashTags = {
  commit: 'SAMENTEL-V02-COMMIT-SHA512',
  proof: 'SAMENTEL-V02-PROOF-SHA512',
  nonce: 'SAMENTEL-V02-NONCE-SHA512',
  seed: 'SAMENTEL-V02-SEED-SHA512',
  weight: 'SAMENTEL-V02-WEIGHT-SHA512',
  linear: 'SAMENTEL-V02-LINEAR-SHA512',
  oneOf: 'SAMENTEL-V02-ONE-OF-SHA512',
  shuffle: 'SAMENTEL-V02-SHUFFLE-SHA512',
} as const

/** Labels under which a round key is spread over its uses (protocol/specification.md 1.5, 3.1). */
export const deriveLabels = {
  token: 'SAMENTEL-V02-TOKEN-KEY',
  column: 'SAMENTEL-V02-COLUMN-SHARE',
  check: 'SAMENTEL-V02-CHECK',
  shuffle: 'SAMENTEL-V02-SHUFFLE-SEED',
} as const
