/*
 * The rows that an evaluator adds to a bag, and the proofs of what each can hold
 * (protocol/specification.md 14.3). Rows of all bins stand one after another, 2m of each, so row i is
 * of bin ⌊i/2m⌋; the functions work on any run of rows, such as a chunk. Reveals the number of rows,
 * which is the same whatever the cover.
 */
import { concatBytes, i2osp, lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { type GroupEngine, WIDE_BYTES } from '../group/engine.ts'
import { proveOneOf, verifyOneOf } from '../proofs/one-of.ts'
import { invalidProof } from '../proofs/refusals.ts'
import { encryptRows } from '../psi/encrypt.ts'
import { countRows, elementAt } from '../psi/row.ts'
import { binOf, COVER_COLUMNS, type CoverScene, coverRowAt, pairAt } from './plan.ts'

/** One of two: two challenges, two responses. */
export const COVER_PROOF_BYTES = 128

/** Some rows of a cover, and r of each. */
export interface MadeRows {
  readonly rows: Uint8Array
  /** Secret. */
  readonly randomness: Uint8Array
}

/** Encrypts rows `from` …, as many as there are places. Takes 64 random bytes a row. */
export function makeCoverRows(
  engine: GroupEngine,
  { plan, elements, columnKeys }: CoverScene,
  by: { readonly places: Uint8Array; readonly from: number; readonly random: Random },
): MadeRows {
  const wide = [...by.places].map(() => by.random(WIDE_BYTES))
  const plain = [...by.places].map((place, at) =>
    place === 1 ? pairAt(elements.bins, binOf(plan, by.from + at)) : elements.nothing,
  )
  let next = 0
  const rows = encryptRows(engine, {
    columnKeys,
    plain: concatBytes(...plain),
    // One draw for each row, in order.
    random: () => wide[next++] ?? new Uint8Array(0),
  })
  return { rows, randomness: concatBytes(...wide.map((bytes) => engine.scalarFromWide(bytes))) }
}

/** That each row holds nothing or its bin: 128 bytes a row. */
export function proveCoverRows(
  engine: GroupEngine,
  scene: CoverScene,
  by: MadeRows & { readonly places: Uint8Array; readonly from: number; readonly random: Random },
): Uint8Array {
  const proofs = [...by.places].map((choice, at) =>
    proveOneOf(engine, oneOfStatement(scene, by.rows, by.from, at), {
      choice,
      randomness: elementAt(by.randomness, at),
      random: by.random,
      context: rowContext(scene, by.from + at),
    }),
  )
  return concatBytes(...proofs)
}

/** Throws `proof.invalid`, naming the row, unless each of the rows holds nothing or its bin. */
export function verifyCoverRows(
  engine: GroupEngine,
  scene: CoverScene,
  shown: {
    readonly rows: Uint8Array
    readonly from: number
    readonly proofs: Uint8Array
    readonly where: string
  },
): void {
  const { rows, from, proofs, where } = shown
  const count = countRows(rows, COVER_COLUMNS)
  if (proofs.length !== count * COVER_PROOF_BYTES) throw invalidProof(where)
  for (let at = 0; at < count; at++) {
    verifyOneOf(engine, oneOfStatement(scene, rows, from, at), {
      proof: proofs.subarray(at * COVER_PROOF_BYTES, (at + 1) * COVER_PROOF_BYTES),
      context: rowContext(scene, from + at),
      where: `${where}, row ${from + at}`,
    })
  }
}

function oneOfStatement(scene: CoverScene, rows: Uint8Array, from: number, at: number) {
  const { plan, elements, columnKeys } = scene
  const bin = pairAt(elements.bins, binOf(plan, from + at))
  return {
    keys: columnKeys,
    row: coverRowAt(rows, at),
    choices: concatBytes(elements.nothing, bin),
  }
}

function rowContext({ context }: CoverScene, row: number): Uint8Array {
  return lengthPrefixed(context, utf8('row'), i2osp(row, 8))
}
