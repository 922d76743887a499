import { concatBytes, utf8 } from '../../src/base/bytes.ts'
import { keyElement } from '../../src/psi/key-element.ts'
import {
  type BatchShape,
  batchDigest,
  chunkCount,
  chunkDigest,
  type Declaration,
} from '../../src/round/batch.ts'
import { columnNames, recordOf } from '../../src/round/manifest.ts'
import type { ListQuality } from '../../src/round/quality-reports.ts'
import { listBatch, recipientsOf } from '../../src/round/stages.ts'
import { type ChunkSource, storedBatch } from '../../src/work/batch-reader.ts'
import { publishBatch, transformRows, uploadBatch } from '../../src/work/batch-writer.ts'
import { chosenColumns, PADDING, REAL } from '../../src/work/list-columns.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { jointKeys } from '../../src/work/stage-keys.ts'
import { secretOrder } from '../../src/work/stage-rows.ts'
import type { SubmitTask } from '../../src/work/submit-rows.ts'
import { sampleSlots } from '../round/sample.ts'

const secret = new Uint8Array(32).fill(5)

/** What a row of a list holds in the clear: a key or none for each slot, a code for each table. */
export interface ClearRow {
  readonly keys: readonly (string | null)[]
  readonly codes?: readonly string[]
}

/** Anna stands on three lists, Bilal on two, Chen and Dina on one. */
export const sampleRows: Readonly<Record<string, readonly ClearRow[]>> = {
  police: [
    { keys: ['1', 'a'], codes: ['farm'] },
    { keys: ['2', 'c'], codes: ['unknown'] },
  ],
  shelter: [
    { keys: ['1', 'b'], codes: ['work'] },
    { keys: [null, 'd'], codes: ['work'] },
  ],
  border: [
    { keys: [null, 'b'], codes: ['unknown'] },
    { keys: ['2', null], codes: ['farm'] },
    { keys: ['9', null], codes: ['conflict'] },
  ],
}

/** Elements of the keys of rows, then of none for padding up to the size of the list. */
function elementsOf({ engine }: RoundWork, rows: readonly ClearRow[], size: number): Uint8Array {
  const elements = rows.flatMap(({ keys }) =>
    keys.map((key, at) => {
      if (key === null) return new Uint8Array(32)
      const keyId = sampleSlots[at]!.id // a key for each slot at most
      return keyElement(engine, secret, { recipe: 'short/1', keyId, canonical: utf8(key) })
    }),
  )
  const empty = (size - rows.length) * sampleSlots.length * 32
  return concatBytes(...elements, new Uint8Array(empty))
}

/** The task that makes an owner's rows of a list; only one chunk of them. */
export function submitTask(
  work: RoundWork,
  list: string,
  rows: readonly ClearRow[],
): SubmitTask & { readonly op: 'submit' } {
  const { core } = work.manifest
  const size = listBatch(core, list).rows
  const picks = Array.from({ length: size }, (_, at) => {
    const row = rows[at]
    const codes = core.tables.map((table, place) =>
      table.codes.indexOf(row?.codes?.[place] ?? 'unknown'),
    )
    return [row === undefined ? PADDING : REAL, ...codes]
  })
  const seed = (label: string) => work.vault.seed(`${label} list/${list}`, 0)
  return {
    op: 'submit',
    keys: elementsOf(work, rows, size),
    slots: core.slots.length,
    chosen: chosenColumns(work, list),
    picks: Uint8Array.from(picks.flat()),
    columnKeys: jointKeys(work, columnNames(core)),
    seeds: { rows: seed('rows'), fillers: seed('fillers'), proofs: seed('proofs') },
  }
}

/** What an owner tells the counters of these rows; here every key links by itself. */
export function qualityOf(list: string, rows: readonly ClearRow[]): ListQuality {
  const held = rows.map(({ keys }) => keys.filter((key) => key !== null).length)
  const withoutKey = held.filter((count) => count === 0).length
  return {
    list,
    records: rows.length,
    rows: rows.length,
    withoutLinkingKey: withoutKey,
    withoutKey,
    keys: held.reduce((sum, count) => sum + count, 0),
    dropped: 0,
  }
}

/** Makes, seals and uploads a list as its owner does, in a secret order. */
export async function sendList(
  work: RoundWork,
  list: string,
  rows: readonly ClearRow[],
): Promise<Declaration> {
  const output = listBatch(work.manifest.core, list)
  await transformRows(work, {
    output,
    inputDigest: 'records',
    source: async () => new Uint8Array(0),
    task: () => submitTask(work, list, rows),
  })
  const order = secretOrder(work, output.name, output.rows)
  const declaration = await publishBatch(work, output, storedBatch(work, output, order))
  await uploadBatch(work, output)
  return declaration
}

/** Seals and uploads anything as a batch of that name, in place of what was there, as a cheat can. */
export async function sendInstead(
  work: RoundWork,
  shape: BatchShape,
  source: ChunkSource,
): Promise<Declaration> {
  const { core, digest: binding, keys } = work.manifest
  const chunks: string[] = []
  for (let at = 0; at < chunkCount(shape.rows); at++) {
    const rows = await source(at)
    chunks.push(chunkDigest(rows))
    const sealed = work.vault.sealChunk(binding, shape.name, work.self, at, rows)
    await work.relay.put(core.round, shape.name, at, sealed)
  }
  const recipients = recipientsOf(core, shape.name, work.counters)
  const sealing = new Map(recipients.map((id) => [id, recordOf(keys, id).sealing]))
  return {
    ...shape,
    chunks,
    digest: batchDigest(binding, shape, chunks),
    keys: await work.vault.wrapFor(binding, shape.name, work.self, sealing),
  }
}
