import { COORDINATOR } from '../base/ids.ts'
import type { SlotRule } from '../base/slots.ts'
import { linkRows } from '../linkage/link-rows.ts'
import { encodePartition } from '../linkage/partition.ts'
import type { LinkQuality } from '../linkage/rule-l1.ts'
import { type BatchShape, chunkCount, type Declaration } from '../round/batch.ts'
import { keyHolders } from '../round/manifest.ts'
import { FIRST_OPEN, outputOf, partitionBatch, SUM_BYTES, totalRows } from '../round/stages.ts'
import { openBatch, storedBatch } from '../work/batch-reader.ts'
import { publishBatch, transformRows } from '../work/batch-writer.ts'
import { pipeChunks } from '../work/chunk-pipeline.ts'
import { openTask, sharesOf, slotNames } from '../work/evaluator-stages.ts'
import type { RoundWork } from '../work/round-work.ts'
import { keepMixed, partitionSource, SUMS, sumPersons } from '../work/sum-persons.ts'
import type { Linked, RunningRound, Statement } from './state.ts'

const ELEMENT_BYTES = 32
/** What is kept of a token: enough that two different ones never meet. */
const TOKEN_BYTES = 16

/**
 * 8.1 to 8.4: strips the last share, so that the tokens are seen; links rows to persons on tokens
 * alone; seals the partition to the counters; sums each person's rows. The tokens are kept in memory
 * only, and end with this function.
 */
export async function linkTokens(
  work: RoundWork,
  state: RunningRound,
  slots: readonly SlotRule[],
): Promise<{ linked: Linked; quality: LinkQuality }> {
  const { core } = work.manifest
  const last = core.evaluators.length
  const evaluated = stageOf(state, outputOf(core, { kind: 'evaluate', turn: last }, 0).name)
  const tokens = await readTokens(work, evaluated)
  const rows = totalRows(core)
  const linked = linkRows({ rows, slots, tokens, maxRowsPerPerson: core.lists.length })
  tokens.fill(0)
  work.report('link', rows, rows)
  const encoded = encodePartition(linked)
  const partition = await publishBatch(work, partitionBatch(core), partitionSource(encoded))
  const mixed = stageOf(state, outputOf(core, { kind: 'mix', turn: last }, 0).name)
  const source = await openBatch(work, mixed.body.output, lastEvaluator(work))
  await keepMixed(work, source, mixed.body.output.digest)
  const sums = await sumPersons(work, linked, false)
  return { linked: { partition, persons: linked.persons, sums }, quality: linked.quality }
}

/** rows · slots · TOKEN_BYTES, row by row. */
async function readTokens(
  work: RoundWork,
  evaluated: Statement<'stage.done'>,
): Promise<Uint8Array> {
  const { core } = work.manifest
  const { output } = evaluated.body
  const source = await openBatch(work, output, lastEvaluator(work))
  const shares = sharesOf(work, slotNames(work))
  const tokens = new Uint8Array(output.rows * core.slots.length * TOKEN_BYTES)
  let at = 0
  await pipeChunks({
    from: 0,
    to: chunkCount(output.rows),
    width: work.pool.width,
    compute: async (chunk) => work.pool.run({ op: 'strip', rows: await source(chunk), shares }),
    commit: async (_, elements) => {
      await work.refuseEnded()
      for (let from = 0; from < elements.length; from += ELEMENT_BYTES) {
        tokens.set(elements.subarray(from, from + TOKEN_BYTES), at)
        at += TOKEN_BYTES
      }
      work.report('tokens', at / TOKEN_BYTES / core.slots.length, output.rows)
    },
  })
  return tokens
}

/** 9.1: the coordinator strips its share of label and presence first, order kept. */
export async function stripFirst(work: RoundWork, linked: Linked): Promise<Declaration> {
  const sums: BatchShape = { name: SUMS, rows: linked.persons, rowBytes: SUM_BYTES }
  const output: BatchShape = { ...sums, name: FIRST_OPEN }
  await transformRows(work, {
    output,
    inputDigest: linked.sums,
    source: storedBatch(work, sums),
    task: openTask(work, keyHolders(work.manifest.core), FIRST_OPEN),
  })
  return publishBatch(work, output, storedBatch(work, output))
}

function stageOf(state: RunningRound, name: string): Statement<'stage.done'> {
  const statement = state.stages[name]
  if (statement === undefined) throw new Error(`${COORDINATOR}: ${name} is not done`)
  return statement
}

function lastEvaluator(work: RoundWork): string {
  return work.manifest.core.evaluators.at(-1) ?? ''
}
