/* The small arithmetic modulo q that prover and verifier of a shuffle share. */
import { concatBytes } from '../base/bytes.ts'
import { type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { countParts, elementAt } from '../psi/row.ts'
import { weights } from './weights.ts'

/** 0 and 1; never written to. */
export const ZERO: Uint8Array = new Uint8Array(SCALAR_BYTES)
export const ONE: Uint8Array = Uint8Array.from({ length: SCALAR_BYTES }, (_, at) =>
  at === 0 ? 1 : 0,
)

/** How far the chain is: ĉ = R·G + U·h. */
export interface ChainLink {
  readonly R: Uint8Array
  readonly U: Uint8Array
}

/** Before the first row ĉ is h. */
export const CHAIN_START: ChainLink = { R: ZERO, U: ONE }

/** One row on: ĉ_i = r̂_i·G + u'_i·ĉ_(i−1), so R_i = r̂_i + u'_i·R_(i−1) and U_i = u'_i·U_(i−1). */
export function nextLink(
  engine: GroupEngine,
  before: ChainLink,
  row: { readonly rHat: Uint8Array; readonly u: Uint8Array },
): ChainLink {
  const carried = engine.scalarMultiply(row.u, before.R)
  return {
    R: engine.scalarAdd(row.rHat, carried),
    U: engine.scalarMultiply(row.u, before.U),
  }
}

/** Σ x over a flat array. */
export function sumScalars(engine: GroupEngine, flat: Uint8Array): Uint8Array {
  const count = countParts(flat, SCALAR_BYTES)
  let sum = ZERO
  for (let at = 0; at < count; at++) sum = engine.scalarAdd(sum, elementAt(flat, at))
  return sum
}

/** Π x over a flat array. */
export function multiplyScalars(engine: GroupEngine, flat: Uint8Array): Uint8Array {
  const count = countParts(flat, SCALAR_BYTES)
  let product = ONE
  for (let at = 0; at < count; at++) product = engine.scalarMultiply(product, elementAt(flat, at))
  return product
}

/** u'_i = u_(order[i]) of some rows of the output, flat. */
export function weightsAt(engine: GroupEngine, seed: Uint8Array, order: Uint32Array): Uint8Array {
  return concatBytes(...Array.from(order, (row) => weights(engine, seed, row, 1)))
}

/** v + c·x: the response that hides x behind v. */
export function response(
  engine: GroupEngine,
  nonce: Uint8Array,
  hidden: { readonly challenge: Uint8Array; readonly secret: Uint8Array },
): Uint8Array {
  const product = engine.scalarMultiply(hidden.challenge, hidden.secret)
  return engine.scalarAdd(nonce, product)
}
