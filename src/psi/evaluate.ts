/*
 * An evaluator's step on the slot columns (protocol/specification.md 7): multiplies what is sealed
 * by its token key and takes its own share off the seal. Assumes mixed rows. Reveals nothing until
 * the last share is off.
 *
 * Timing: k and y_i multiply every row, so on a machine where others can measure, use an engine
 * whose time does not depend on them. libsodium's is written so, as far as WebAssembly allows; the
 * noble engine is not, and its own documents say so for points other than the generator.
 */
import type { GroupEngine } from '../group/engine.ts'
import { countColumns, countRows, elementAt } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * a' = k·a, b_i' = k·b_i − y_i·a'. Order kept: what is proven about it is proven row by row.
 *
 * @param keys.tokenKey k, 32 bytes
 * @param keys.shares y_1 ‖ … ‖ y_w, w·32 bytes: this evaluator's share of each slot column's key
 * @returns rows under the keys that are left; throws `element.invalid`, `rows.length`
 */
export function evaluateRows(
  engine: GroupEngine,
  rows: Uint8Array,
  keys: { readonly tokenKey: Uint8Array; readonly shares: Uint8Array },
): Uint8Array {
  const columns = countColumns(keys.shares)
  const count = countRows(rows, columns)
  const out = new Uint8Array(rows.length)
  for (let row = 0; row < count; row++) {
    const first = row * (columns + 1)
    const a = engine.multiply(keys.tokenKey, elementAt(rows, first))
    out.set(a, first * ELEMENT_BYTES)
    for (let column = 0; column < columns; column++) {
      const at = first + 1 + column
      const b = engine.multiply(keys.tokenKey, elementAt(rows, at))
      const share = engine.multiply(elementAt(keys.shares, column), a)
      out.set(engine.subtract(b, share), at * ELEMENT_BYTES)
    }
  }
  return out
}
