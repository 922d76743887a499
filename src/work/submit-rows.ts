import { concatBytes } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { type GroupEngine, IDENTITY } from '../group/engine.ts'
import { proveOneOf } from '../proofs/one-of.ts'
import { drawScalars } from '../proofs/shuffle-secrets.ts'
import { encryptRows } from '../psi/encrypt.ts'
import { filler } from '../psi/key-element.ts'
import { elementAt, rowBytes } from '../psi/row.ts'

/** A column whose cells hold one of a few public elements: presence, or a table's codes. */
export interface ChosenColumn {
  /** Place among the row's columns, from 0. */
  readonly column: number
  /** What it can hold, 32 bytes each. */
  readonly choices: Uint8Array
  /** What its proofs are bound to; null in an unproven round. */
  readonly context: Uint8Array | null
}

export interface SubmitTask {
  /** slots·32 bytes a row; 32 zero bytes where there is no key. */
  readonly keys: Uint8Array
  readonly slots: number
  /** Presence and tables, in the order of their columns, after the label. */
  readonly chosen: readonly ChosenColumn[]
  /** Per row the place of what each of these columns holds: one byte each. */
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
  const { slots, chosen, columnKeys, seeds } = task
  const count = task.picks.length / chosen.length
  const plain = concatBytes(...plainRows(engine, task, count))
  const rows = encryptRows(engine, { columnKeys, plain, random: keyStream(seeds.rows) })
  if (chosen.every(({ context }) => context === null)) return rows
  const width = rowBytes(slots + 1 + chosen.length)
  const randomness = drawScalars(engine, seeds.rows, count)
  const random = keyStream(seeds.proofs)
  const parts = Array.from({ length: count }, (_, row) => {
    const cipher = rows.subarray(row * width, (row + 1) * width)
    const proofs = chosen.map(({ column, choices, context }, at) =>
      proveOneOf(
        engine,
        { keys: elementAt(columnKeys, column), row: cellOf(cipher, column), choices },
        {
          choice: task.picks[row * chosen.length + at]!, // a byte per row and column
          randomness: elementAt(randomness, row),
          random,
          context: context ?? new Uint8Array(0), // all have one, or none
        },
      ),
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
    const held = chosen.map(({ choices }, at) =>
      elementAt(choices, picks[row * chosen.length + at]!),
    )
    return concatBytes(...filled, IDENTITY, ...held)
  })
}

/** `a` and one column of a row. */
export function cellOf(row: Uint8Array, column: number): Uint8Array {
  return concatBytes(elementAt(row, 0), elementAt(row, column + 1))
}

/** Bytes of the proofs that a row carries. */
export function proofBytesOf(chosen: readonly ChosenColumn[]): number {
  const proven = chosen.filter(({ context }) => context !== null)
  return proven.reduce((sum, { choices }) => sum + 2 * choices.length, 0)
}

/** Two scalars for each choice. */
export function oneOfBytes(choices: Uint8Array): number {
  return 2 * choices.length
}
