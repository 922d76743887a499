import { fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { ELEMENT_BYTES } from '../group/engine.ts'
import { proveLinear, verifyLinear } from '../proofs/linear-proof.ts'
import { placesOf } from '../proofs/shuffle-secrets.ts'
import { labelStatement } from '../proofs/statements.ts'
import { weightSeed } from '../proofs/weights.ts'
import { elementAt } from '../psi/row.ts'
import type { Declaration } from '../round/batch.ts'
import { columnNames, LABEL } from '../round/manifest.ts'
import { listBatch } from '../round/stages.ts'
import { type ChunkSource, cutColumns, storedBatch } from './batch-reader.ts'
import { weighBatch, weighRandomness } from './batch-sums.ts'
import { listContext } from './list-columns.ts'
import type { RoundWork } from './round-work.ts'
import { jointKeys } from './stage-keys.ts'
import { secretOrder } from './stage-rows.ts'

/**
 * That the label column of an own list is empty, and that this owner knows all its randomness, so that
 * it can neither label its rows as another's nor send copies of another's (13.3).
 */
export async function proveLabels(
  work: RoundWork,
  list: string,
  { digest }: Declaration,
): Promise<string | null> {
  if (work.manifest.core.proofs === 'off') return null
  const shape = listBatch(work.manifest.core, list)
  const seed = seedOf(work, list, digest)
  const sums = await weighBatch(
    work,
    { ...labelCells(work, ownRows(work, list), shape.rowBytes), rows: shape.rows },
    seed,
  )
  const randomness = await weighRandomness(
    work,
    {
      rows: shape.rows,
      seed: (chunk) => work.vault.seed(shape.name, chunk),
      places: placesOf(secretOrder(work, shape.name, shape.rows)),
    },
    seed,
  )
  const proof = proveLinear(work.engine, labelStatement({ labelKey: labelKey(work), sums }), {
    secrets: randomness,
    random: keyStream(work.vault.seed(`proof ${shape.name}`, 0)),
    context: listContext(work, list, LABEL),
  })
  return toBase64Url(proof)
}

/** Own rows as they went out. */
function ownRows(work: RoundWork, list: string): ChunkSource {
  const shape = listBatch(work.manifest.core, list)
  return storedBatch(work, shape, secretOrder(work, shape.name, shape.rows))
}

/**
 * Verifies it of a list of somebody else.
 *
 * @param sums A ‖ B of the columns a and label, as weighed by the list's seed
 */
export function verifyLabels(
  work: RoundWork,
  list: { readonly id: string; readonly sender: string; readonly proof: string | null },
  sums: Uint8Array,
): void {
  verifyLinear(work.engine, labelStatement({ labelKey: labelKey(work), sums }), {
    proof: fromBase64Url(list.proof ?? ''),
    context: listContext(work, list.id, LABEL),
    where: `labels of list ${list.id} by ${list.sender}`,
  })
}

/** What the rows of a list are weighed by. */
export function seedOf(work: RoundWork, list: string, digest: string): Uint8Array {
  return weightSeed({
    context: listContext(work, list, LABEL),
    digests: [fromBase64Url(digest)],
    keys: labelKey(work),
  })
}

/** The columns a and label of rows of that width. */
export function labelCells(work: RoundWork, source: ChunkSource, rowBytes: number) {
  const at = (columnNames(work.manifest.core).indexOf(LABEL) + 1) * ELEMENT_BYTES
  const pieces = [
    [0, ELEMENT_BYTES],
    [at, at + ELEMENT_BYTES],
  ] as const
  return { source: cutColumns(source, rowBytes, pieces), elements: 2 }
}

function labelKey(work: RoundWork): Uint8Array {
  return elementAt(jointKeys(work, [LABEL]), 0)
}
