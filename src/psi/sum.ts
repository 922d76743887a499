import { Problem } from '../base/problem.ts'
import type { GroupEngine } from '../group/engine.ts'
import { countParts, elementAt } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * The sum of two rows, column by column (protocol/specification.md 8.4): a = a_x + a_y,
 * b_i = b_i,x + b_i,y, which opens to M_i,x + M_i,y. A person's rows add up to one row that stands
 * for the set of its lists. Two chunks of as many rows are added row by row.
 *
 * @returns bytes of the same length; throws `rows.length` if the two differ in length
 */
export function addRows(engine: GroupEngine, x: Uint8Array, y: Uint8Array): Uint8Array {
  if (x.length !== y.length) {
    throw new Problem({ code: 'rows.length', what: 'Rows that are added differ in length' })
  }
  const count = countParts(x, ELEMENT_BYTES)
  const out = new Uint8Array(x.length)
  for (let at = 0; at < count; at++) {
    out.set(engine.add(elementAt(x, at), elementAt(y, at)), at * ELEMENT_BYTES)
  }
  return out
}
