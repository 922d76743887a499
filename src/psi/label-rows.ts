import type { GroupEngine } from '../group/engine.ts'
import { countRows, elementAt, refuseBadColumn } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * Adds a list's label to the label column of each of its rows (protocol/specification.md 6.1):
 * b_label' = b_label + L. Evaluators do it, from a column that was empty, so no owner can label
 * its rows as another's.
 *
 * @param columns w of the rows
 * @param labelColumn place of the label column, the first is 0; `rows.columns` if there is none
 * @param label 32 bytes, see labelElement
 * @returns the rows, copied
 */
export function addLabel(
  engine: GroupEngine,
  rows: Uint8Array,
  columns: number,
  labelColumn: number,
  label: Uint8Array,
): Uint8Array {
  refuseBadColumn(labelColumn, columns)
  const count = countRows(rows, columns)
  const out = rows.slice()
  for (let row = 0; row < count; row++) {
    const index = row * (columns + 1) + 1 + labelColumn
    out.set(engine.add(elementAt(rows, index), label), index * ELEMENT_BYTES)
  }
  return out
}
