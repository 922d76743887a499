/*
 * Claimed links to one sum (protocol/specification.md 13.5). The coordinator claims of pairs (row u
 * slot i, row v slot j) that both hold the same token. Each pair is weighed; what a row's slot gets
 * from all its pairs is added up first, so that each row is multiplied once and chunks can be
 * weighed apart. Assumes that whoever is given the pairs may know which rows are linked.
 */
import { Problem } from '../base/problem.ts'
import { ELEMENT_BYTES, type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { countRows, elementAt } from '../psi/row.ts'

/** Two places that hold the same token, by the coordinator's word. */
export interface ClaimedLink {
  readonly row: number
  readonly slot: number
  readonly otherRow: number
  readonly otherSlot: number
}

/** Rows and slots of the batch that the links are claimed of. */
export interface LinkedShape {
  readonly rows: number
  readonly slots: number
}

/**
 * What every place of the batch counts for: plus the pair's weight at its first place, minus it at
 * the other. Public.
 *
 * @param weights as many as there are links, flat
 * @returns rows·slots·32 bytes, row by row; zero where nothing is linked. Throws `proof.count`,
 *   `proof.statement` for a place that the batch lacks
 */
export function linkFactors(
  engine: GroupEngine,
  shape: LinkedShape,
  links: readonly ClaimedLink[],
  weights: Uint8Array,
): Uint8Array {
  if (weights.length !== links.length * SCALAR_BYTES) {
    throw new Problem({ code: 'proof.count', what: 'There are not as many weights as links' })
  }
  const factors = new Uint8Array(shape.rows * shape.slots * SCALAR_BYTES)
  links.forEach((link, at) => {
    const weight = elementAt(weights, at)
    const first = elementAt(factors, placeOf(shape, link.row, link.slot))
    first.set(engine.scalarAdd(first, weight))
    const other = elementAt(factors, placeOf(shape, link.otherRow, link.otherSlot))
    other.set(engine.scalarSubtract(other, weight))
  })
  return factors
}

/**
 * A_1 ‖ … ‖ A_m ‖ B, with A_i = Σ f_u,i·a_u and B = Σ f_u,i·b_u,i over rows u and slots i. Sums of
 * chunks are added up with addRows of psi/sum.ts.
 *
 * @param rows rows of `slots` columns, with their part of the factors
 * @returns (slots+1)·32 bytes; throws `proof.count`, `rows.length`, `element.invalid`
 */
export function weighLinks(
  engine: GroupEngine,
  rows: Uint8Array,
  slots: number,
  factors: Uint8Array,
): Uint8Array {
  const count = countRows(rows, slots)
  if (factors.length !== count * slots * SCALAR_BYTES) {
    throw new Problem({ code: 'proof.count', what: 'There are not as many factors as slots' })
  }
  const out = new Uint8Array((slots + 1) * ELEMENT_BYTES)
  const scalars = new Uint8Array(count * SCALAR_BYTES)
  const [first, columns] = [new Uint8Array(scalars.length), new Uint8Array(scalars.length)]
  let b: Uint8Array = new Uint8Array(ELEMENT_BYTES)
  for (let slot = 0; slot < slots; slot++) {
    for (let row = 0; row < count; row++) {
      scalars.set(elementAt(factors, row * slots + slot), row * SCALAR_BYTES)
      first.set(elementAt(rows, row * (slots + 1)), row * ELEMENT_BYTES)
      columns.set(elementAt(rows, row * (slots + 1) + 1 + slot), row * ELEMENT_BYTES)
    }
    out.set(engine.multiScalar(scalars, first), slot * ELEMENT_BYTES)
    b = engine.add(b, engine.multiScalar(scalars, columns))
  }
  out.set(b, slots * ELEMENT_BYTES)
  return out
}

function placeOf(shape: LinkedShape, row: number, slot: number): number {
  const inside = (value: number, end: number) =>
    Number.isInteger(value) && value >= 0 && value < end
  if (inside(row, shape.rows) && inside(slot, shape.slots)) return row * shape.slots + slot
  throw new Problem({
    code: 'proof.statement',
    what: 'A link is claimed of a row or slot that is not there',
    remedy: 'The round ends here; ask the coordinator.',
  })
}
