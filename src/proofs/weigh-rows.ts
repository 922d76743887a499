/*
 * Many rows to one, by weights (protocol/specification.md 13.1). Assumes canonical elements, and
 * refuses others. Reveals nothing: whoever has the rows can do the same.
 */
import { Problem } from '../base/problem.ts'
import { ELEMENT_BYTES, type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { countParts, countRows, elementAt } from '../psi/row.ts'

/**
 * Σ w_l·row_l, element by element. Sums of chunks are added up with addRows of psi/sum.ts.
 *
 * @param columns columns beside `a`; plaintexts of w columns without `a` are rows of w − 1 columns
 * @param weights as many as there are rows, flat; public
 * @returns one row, (columns+1)·32 bytes; throws `proof.count`, `rows.length`, `element.invalid`
 */
export function weighRows(
  engine: GroupEngine,
  rows: Uint8Array,
  columns: number,
  weights: Uint8Array,
): Uint8Array {
  const count = countRows(rows, columns)
  refuseOtherCount(weights, count)
  const out = new Uint8Array((columns + 1) * ELEMENT_BYTES)
  const elements = new Uint8Array(count * ELEMENT_BYTES)
  for (let column = 0; column <= columns; column++) {
    for (let row = 0; row < count; row++) {
      elements.set(elementAt(rows, row * (columns + 1) + column), row * ELEMENT_BYTES)
    }
    out.set(engine.multiScalar(weights, elements), column * ELEMENT_BYTES)
  }
  return out
}

/**
 * Σ w_l·s_l: the one secret behind rows that were weighed, each made with its own s_l.
 *
 * @param scalars the secrets, in row order, flat
 * @returns 32 bytes, a secret; throws `proof.count`, `scalar.invalid`
 */
export function weighScalars(
  engine: GroupEngine,
  scalars: Uint8Array,
  weights: Uint8Array,
): Uint8Array {
  const count = countParts(scalars, SCALAR_BYTES)
  refuseOtherCount(weights, count)
  let sum: Uint8Array = new Uint8Array(SCALAR_BYTES)
  for (let at = 0; at < count; at++) {
    const product = engine.scalarMultiply(elementAt(weights, at), elementAt(scalars, at))
    sum = engine.scalarAdd(sum, product)
  }
  return sum
}

function refuseOtherCount(weights: Uint8Array, count: number): void {
  if (weights.length === count * SCALAR_BYTES) return
  throw new Problem({
    code: 'proof.count',
    what: 'There are not as many weights as rows or scalars to weigh',
    remedy: 'Check that all run the same version.',
  })
}
