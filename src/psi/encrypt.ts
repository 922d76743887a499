/*
 * Rows of elements to rows that only all key holders together can read (protocol/specification.md
 * 5.5; shared randomness with one key per column: Kurosawa, PKC 2002). Assumes that the keys came
 * with proofs of possession. Reveals the number of rows.
 */
import type { Random } from '../base/random.ts'
import { type GroupEngine, isIdentity } from '../group/engine.ts'
import { drawScalar } from './draw-scalar.ts'
import { countColumns, countParts, elementAt, rowBytes } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * a = r·G, b_i = r·Y_i + M_i, with r fresh for every row (64 random bytes each, in row order).
 *
 * @param options.columnKeys Y_1 ‖ … ‖ Y_w, w·32 bytes
 * @param options.plain M_1 ‖ … ‖ M_w of each row, n·w·32 bytes; the identity holds nothing
 * @returns n rows; throws `element.invalid`, `rows.length`, `scalar.zero`
 */
export function encryptRows(
  engine: GroupEngine,
  options: {
    readonly columnKeys: Uint8Array
    readonly plain: Uint8Array
    readonly random: Random
  },
): Uint8Array {
  const { columnKeys, plain, random } = options
  const columns = countColumns(columnKeys)
  const count = countParts(plain, columns * ELEMENT_BYTES)
  const out = new Uint8Array(count * rowBytes(columns))
  for (let row = 0; row < count; row++) {
    const r = drawScalar(engine, random)
    const start = row * rowBytes(columns)
    out.set(engine.multiplyBase(r), start)
    for (let column = 0; column < columns; column++) {
      const mask = engine.multiply(r, elementAt(columnKeys, column))
      const message = elementAt(plain, row * columns + column)
      // One addition less for columns that hold nothing. Time then tells how many rows of the
      // owner's own list are padding, to who measures on the owner's own machine.
      const sealed = isIdentity(message) ? mask : engine.add(mask, message)
      out.set(sealed, start + (column + 1) * ELEMENT_BYTES)
    }
  }
  return out
}
