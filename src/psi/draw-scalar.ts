import type { Random } from '../base/random.ts'
import { type GroupEngine, refuseBadFactor, WIDE_BYTES } from '../group/engine.ts'

/**
 * A scalar from 64 random bytes, reduced modulo q (protocol/specification.md 1.4). Zero is refused
 * with `scalar.zero` and not drawn again: it does not happen unless the source is broken.
 */
export function drawScalar(engine: GroupEngine, random: Random): Uint8Array {
  const scalar = engine.scalarFromWide(random(WIDE_BYTES))
  refuseBadFactor(scalar)
  return scalar
}
