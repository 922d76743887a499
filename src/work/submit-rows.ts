import { concatBytes } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { ELEMENT_BYTES, type GroupEngine } from '../group/engine.ts'
import { type OneOfStatement, proveOneOf } from '../proofs/one-of.ts'
import { drawScalars } from '../proofs/shuffle-secrets.ts'
import { encryptRows } from '../psi/encrypt.ts'
import { filler } from '../psi/key-element.ts'
import { elementAt, rowBytes } from '../psi/row.ts'

/** Columns that hold one of a few public vectors: label and presence, or a table's code. */
export interface ChosenColumns {
  /** Places among the row's columns, from 0. */
  readonly columns: readonly number[]
  /** What they can hold together: 32 bytes for each column, one vector after the other. */
  readonly choices: Uint8Array
  /** What its proofs are bound to; null in an unproven round. */
  readonly context: Uint8Array | null
}

export interface SubmitTask {
  /** slots·32 bytes a row; 32 zero bytes where there is no key. */
  readonly keys: Uint8Array
  readonly slots: number
  /** Label with presence, then tables: in the order of their columns, after the slots. */
  readonly chosen: readonly ChosenColumns[]
  /** Per row the place of what each of these holds: one byte each. */
  readonly picks: Uint8Array
  readonly columnKeys: Uint8Array
  /** 32 bytes each: of the randomness of rows, of fillers, of proofs. */
  readonly seeds: {
    readonly rows: Uint8Array
    readonly fillers: Uint8Array
    readonly proofs: Uint8Array
  }
}

/**
 * Fills empty slots with fillers, encrypts, and proves of presence and codes that each is one of
 * those there are (protocol/specification.md 5.3, 5.5, 13.7).
 *
 * @returns per row the ciphertext, then a proof per chosen column
 */
export function submitRows(engine: GroupEngine, task: SubmitTask): Uint8Array {
  const { chosen, columnKeys, seeds } = task
  const count = task.picks.length / chosen.length
  const plain = concatBytes(...plainRows(engine, task, count))
  const rows = encryptRows(engine, { columnKeys, plain, random: keyStream(seeds.rows) })
  if (chosen.every(({ context }) => context === null)) return rows
  const width = rowBytes(columnKeys.length / ELEMENT_BYTES)
  const randomness = drawScalars(engine, seeds.rows, count)
  const random = keyStream(seeds.proofs)
  const parts = Array.from({ length: count }, (_, row) => {
    const cipher = rows.subarray(row * width, (row + 1) * width)
    const proofs = chosen.map((one, at) =>
      proveOneOf(engine, oneOfStatement(one, columnKeys, cipher), {
        choice: task.picks[row * chosen.length + at]!, // a byte per row and column
        randomness: elementAt(randomness, row),
        random,
        context: one.context ?? new Uint8Array(0), // all have one, or none
      }),
    )
    return concatBytes(cipher, ...proofs)
  })
  return concatBytes(...parts)
}

function plainRows(engine: GroupEngine, task: SubmitTask, count: number): Uint8Array[] {
  const { keys, slots, chosen, picks } = task
  const random = keyStream(task.seeds.fillers)
  return Array.from({ length: count }, (_, row) => {
    const filled = Array.from({ length: slots }, (__, slot) => {
      const key = elementAt(keys, row * slots + slot)
      return key.some((byte) => byte !== 0) ? key : filler(engine, random)
    })
    const held = chosen.map(({ columns, choices }, at) => {
      const size = columns.length * ELEMENT_BYTES
      const pick = picks[row * chosen.length + at]! // a byte per row and choice
      return choices.subarray(pick * size, (pick + 1) * size)
    })
    return concatBytes(...filled, ...held)
  })
}

/** What is proven of some columns of a row: the same at the owner and at evaluators. */
export function oneOfStatement(
  { columns, choices }: ChosenColumns,
  columnKeys: Uint8Array,
  row: Uint8Array,
): OneOfStatement {
  return {
    keys: concatBytes(...columns.map((column) => elementAt(columnKeys, column))),
    row: concatBytes(elementAt(row, 0), ...columns.map((column) => elementAt(row, column + 1))),
    choices,
  }
}

/** Two scalars for each choice; nothing where nothing is proven. */
export function oneOfBytes({ columns, choices, context }: ChosenColumns): number {
  return context === null ? 0 : (2 * choices.length) / columns.length
}
