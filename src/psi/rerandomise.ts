/*
 * One half of a mix (protocol/specification.md 6.2); the other is the order, permutation.ts. The
 * rows that come out open to the same and cannot be told from fresh ones by who lacks a share of
 * the keys (decisional Diffie-Hellman).
 */
import type { Random } from '../base/random.ts'
import type { GroupEngine } from '../group/engine.ts'
import { drawScalar } from './draw-scalar.ts'
import { countColumns, countRows, elementAt } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * a' = a + s·G, b_i' = b_i + s·Y_i, with s fresh for every row (64 random bytes each, in row
 * order). Order kept.
 *
 * @param columnKeys Y_1 ‖ … ‖ Y_w, w·32 bytes: the keys the rows are encrypted under
 */
export function rerandomiseRows(
  engine: GroupEngine,
  rows: Uint8Array,
  columnKeys: Uint8Array,
  random: Random,
): Uint8Array {
  const columns = countColumns(columnKeys)
  const count = countRows(rows, columns)
  const out = new Uint8Array(rows.length)
  for (let row = 0; row < count; row++) {
    const s = drawScalar(engine, random)
    const first = row * (columns + 1)
    out.set(engine.add(elementAt(rows, first), engine.multiplyBase(s)), first * ELEMENT_BYTES)
    for (let column = 0; column < columns; column++) {
      const at = first + 1 + column
      const mask = engine.multiply(s, elementAt(columnKeys, column))
      out.set(engine.add(elementAt(rows, at), mask), at * ELEMENT_BYTES)
    }
  }
  return out
}
