import { ELEMENT_BYTES } from '../group/engine.ts'
import { weights } from '../proofs/weights.ts'
import { addRows } from '../psi/sum.ts'
import { CHUNK_ROWS, chunkCount } from '../round/batch.ts'
import type { ChunkSource } from './batch-reader.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import type { RoundWork } from './round-work.ts'
import type { Task } from './tasks.ts'

/** Adds up what a task gives for each chunk of a batch: one row of elements. */
async function sumChunks(
  work: RoundWork,
  rows: number,
  job: {
    readonly elements: number
    readonly task: (chunk: number, count: number) => Promise<Task>
  },
): Promise<Uint8Array> {
  let sum: Uint8Array = new Uint8Array(job.elements * ELEMENT_BYTES)
  await pipeChunks({
    from: 0,
    to: chunkCount(rows),
    width: work.pool.width,
    compute: async (chunk) => {
      const count = Math.min(CHUNK_ROWS, rows - chunk * CHUNK_ROWS)
      return work.pool.run(await job.task(chunk, count))
    },
    commit: async (_, part) => {
      await work.refuseEnded()
      sum = addRows(work.engine, sum, part)
    },
  })
  return sum
}

/** Σ w_l·row_l, element by element (13.1): (columns+1)·32 bytes. */
export function weighBatch(
  work: RoundWork,
  batch: { readonly source: ChunkSource; readonly rows: number; readonly elements: number },
  seed: Uint8Array,
): Promise<Uint8Array> {
  const { elements } = batch
  return sumChunks(work, batch.rows, {
    elements,
    task: async (chunk, count) => ({
      op: 'weigh',
      rows: await batch.source(chunk),
      columns: elements - 1,
      weights: weights(work.engine, seed, chunk * CHUNK_ROWS, count),
    }),
  })
}

/** Σ of what links make of the slots of a batch (13.5): A_1 ‖ … ‖ A_m ‖ B. */
export function weighLinkedBatch(
  work: RoundWork,
  batch: { readonly source: ChunkSource; readonly rows: number; readonly slots: number },
  factors: Uint8Array,
): Promise<Uint8Array> {
  const { slots } = batch
  const bytes = slots * ELEMENT_BYTES
  return sumChunks(work, batch.rows, {
    elements: slots + 1,
    task: async (chunk, count) => ({
      op: 'weigh-links',
      rows: await batch.source(chunk),
      slots,
      factors: factors.slice(chunk * CHUNK_ROWS * bytes, (chunk * CHUNK_ROWS + count) * bytes),
    }),
  })
}

/** Σ w_l·r_l over the randomness of own rows, which went out in the order in which they were made. */
export async function weighRandomness(
  work: RoundWork,
  batch: {
    readonly rows: number
    readonly seed: (chunk: number) => Uint8Array
  },
  seed: Uint8Array,
): Promise<Uint8Array> {
  let sum: Uint8Array = new Uint8Array(ELEMENT_BYTES)
  await pipeChunks({
    from: 0,
    to: chunkCount(batch.rows),
    width: work.pool.width,
    compute: async (chunk) => {
      const from = chunk * CHUNK_ROWS
      const count = Math.min(CHUNK_ROWS, batch.rows - from)
      const weighed = weights(work.engine, seed, from, count)
      return work.pool.run({ op: 'weigh-drawn', seed: batch.seed(chunk), weights: weighed })
    },
    commit: async (_, part) => {
      sum = work.engine.scalarAdd(sum, part)
    },
  })
  return sum
}
