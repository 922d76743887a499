/*
 * What is proven of weighed rows, as linear statements (protocol/specification.md 13.4 to 13.6).
 * Prover and verifier make the statement with the same function. Sums are one row as weighRows
 * gives it, A ‖ B_1 ‖ … ‖ B_m; keys are flat, one for each column.
 *
 * Assumes that the weights' seed was made of the digests and keys of the statement (weights.ts) and
 * that the public keys are those of the manifest. Reveals nothing: all of it is public to whoever
 * has the rows.
 */
import { ELEMENT_BYTES, GENERATOR, type GroupEngine, IDENTITY } from '../group/engine.ts'
import { countColumns, elementAt } from '../psi/row.ts'
import type { Equation, LinearStatement } from './linear-proof.ts'
import { badStatement } from './refusals.ts'

/**
 * That slot columns were multiplied by k and lost the share y_i: P = k·G, Y_i = y_i·G, A' = k·A,
 * B_i' = k·B_i − y_i·A' (protocol/specification.md 13.4). Witnesses: k, y_1 … y_m.
 *
 * @param about.sharePublics Y_1 ‖ … ‖ Y_m, of this evaluator alone
 * @param about.before A ‖ B_1 ‖ … ‖ B_m
 * @param about.after A' ‖ B_1' ‖ … ‖ B_m'
 */
export function evaluationStatement(
  engine: GroupEngine,
  about: {
    readonly tokenPublic: Uint8Array
    readonly sharePublics: Uint8Array
    readonly before: Uint8Array
    readonly after: Uint8Array
  },
): LinearStatement {
  const { before, after, sharePublics } = about
  const columns = countColumns(sharePublics)
  for (const sums of [before, after]) refuseOtherWidth(sums, columns + 1)
  const a = elementAt(after, 0)
  const minusA = engine.subtract(IDENTITY, a)
  const evaluated = indices(columns).map((at) => ({
    terms: [term(0, elementAt(before, at + 1)), term(at + 1, minusA)],
    image: elementAt(after, at + 1),
  }))
  return {
    witnesses: columns + 1,
    equations: [
      multiple(0, GENERATOR, about.tokenPublic),
      ...shareEquations(sharePublics, 1),
      multiple(0, elementAt(before, 0), a),
      ...evaluated,
    ],
  }
}

/**
 * That rows were re-randomised and lost the share y_i, in the order they stood in: Y_i = y_i·G,
 * A' − A = S·G, B_i' − B_i = S·Yrest_i − y_i·A' (protocol/specification.md 13.6). Witnesses:
 * S = Σ w·s, y_1 … y_m.
 *
 * @param about.restKeys the keys that the rows come under, the prover's own among them
 */
export function firstStripStatement(
  engine: GroupEngine,
  about: {
    readonly sharePublics: Uint8Array
    readonly restKeys: Uint8Array
    readonly before: Uint8Array
    readonly after: Uint8Array
  },
): LinearStatement {
  const { before, after, sharePublics, restKeys } = about
  const columns = countColumns(sharePublics)
  refuseOtherWidth(restKeys, columns)
  for (const sums of [before, after]) refuseOtherWidth(sums, columns + 1)
  const change = (at: number) => engine.subtract(elementAt(after, at), elementAt(before, at))
  const minusA = engine.subtract(IDENTITY, elementAt(after, 0))
  const stripped = indices(columns).map((at) => ({
    terms: [term(0, elementAt(restKeys, at)), term(at + 1, minusA)],
    image: change(at + 1),
  }))
  return {
    witnesses: columns + 1,
    equations: [...shareEquations(sharePublics, 1), multiple(0, GENERATOR, change(0)), ...stripped],
  }
}

/**
 * That the last share came off and what is left are these plaintexts: Y_i = y_i·G,
 * B_i − M_i = y_i·A (protocol/specification.md 13.6). Witnesses: y_1 … y_m.
 *
 * @param about.plain M_1 ‖ … ‖ M_m, the sums of the plaintexts: rows of m − 1 columns to weighRows
 */
export function lastStripStatement(
  engine: GroupEngine,
  about: {
    readonly sharePublics: Uint8Array
    readonly before: Uint8Array
    readonly plain: Uint8Array
  },
): LinearStatement {
  const { before, plain, sharePublics } = about
  const columns = countColumns(sharePublics)
  refuseOtherWidth(before, columns + 1)
  refuseOtherWidth(plain, columns)
  const opened = indices(columns).map((at) => {
    const share = engine.subtract(elementAt(before, at + 1), elementAt(plain, at))
    return multiple(at, elementAt(before, 0), share)
  })
  return { witnesses: columns, equations: [...shareEquations(sharePublics, 0), ...opened] }
}

/**
 * That both places of every claimed link hold the same token: Y_i = y_i·G, B = Σ_i y_i·A_i
 * (protocol/specification.md 13.5). Witnesses: y_1 … y_m.
 *
 * @param about.sums A_1 ‖ … ‖ A_m ‖ B, as weighLinks gives them
 */
export function linksStatement(about: {
  readonly sharePublics: Uint8Array
  readonly sums: Uint8Array
}): LinearStatement {
  const slots = countColumns(about.sharePublics)
  refuseOtherWidth(about.sums, slots + 1)
  const terms = indices(slots).map((at) => term(at, elementAt(about.sums, at)))
  const links = { terms, image: elementAt(about.sums, slots) }
  return { witnesses: slots, equations: [...shareEquations(about.sharePublics, 0), links] }
}

/** Y_i = y_i·G, the first y being that witness. */
function shareEquations(sharePublics: Uint8Array, first: number): Equation[] {
  return indices(countColumns(sharePublics)).map((at) =>
    multiple(first + at, GENERATOR, elementAt(sharePublics, at)),
  )
}

function multiple(witness: number, base: Uint8Array, image: Uint8Array): Equation {
  return { terms: [term(witness, base)], image }
}

const term = (witness: number, base: Uint8Array) => ({ witness, base })

const indices = (count: number) => Array.from({ length: count }, (_, at) => at)

function refuseOtherWidth(flat: Uint8Array, elements: number): void {
  if (flat.length === elements * ELEMENT_BYTES) return
  throw badStatement(`sums or keys are of another number of columns than ${elements} elements`)
}
