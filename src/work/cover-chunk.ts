import { concatBytes } from '../base/bytes.ts'
import {
  COVER_PROOF_BYTES,
  makeCoverRows,
  proveCoverRows,
  verifyCoverRows,
} from '../cover/cover-rows.ts'
import { COVER_ROW_BYTES, type CoverScene } from '../cover/plan.ts'
import { keyStream } from '../crypto/derive.ts'
import type { GroupEngine } from '../group/engine.ts'
import { cutRows } from './batch-reader.ts'

const WIDTH = COVER_ROW_BYTES + COVER_PROOF_BYTES

/** Rows of a cover, each with the proof that it holds nothing or its bin (14.3). */
export function makeCoverChunk(
  engine: GroupEngine,
  task: {
    readonly scene: CoverScene
    readonly places: Uint8Array
    readonly from: number
    readonly seeds: { readonly rows: Uint8Array; readonly proofs: Uint8Array }
  },
): Uint8Array {
  const { scene, places, from, seeds } = task
  const made = makeCoverRows(engine, scene, { places, from, random: keyStream(seeds.rows) })
  const random = keyStream(seeds.proofs)
  const proofs = proveCoverRows(engine, scene, { ...made, places, from, random })
  const parts = Array.from(places, (_, at) => [
    made.rows.subarray(at * COVER_ROW_BYTES, (at + 1) * COVER_ROW_BYTES),
    proofs.subarray(at * COVER_PROOF_BYTES, (at + 1) * COVER_PROOF_BYTES),
  ])
  return concatBytes(...parts.flat())
}

/** Throws `proof.invalid` unless each row is proven; nothing comes back. */
export function checkCoverChunk(
  engine: GroupEngine,
  task: {
    readonly scene: CoverScene
    readonly rows: Uint8Array
    readonly from: number
    readonly where: string
  },
): Uint8Array {
  const { scene, from, where } = task
  const rows = cutRows(task.rows, WIDTH, [[0, COVER_ROW_BYTES]])
  const proofs = cutRows(task.rows, WIDTH, [[COVER_ROW_BYTES, WIDTH]])
  verifyCoverRows(engine, scene, { rows, from, proofs, where })
  return new Uint8Array(0)
}
