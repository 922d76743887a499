import type { BatchShape, Declaration } from '../round/batch.ts'
import { columnNames, openedColumns } from '../round/manifest.ts'
import { isLastStrip, outputOf, type Stage, stageName } from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import type { ChunkSource } from './batch-reader.ts'
import { publishBatch, transformRows, uploadBatch } from './batch-writer.ts'
import type { RoundWork } from './round-work.ts'
import { jointKeys, ownTokenKey, restKeys, sharesOf, slotNames } from './stage-keys.ts'
import { proveStage } from './stage-proof.ts'
import { inputRows, stageRows } from './stage-rows.ts'
import type { Task } from './tasks.ts'

/** What a stage is made from: the digest of all that its rows follow from, and how many come out. */
export interface StageInput {
  readonly digest: string
  readonly rows: number
}

/**
 * Makes a stage of this party (protocol/specification.md 6, 7, 9): transforms the rows, keeps them, seals
 * them to those who check, brings them to the relay, and proves what it did.
 */
export async function makeStage(
  work: RoundWork,
  stage: Stage,
  input: StageInput,
): Promise<StageDone> {
  const output = outputOf(work.manifest.core, stage, input.rows)
  await transformRows(work, {
    output,
    inputDigest: input.digest,
    source: inputRows(work, stage, input.rows),
    task: stageTask(work, stage),
  })
  return finishStage(work, stage, input)
}

/** Publishes and proves a stage whose rows are kept. */
export async function finishStage(
  work: RoundWork,
  stage: Stage,
  input: StageInput,
): Promise<StageDone> {
  const shape = outputOf(work.manifest.core, stage, input.rows)
  const output = await publishStage(work, shape, stageRows(work, stage, input.rows))
  const seen = { stage, input: input.digest, output }
  const proven = await proveStage(work, seen)
  return {
    stage: stageName(stage),
    input: input.digest,
    output,
    ...proven,
    tally: null,
    report: null,
  }
}

async function publishStage(
  work: RoundWork,
  shape: BatchShape,
  source: ChunkSource,
): Promise<Declaration> {
  const declaration = await publishBatch(work, shape, source)
  await uploadBatch(work, shape)
  return declaration
}

/** What a worker does with a chunk of rows. */
function stageTask(work: RoundWork, stage: Stage): (rows: Uint8Array, chunk: number) => Task {
  const { core } = work.manifest
  const seed = (chunk: number) => work.vault.seed(stageName(stage), chunk)
  switch (stage.kind) {
    case 'mix': {
      const columnKeys = jointKeys(work, columnNames(core))
      return (rows, chunk) => ({ op: 'mix', rows, columnKeys, seed: seed(chunk) })
    }
    case 'evaluate': {
      const secret = { tokenKey: ownTokenKey(work), shares: sharesOf(work, slotNames(work)) }
      return (rows) => ({ op: 'evaluate', rows, ...secret })
    }
    case 'link':
    case 'cover':
      throw new TypeError('not computed row by row')
    case 'open': {
      const shares = sharesOf(work, openedColumns(stage.table))
      if (isLastStrip(core, stage)) return (rows) => ({ op: 'strip', rows, shares })
      const keys = { shares, restKeys: restKeys(work, stage) }
      return (rows, chunk) => ({ op: 'open', rows, ...keys, seed: seed(chunk) })
    }
  }
}
