/*
 * Weights: full-width scalars under which many equations are proven as one (protocol/specification.md
 * 13.1). If one of the equations is false, the weighted sum of all is false but with a probability
 * of 1/q for each seed that is tried. Reveals nothing: everything here is public.
 *
 * That holds only if whoever makes the rows cannot choose one row without all weights changing.
 * Weights that depend on their own row alone (as the composites of RFC 9497 2.2.1 do, with the row's
 * number and elements) let a forger pick, from many variants of each of many rows, a combination
 * whose errors cancel: a generalised birthday attack (k-sum; Wagner, CRYPTO 2002), within reach
 * from some thousands of altered rows. So a seed depends on all inputs, all outputs and all keys.
 */
import { concatBytes, i2osp } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { GroupEngine } from '../group/engine.ts'
import { hashTags } from '../psi/suite.ts'
import { taggedHash } from '../psi/tagged-hash.ts'

/** Fewest bytes of a seed. */
const SEED_BYTES = 32

/** What the rows that are weighed are bound to. */
export interface Weighed {
  /** Round, stage, prover. */
  readonly context: Uint8Array
  /** Digests of every batch of the statement: what went in, then what came out. */
  readonly digests: readonly Uint8Array[]
  /** Every public key of the statement, flat. */
  readonly keys: Uint8Array
}

/** The seed of a statement's weights, 64 bytes (protocol/specification.md 13.1). */
export function weightSeed(weighed: Weighed): Uint8Array {
  const { context, digests, keys } = weighed
  return taggedHash(hashTags.seed, context, concatBytes(...digests), keys)
}

/**
 * w_l = Hash_WEIGHT(seed, I2OSP(l, 8)) modulo q, for l = from … from + count − 1.
 *
 * @returns count·32 bytes; throws `proof.seed` for a seed of fewer than 32 bytes
 */
export function weights(
  engine: GroupEngine,
  seed: Uint8Array,
  from: number,
  count: number,
): Uint8Array {
  if (seed.length < SEED_BYTES) {
    throw new Problem({ code: 'proof.seed', what: `A seed of weights needs ${SEED_BYTES} bytes` })
  }
  const all = Array.from({ length: count }, (_, at) =>
    engine.scalarFromWide(taggedHash(hashTags.weight, seed, i2osp(from + at, 8))),
  )
  return concatBytes(...all)
}
