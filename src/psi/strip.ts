/*
 * Shares come off the seal (protocol/specification.md 8.1, 9.1, 9.2). Who strips last sees what was
 * sealed: the coordinator the tokens of rows without lists, a counter the bag without tokens.
 * Timing: as in evaluate.ts.
 */
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import type { GroupEngine } from '../group/engine.ts'
import { rerandomiseRows } from './rerandomise.ts'
import { countColumns, countRows, elementAt, rowBytes } from './row.ts'
import { ELEMENT_BYTES } from './suite.ts'

/**
 * The last share: M_i = b_i − y_i·a. Gives the coordinator the tokens k_1…k_c·H(key) (8.1) and the
 * counter the elements of the bag (9.3).
 *
 * @param rows rows under y_i·G alone
 * @param shares y_1 ‖ … ‖ y_w, w·32 bytes
 * @returns n·w·32 bytes, row by row; the identity where a column holds nothing
 */
export function stripLast(engine: GroupEngine, rows: Uint8Array, shares: Uint8Array): Uint8Array {
  const columns = countColumns(shares)
  const count = countRows(rows, columns)
  const out = new Uint8Array(count * columns * ELEMENT_BYTES)
  for (let row = 0; row < count; row++) {
    const first = row * (columns + 1)
    const a = elementAt(rows, first)
    for (let column = 0; column < columns; column++) {
      const share = engine.multiply(elementAt(shares, column), a)
      const plain = engine.subtract(elementAt(rows, first + 1 + column), share)
      out.set(plain, (row * columns + column) * ELEMENT_BYTES)
    }
  }
  return out
}

/**
 * A share that is not the last, with fresh randomness: a' = a + s·G,
 * b_i' = b_i + s·Yrest_i − y_i·a'. Order kept; once the rows are shuffled, nobody who lacks a share
 * that is left can tell which row was which.
 *
 * @param keys.shares y_1 ‖ … ‖ y_w, w·32 bytes
 * @param keys.restKeys Yrest_1 ‖ … ‖ Yrest_w: the keys the rows come under, with this holder's own
 * @param keys.random 64 bytes for every row, in row order
 * @returns rows under Yrest_i − y_i·G
 */
export function stripOpen(
  engine: GroupEngine,
  rows: Uint8Array,
  keys: {
    readonly shares: Uint8Array
    readonly restKeys: Uint8Array
    readonly random: Random
  },
): Uint8Array {
  if (keys.shares.length !== keys.restKeys.length) {
    throw new Problem({ code: 'rows.columns', what: 'Shares and keys name unlike many columns' })
  }
  const fresh = rerandomiseRows(engine, rows, keys.restKeys, keys.random)
  const plain = stripLast(engine, fresh, keys.shares)
  const columns = countColumns(keys.shares)
  const width = rowBytes(columns)
  for (let row = 0; row * width < fresh.length; row++) {
    const from = row * columns * ELEMENT_BYTES
    fresh.set(plain.subarray(from, from + columns * ELEMENT_BYTES), row * width + ELEMENT_BYTES)
  }
  return fresh
}
