/*
 * Commitments of Pedersen (CRYPTO 1991; protocol/specification.md 13.9): C = z·G + ρ·H hides z from
 * everybody for ever, and binds whoever does not know the logarithm of H. Commitments add up to a
 * commitment to the sum. Assumes that H is a generator of 13.8, of which nobody knows it.
 */
import { concatBytes, equalBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { GENERATOR, type GroupEngine } from '../group/engine.ts'

/** What a commitment opens to. */
export interface Opening {
  /** z, 32 bytes; may be zero. */
  readonly value: Uint8Array
  /** ρ, 32 bytes, drawn afresh for every commitment. */
  readonly blinding: Uint8Array
}

/**
 * C = z·G + ρ·H, computed as (z + ρ)·G + ρ·(H − G): z is often zero or one, and both factors are
 * uniform, so that the time this takes tells nothing of z.
 *
 * @param generator H
 * @returns 32 bytes; throws `scalar.zero` for ρ of zero
 */
export function commit(engine: GroupEngine, generator: Uint8Array, opening: Opening): Uint8Array {
  const { value, blinding } = opening
  const first = engine.multiplyBase(engine.scalarAdd(value, blinding))
  return engine.add(first, engine.multiply(blinding, engine.subtract(generator, GENERATOR)))
}

/** Throws `proof.opening` unless the commitment is to that value with that blinding. */
export function verifyOpening(
  engine: GroupEngine,
  generator: Uint8Array,
  shown: Opening & { readonly commitment: Uint8Array; readonly where: string },
): void {
  const scalars = concatBytes(shown.value, shown.blinding)
  const made = engine.multiScalar(scalars, concatBytes(GENERATOR, generator))
  if (equalBytes(made, shown.commitment)) return
  throw new Problem({
    code: 'proof.opening',
    what: 'An opened commitment does not hold what is said',
    where: shown.where,
    remedy: 'The round ends here; ask the party named what happened.',
  })
}
