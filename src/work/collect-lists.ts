import { concatBytes, fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import { type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { weights } from '../proofs/weights.ts'
import { labelElement } from '../psi/key-element.ts'
import { elementAt } from '../psi/row.ts'
import {
  batchDigest,
  CHUNK_ROWS,
  chunkCount,
  chunkDigest,
  type Declaration,
} from '../round/batch.ts'
import { columnNames, LABEL } from '../round/manifest.ts'
import { rowBytes, totalRows } from '../round/stages.ts'
import { openBatch, storedRange } from './batch-reader.ts'
import { weighBatch } from './batch-sums.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import { labelCells, seedOf, verifyLabels } from './label-proof.ts'
import { chosenColumns } from './list-columns.ts'
import type { RoundWork } from './round-work.ts'
import { SeenElements } from './seen-elements.ts'
import { jointKeys } from './stage-keys.ts'
import { INPUT } from './stage-rows.ts'

/** A list as its owner declared it, with the proof that its label column is empty (13.3). */
export interface ListToCollect {
  readonly sender: string
  readonly declaration: Declaration
  readonly proof: string | null
}

/**
 * Fetches every list, checks its rows and proofs, and adds its label (protocol/specification.md 5.7, 6.1). Every
 * evaluator does so, keeps the rows and signs the digest of the result.
 */
export async function collectLists(
  work: RoundWork,
  lists: readonly ListToCollect[],
): Promise<string> {
  const { core } = work.manifest
  const seen = new SeenElements(totalRows(core))
  const digests: { list: string; digest: string }[] = []
  let offset = 0
  for (const { id, rows } of core.lists) {
    const found = lists.find((list) => list.declaration.name === `list/${id}`)
    if (found === undefined) throw new Error(`the roster lacks list ${id}`)
    const list = { id, offset, ...found }
    digests.push({ list: id, digest: await collectList(work, list, seen) })
    if (core.proofs !== 'off') await checkLabels(work, list)
    offset += rows
    work.report('collect', offset, totalRows(core))
  }
  return digestJson('samentel input v2', digests)
}

type Collected = ListToCollect & { readonly id: string; readonly offset: number }

async function collectList(work: RoundWork, list: Collected, seen: SeenElements): Promise<string> {
  const { core, digest: binding } = work.manifest
  const source = await openBatch(work, list.declaration, list.sender)
  const check = checkTask(work, list)
  const chunks: string[] = []
  await pipeChunks({
    from: 0,
    to: chunkCount(list.declaration.rows),
    width: work.pool.width,
    compute: async (at) =>
      work.pool.run({ ...check, rows: await source(at), from: at * CHUNK_ROWS }),
    commit: async (at, rows) => {
      await work.refuseEnded()
      refuseCopies(seen, rows, { list: list.id, at, rowBytes: rowBytes(core) })
      chunks.push(chunkDigest(rows))
      await keepInput(work, rows, list.offset + at * CHUNK_ROWS)
    },
  })
  const shape = {
    name: `labelled/${list.id}`,
    rows: list.declaration.rows,
    rowBytes: rowBytes(core),
  }
  return batchDigest(binding, shape, chunks)
}

function checkTask(work: RoundWork, list: Collected) {
  const names = columnNames(work.manifest.core)
  return {
    op: 'check-list',
    columnKeys: jointKeys(work, names),
    chosen: chosenColumns(work, list.id),
    labelColumn: names.indexOf(LABEL),
    label: labelOf(work, list.id),
    where: `list ${list.id} of ${list.sender}`,
  } as const
}

function labelOf({ engine, manifest }: RoundWork, list: string): Uint8Array {
  return labelElement(engine, fromBase64Url(manifest.coreDigest), list)
}

/** The kept rows bear the label already: Σw·b − (Σw)·label is what their owner proved empty. */
async function checkLabels(work: RoundWork, list: Collected): Promise<void> {
  const { engine } = work
  const { rows } = list.declaration
  const seed = seedOf(work, list.id, list.declaration.digest)
  const shape = { name: INPUT, rows, rowBytes: rowBytes(work.manifest.core) }
  const cells = labelCells(work, storedRange(work, shape, list.offset), shape.rowBytes)
  const sums = await weighBatch(work, { ...cells, rows }, seed)
  const one = sumScalars(engine, weights(engine, seed, 0, rows))
  const label = engine.multiScalar(one, labelOf(work, list.id))
  const empty = concatBytes(elementAt(sums, 0), engine.subtract(elementAt(sums, 1), label))
  verifyLabels(work, list, empty)
}

function sumScalars(engine: GroupEngine, scalars: Uint8Array): Uint8Array {
  let sum: Uint8Array = new Uint8Array(SCALAR_BYTES)
  for (let at = 0; at < scalars.length; at += SCALAR_BYTES) {
    sum = engine.scalarAdd(sum, scalars.subarray(at, at + SCALAR_BYTES))
  }
  return sum
}

/** A row that comes twice is somebody's copy of another's row: it would carry that row's label on. */
function refuseCopies(
  seen: SeenElements,
  rows: Uint8Array,
  chunk: { list: string; at: number; rowBytes: number },
): void {
  for (let row = 0; row < rows.length; row += chunk.rowBytes) {
    if (!seen.add(rows.subarray(row, row + 32))) continue
    throw new Problem({
      code: 'batch.copied-row',
      what: 'A row was sent twice',
      where: `list ${chunk.list}, row ${chunk.at * CHUNK_ROWS + row / chunk.rowBytes}`,
    })
  }
}

async function keepInput(work: RoundWork, rows: Uint8Array, offset: number): Promise<void> {
  const { core } = work.manifest
  const width = rowBytes(core)
  const entries = Array.from({ length: rows.length / width }, (_, row) => ({
    position: offset + row,
    bytes: work.vault.sealRow(INPUT, offset + row, rows.subarray(row * width, (row + 1) * width)),
  }))
  await work.database.stores.rows.putRows(core.round, INPUT, entries)
}
