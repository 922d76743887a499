/*
 * The one object on the way (protocol/specification.md 5.5): a row of w columns is a wide ElGamal
 * ciphertext a ‖ b_1 ‖ … ‖ b_w of 32·(w+1) bytes, with a = r·G and b_i = r·Y_i + M_i. A chunk is n
 * rows, one after the other, without any header.
 */
import { Problem } from '../base/problem.ts'
import { ELEMENT_BYTES } from './suite.ts'

/** Bytes of a row of that many columns. */
export function rowBytes(columns: number): number {
  return ELEMENT_BYTES * (columns + 1)
}

/** Rows in a chunk. Refuses a chunk that ends within a row with `rows.length`. */
export function countRows(rows: Uint8Array, columns: number): number {
  return countParts(rows, rowBytes(columns))
}

/** Columns that a list of elements (keys, scalars) names. Refuses none, and a part of one. */
export function countColumns(perColumn: Uint8Array): number {
  const columns = countParts(perColumn, ELEMENT_BYTES)
  if (columns === 0) throw new Problem({ code: 'rows.columns', what: 'A row needs a column' })
  return columns
}

/** Parts of a flat array. Refuses a remainder with `rows.length`. */
export function countParts(bytes: Uint8Array, size: number): number {
  if (bytes.length % size === 0) return bytes.length / size
  throw new Problem({
    code: 'rows.length',
    what: `A chunk of ${bytes.length} bytes does not divide into parts of ${size}`,
    remedy: 'Ask the sender for this chunk again.',
  })
}

/** The element at that place of a flat array, as a view. */
export function elementAt(bytes: Uint8Array, index: number): Uint8Array {
  return bytes.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES)
}

/** The elements (or scalars) of a flat array, as views. Refuses a part of one. */
export function splitElements(bytes: Uint8Array): Uint8Array[] {
  const count = countParts(bytes, ELEMENT_BYTES)
  return Array.from({ length: count }, (_, at) => elementAt(bytes, at))
}

/**
 * The same rows with only the chosen columns, in the given order: `a` stays, so what is left is
 * encrypted under the chosen columns' keys. Slots go on to be evaluated, label and presence to be
 * summed (protocol/specification.md 7, 8.4).
 */
export function selectColumns(
  rows: Uint8Array,
  columns: number,
  chosen: readonly number[],
): Uint8Array {
  for (const column of chosen) refuseBadColumn(column, columns)
  const count = countRows(rows, columns)
  const width = chosen.length + 1
  const out = new Uint8Array(count * width * ELEMENT_BYTES)
  for (let row = 0; row < count; row++) {
    const from = row * (columns + 1)
    out.set(elementAt(rows, from), row * width * ELEMENT_BYTES)
    chosen.forEach((column, place) => {
      const element = elementAt(rows, from + 1 + column)
      out.set(element, (row * width + 1 + place) * ELEMENT_BYTES)
    })
  }
  return out
}

/** Throws `rows.columns` unless the row has that column; the first is 0. */
export function refuseBadColumn(column: number, columns: number): void {
  if (Number.isInteger(column) && column >= 0 && column < columns) return
  throw new Problem({ code: 'rows.columns', what: `A row of ${columns} columns has no ${column}` })
}
