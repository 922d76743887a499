import type { Declaration } from '../round/batch.ts'
import { makerOf, outputOf, type Stage } from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { openBatch } from './batch-reader.ts'
import { transformRows } from './batch-writer.ts'
import type { RoundWork } from './round-work.ts'
import { verifyStage } from './stage-proof.ts'

/** Fetches what another made of a stage and keeps it; each chunk is compared with its digest. */
export async function fetchStage(
  work: RoundWork,
  stage: Stage,
  output: Declaration,
): Promise<void> {
  const { core } = work.manifest
  await transformRows(work, {
    output: outputOf(core, stage, output.rows),
    inputDigest: output.digest,
    source: await openBatch(work, output, makerOf(core, stage)),
    task: null,
  })
}

/**
 * What every evaluator does with every stage before it goes on (protocol/specification.md 6 to 9):
 * fetches the rows and verifies the proof, or refuses with `proof.invalid`.
 */
export async function checkStage(work: RoundWork, stage: Stage, done: StageDone): Promise<void> {
  await fetchStage(work, stage, done.output)
  await verifyStage(work, { stage, input: done.input, output: done.output }, done)
}
