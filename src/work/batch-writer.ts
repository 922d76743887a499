import {
  type BatchShape,
  batchDigest,
  CHUNK_ROWS,
  chunkCount,
  chunkDigest,
  type Declaration,
} from '../round/batch.ts'
import { recordOf } from '../round/manifest.ts'
import { recipientsOf } from '../round/stages.ts'
import type { ChunkSource } from './batch-reader.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import type { RoundWork } from './round-work.ts'
import type { Task } from './tasks.ts'

/**
 * Works through an input chunk by chunk and keeps the output rows, sealed, in the order they come: to
 * put them into another order is for who reads them, as scattered writes cost the most. What is
 * committed survives a kill; the same work then goes on from there with the same bytes, as all randomness comes from the round key (protocol/specification.md 12.2).
 */
export async function transformRows(
  work: RoundWork,
  job: {
    readonly output: BatchShape
    /** What the output is made from; another input for the same output is refused. */
    readonly inputDigest: string
    readonly source: ChunkSource
    /** What a worker does with a chunk; null keeps the rows as they are. */
    readonly task: ((rows: Uint8Array, chunk: number) => Task) | null
  },
): Promise<void> {
  const { round } = work.manifest.core
  const { output } = job
  const { stores } = work.database
  await stores.batches.begin(round, output.name, job.inputDigest, output.rows)
  const done = (await stores.batches.get(round, output.name))?.done ?? 0
  const total = chunkCount(output.rows)
  await pipeChunks({
    from: done,
    to: total,
    width: work.pool.width,
    compute: async (at) => {
      const rows = await job.source(at)
      return job.task === null ? rows : work.pool.run(job.task(rows, at))
    },
    commit: async (at, rows) => {
      await work.refuseEnded()
      await keepRows(work, { output, rows, at })
      work.report(output.name, Math.min(output.rows, (at + 1) * CHUNK_ROWS), output.rows)
    },
  })
}

async function keepRows(
  work: RoundWork,
  part: {
    output: BatchShape
    rows: Uint8Array
    at: number
  },
): Promise<void> {
  const { round } = work.manifest.core
  const { name, rowBytes } = part.output
  const entries = Array.from({ length: part.rows.length / rowBytes }, (_, row) => {
    const position = part.at * CHUNK_ROWS + row
    const bytes = part.rows.subarray(row * rowBytes, (row + 1) * rowBytes)
    return { position, bytes: work.vault.sealRow(name, position, bytes) }
  })
  // Rows and progress in one transaction: a crash leaves the chunk done or not done, never half.
  await work.database.transaction('keep-rows', async (stores) => {
    await stores.rows.putRows(round, name, entries)
    await stores.batches.advance(round, name, part.at + 1)
  })
}

/** Keeps one chunk of an own batch that is made chunk by chunk, in the order it comes. */
export async function keepChunk(
  work: RoundWork,
  shape: BatchShape,
  chunk: number,
  rows: Uint8Array,
): Promise<void> {
  const { stores } = work.database
  if (chunk === 0) await stores.batches.begin(work.manifest.core.round, shape.name, '', shape.rows)
  await keepRows(work, { output: shape, rows, at: chunk })
}

/** Sealed chunks that become durable together: a megabyte or so. */
const CHUNKS_AT_ONCE = 16

/**
 * Seals a finished batch to its recipients and keeps the sealed chunks for sending. All chunks are
 * stored before the first leaves (protocol/specification.md 12.1). What is for nobody is only digested.
 */
export async function publishBatch(
  work: RoundWork,
  shape: BatchShape,
  source: ChunkSource,
): Promise<Declaration> {
  const { core, digest: binding } = work.manifest
  const recipients = recipientKeys(work, shape.name)
  const chunks: string[] = []
  const total = chunkCount(shape.rows)
  for (let from = 0; from < total; from += CHUNKS_AT_ONCE) {
    const sealed: Uint8Array[] = []
    for (let at = from; at < Math.min(total, from + CHUNKS_AT_ONCE); at++) {
      const rows = await source(at)
      chunks.push(chunkDigest(rows))
      if (recipients.size > 0) {
        sealed.push(work.vault.sealChunk(binding, shape.name, work.self, at, rows))
      }
    }
    // A crash leaves some of the chunks; the same work makes the same ones again.
    await work.database.transaction('keep-chunks', async (stores) => {
      for (const [at, chunk] of sealed.entries()) {
        await stores.chunks.put(core.round, shape.name, from + at, chunk)
      }
    })
  }
  return {
    ...shape,
    chunks,
    digest: batchDigest(binding, shape, chunks),
    keys: await work.vault.wrapFor(binding, shape.name, work.self, recipients),
  }
}

function recipientKeys(work: RoundWork, batch: string): Map<string, string> {
  const ids = recipientsOf(work.manifest.core, batch, work.counters)
  return new Map(ids.map((id) => [id, recordOf(work.manifest.keys, id).sealing]))
}

/** Brings the kept chunks of a batch to the relay; what has arrived is not sent again, what is for nobody stays. */
export async function uploadBatch(work: RoundWork, shape: BatchShape): Promise<void> {
  const { core } = work.manifest
  const { round } = core
  if (recipientsOf(core, shape.name, work.counters).length === 0) return
  const present = await work.relay.present(round, shape.name)
  const total = chunkCount(shape.rows)
  for (let at = 0; at < total; at++) {
    if (present.has(at)) continue
    const sealed = await work.database.stores.chunks.get(round, shape.name, at)
    if (sealed === null) throw new Error(`${shape.name}: chunk ${at} is missing in the store`)
    await work.relay.put(round, shape.name, at, sealed)
    work.report(`upload ${shape.name}`, at + 1, total)
  }
}
