import { COORDINATOR } from '../base/ids.ts'
import type { SlotRule } from '../base/slots.ts'
import { reportLinks } from '../linkage/link-report.ts'
import { linkRows } from '../linkage/link-rows.ts'
import { encodeLinks, spanningLinks } from '../linkage/links.ts'
import { CHUNK_ROWS, chunkCount } from '../round/batch.ts'
import { encodeLinkReport } from '../round/quality-reports.ts'
import {
  inputDigest,
  inputStage,
  LINK_BYTES,
  lastMix,
  outputOf,
  type Stage,
  stageName,
  totalRows,
} from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { transformRows } from '../work/batch-writer.ts'
import { fetchStage } from '../work/check-stage.ts'
import { pipeChunks } from '../work/chunk-pipeline.ts'
import { finishStage, makeStage } from '../work/make-stage.ts'
import type { RoundWork } from '../work/round-work.ts'
import { sealToCounters } from '../work/seal-to-counters.ts'
import { sharesOf, slotNames } from '../work/stage-keys.ts'
import { inputRows } from '../work/stage-rows.ts'
import { readPartition, sumPersons } from '../work/sum-persons.ts'
import type { RunningRound } from './state.ts'

const ELEMENT_BYTES = 32
/** What is kept of a token: enough that two different ones never meet. */
const TOKEN_BYTES = 16

/**
 * 8.1 to 8.3: strips the last share, so that the tokens are seen; links rows to persons on tokens
 * alone; and shows the counters, with proof, which places hold the same token. The tokens are kept in
 * memory only, and end with this function.
 */
export async function linkTokens(work: RoundWork, state: RunningRound): Promise<StageDone> {
  const { core } = work.manifest
  const stage: Stage = { kind: 'link' }
  const [mixed, evaluated] = [lastMix(core), evaluatedStage(work)]
  await fetchStage(work, mixed, doneOf(state, mixed).output)
  await fetchStage(work, evaluated, doneOf(state, evaluated).output)
  const rows = totalRows(core)
  const tokens = await readTokens(work, work.slots)
  const found = { rows, slots: work.slots, tokens }
  const limited = { ...found, maxRowsPerPerson: core.lists.length }
  const linked = linkRows(limited)
  // 8.5: exact small counts, which cover would hide.
  const report = core.cover === null ? encodeLinkReport(reportLinks(limited, linked)) : null
  const links = encodeLinks(spanningLinks(found, linked))
  tokens.fill(0)
  work.report('link', rows, rows)
  const input = { digest: doneOf(state, evaluated).output.digest, rows: rows - linked.persons }
  await transformRows(work, {
    output: outputOf(core, stage, input.rows),
    inputDigest: input.digest,
    source: async (at) => links.slice(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
    task: null,
  })
  const done = await finishStage(work, stage, input)
  const sealed =
    report === null ? null : await sealToCounters(work, 'samentel link report v2', report)
  return { ...done, report: sealed }
}

const CHUNK_BYTES = CHUNK_ROWS * LINK_BYTES

function evaluatedStage(work: RoundWork): Stage {
  const stage = inputStage(work.manifest.core, { kind: 'link' })
  if (stage === null) throw new TypeError('links are of evaluated rows')
  return stage
}

/** rows · slots · TOKEN_BYTES, row by row. */
async function readTokens(work: RoundWork, slots: readonly SlotRule[]): Promise<Uint8Array> {
  const rows = totalRows(work.manifest.core)
  const source = inputRows(work, { kind: 'link' }, rows)
  const shares = sharesOf(work, slotNames(work))
  const tokens = new Uint8Array(rows * slots.length * TOKEN_BYTES)
  let at = 0
  await pipeChunks({
    from: 0,
    to: chunkCount(rows),
    width: work.pool.width,
    compute: async (chunk) => work.pool.run({ op: 'strip', rows: await source(chunk), shares }),
    commit: async (_, elements) => {
      await work.refuseEnded()
      for (let from = 0; from < elements.length; from += ELEMENT_BYTES) {
        tokens.set(elements.subarray(from, from + TOKEN_BYTES), at)
        at += TOKEN_BYTES
      }
      work.report('tokens', at / TOKEN_BYTES / slots.length, rows)
    },
  })
  return tokens
}

/** 9.1: the coordinator sums each person's rows and takes its own share off first, order kept. */
export async function openFirst(
  work: RoundWork,
  state: RunningRound,
  stage: Extract<Stage, { kind: 'open' }>,
): Promise<StageDone> {
  const { core } = work.manifest
  const links = doneOf(state, { kind: 'link' }).output
  const partition = await readPartition(work, links.rows)
  await sumPersons(work, stage.table, { partition, digest: links.digest })
  const of = (one: Stage) => doneOf(state, one).output.digest
  const digest = inputDigest(core, stage, { lists: '', of })
  return makeStage(work, stage, { digest, rows: partition.persons })
}

function doneOf(state: RunningRound, stage: Stage): StageDone {
  const record = state.stages[stageName(stage)]
  if (record === undefined) throw new Error(`${COORDINATOR}: ${stageName(stage)} is not made`)
  return record.done.body
}
