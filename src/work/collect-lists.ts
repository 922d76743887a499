import { fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import { labelElement } from '../psi/key-element.ts'
import {
  batchDigest,
  CHUNK_ROWS,
  chunkCount,
  chunkDigest,
  type Declaration,
} from '../round/batch.ts'
import { columnNames, LABEL } from '../round/manifest.ts'
import { rowBytes, totalRows } from '../round/stages.ts'
import { openBatch } from './batch-reader.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import { chosenColumns } from './list-columns.ts'
import type { RoundWork } from './round-work.ts'
import { SeenElements } from './seen-elements.ts'
import { jointKeys } from './stage-keys.ts'
import { INPUT } from './stage-rows.ts'

export interface ListToCollect {
  readonly sender: string
  readonly declaration: Declaration
}

/**
 * Fetches every list, checks its rows and proofs, and adds its label (protocol/specification.md 5.7, 6.1). Every
 * evaluator does so, keeps the rows and signs the digest of the result. `begin` is told which list is next.
 */
export async function collectLists(
  work: RoundWork,
  lists: readonly ListToCollect[],
  begin: (list: ListToCollect) => void = () => undefined,
): Promise<string> {
  const { core } = work.manifest
  const seen = new SeenElements(totalRows(core))
  const digests: { list: string; digest: string }[] = []
  let offset = 0
  for (const { id, rows } of core.lists) {
    const found = lists.find((list) => list.declaration.name === `list/${id}`)
    if (found === undefined) throw new Error(`the roster lacks list ${id}`)
    begin(found)
    const list = { id, offset, ...found }
    digests.push({ list: id, digest: await collectList(work, list, seen) })
    offset += rows
    work.report('collect', offset, totalRows(core))
  }
  return digestJson('samentel input v2', digests)
}

type Collected = ListToCollect & { readonly id: string; readonly offset: number }

async function collectList(work: RoundWork, list: Collected, seen: SeenElements): Promise<string> {
  const { core, digest: binding } = work.manifest
  const source = await openBatch(work, list.declaration, list.sender)
  const check = listChecker(work, list)
  const chunks: string[] = []
  await pipeChunks({
    from: 0,
    to: chunkCount(list.declaration.rows),
    width: work.pool.width,
    compute: async (at) => check({ rows: await source(at), at }),
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

interface ListChunk {
  readonly rows: Uint8Array
  readonly at: number
}

/** Checks a chunk and gives its rows with their label. */
function listChecker(work: RoundWork, list: ListToCollect & { readonly id: string }) {
  const names = columnNames(work.manifest.core)
  const task = {
    op: 'check-list',
    columnKeys: jointKeys(work, names),
    chosen: chosenColumns(work, list.id),
    labelColumn: names.indexOf(LABEL),
    label: labelOf(work, list.id),
    where: `list ${list.id} of ${list.sender}`,
  } as const
  return ({ rows, at }: ListChunk) => work.pool.run({ ...task, rows, from: at * CHUNK_ROWS })
}

/** The checks of a single chunk, for who looks for the one that does not pass. */
export async function checkListChunk(
  work: RoundWork,
  list: ListToCollect,
  chunk: ListChunk,
): Promise<void> {
  await listChecker(work, { ...list, id: list.declaration.name.replace(/^list\//, '') })(chunk)
}

function labelOf({ engine, manifest }: RoundWork, list: string): Uint8Array {
  return labelElement(engine, fromBase64Url(manifest.coreDigest), list)
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
