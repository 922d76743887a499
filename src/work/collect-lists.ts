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
import type { RoundWork } from './round-work.ts'
import { SeenElements } from './seen-elements.ts'

/** Rows of all lists with their labels, as the first mix takes them. */
export const INPUT = 'input'

/**
 * Fetches every list, checks it and adds its label (protocol/specification.md 5.7, 6.1). Every
 * evaluator does so and signs the digest of the result; the first one, which mixes it, keeps the rows.
 */
export async function collectLists(
  work: RoundWork,
  lists: readonly { readonly sender: string; readonly declaration: Declaration }[],
  keep: boolean,
): Promise<string> {
  const { core } = work.manifest
  const collecting = { work, keep, seen: new SeenElements(totalRows(core)) }
  const digests: { list: string; digest: string }[] = []
  let offset = 0
  for (const { id, rows } of core.lists) {
    const found = lists.find((list) => list.declaration.name === `list/${id}`)
    if (found === undefined) throw new Error(`the roster lacks list ${id}`)
    digests.push({ list: id, digest: await collectList(collecting, { id, offset, ...found }) })
    offset += rows
    work.report('collect', offset, totalRows(core))
  }
  return digestJson('samentel input v1', digests)
}

async function collectList(
  collecting: { work: RoundWork; keep: boolean; seen: SeenElements },
  list: { id: string; offset: number; sender: string; declaration: Declaration },
): Promise<string> {
  const { work } = collecting
  const { core, coreDigest, digest: binding } = work.manifest
  const names = columnNames(core.slots)
  const label = labelElement(work.engine, fromBase64Url(coreDigest), list.id)
  const source = await openBatch(work, list.declaration, list.sender)
  const chunks: string[] = []
  await pipeChunks({
    from: 0,
    to: chunkCount(list.declaration.rows),
    width: work.pool.width,
    compute: async (at) => {
      const rows = await source(at)
      const columns = names.length
      const labelColumn = names.indexOf(LABEL)
      return work.pool.run({ op: 'check', rows, columns, labelColumn, label })
    },
    commit: async (at, rows) => {
      await work.refuseEnded()
      refuseCopies(collecting.seen, rows, { list: list.id, at, rowBytes: rowBytes(core) })
      chunks.push(chunkDigest(rows))
      if (collecting.keep) await keepInput(work, rows, list.offset + at * CHUNK_ROWS)
    },
  })
  const { rows, rowBytes: width } = list.declaration
  return batchDigest(binding, { name: `labelled/${list.id}`, rows, rowBytes: width }, chunks)
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
