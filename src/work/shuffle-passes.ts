import type { RowsName } from '../proofs/shuffle-rows.ts'
import type { ShufflePass } from '../proofs/shuffle-tasks.ts'
import { chunkCount } from '../round/batch.ts'
import type { ChunkSource } from './batch-reader.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import type { RoundWork } from './round-work.ts'

export type ShuffleSources = Readonly<Partial<Record<RowsName, ChunkSource>>>

/**
 * Runs the passes of a proof of shuffle (13.8) over the worker pool and gives what the proof gives at its
 * end. `keep` takes the rows of the proof, chunk by chunk in order.
 */
export async function runPasses<T>(
  work: RoundWork,
  passes: Generator<ShufflePass, T, void>,
  about: {
    readonly name: string
    readonly rows: number
    readonly sources: ShuffleSources
    readonly keep?: (chunk: number, rows: Uint8Array) => Promise<void>
  },
): Promise<T> {
  for (;;) {
    const next = passes.next()
    if (next.done === true) return next.value
    await runPass(work, next.value, about)
  }
}

async function runPass(
  work: RoundWork,
  pass: ShufflePass,
  about: {
    readonly name: string
    readonly rows: number
    readonly sources: ShuffleSources
    readonly keep?: (chunk: number, rows: Uint8Array) => Promise<void>
  },
): Promise<void> {
  await pipeChunks({
    from: 0,
    to: chunkCount(about.rows),
    width: work.pool.width,
    compute: async (chunk) => {
      const entries = pass.rows.map(async (name) => [name, await about.sources[name]?.(chunk)])
      const rows = Object.fromEntries(await Promise.all(entries))
      return work.pool.run({ op: 'shuffle', task: pass.task(chunk), rows })
    },
    commit: async (chunk, result) => {
      await work.refuseEnded()
      if (pass.take === null) await about.keep?.(chunk, result)
      else pass.take(chunk, result)
      work.report(about.name, chunk + 1, chunkCount(about.rows))
    },
  })
}
