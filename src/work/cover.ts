import { concatBytes, fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { commitCover, drawCoverSecrets, placeCover } from '../cover/cover-secrets.ts'
import {
  addToBinSums,
  emptyBinSums,
  proveCoverSums,
  sumRandomness,
  verifyCoverSums,
} from '../cover/cover-sums.ts'
import { COVER_ROW_BYTES, type CoverPlan, type CoverScene, coverElements } from '../cover/plan.ts'
import { keyStream } from '../crypto/derive.ts'
import { ELEMENT_BYTES, type GroupEngine } from '../group/engine.ts'
import { drawScalars } from '../proofs/shuffle-secrets.ts'
import { labelElement } from '../psi/key-element.ts'
import { CHUNK_ROWS, chunkCount } from '../round/batch.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import { type Core, PERSONS, recordOf } from '../round/manifest.ts'
import { evaluatorAt, outputOf, type Stage, stageName } from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { type ChunkSource, cutRows, openBatch } from './batch-reader.ts'
import { keepChunk, publishBatch, uploadBatch } from './batch-writer.ts'
import { pipeChunks } from './chunk-pipeline.ts'
import type { RoundVault } from './round-vault.ts'
import type { RoundWork } from './round-work.ts'
import { restKeys } from './stage-keys.ts'
import { stageContext } from './stage-proof.ts'
import { stageRows } from './stage-rows.ts'

type CoverStage = Extract<Stage, { kind: 'cover' }>

/** What an evaluator commits to with its round keys, before anybody's data (14.3). */
export function commitmentsOf(engine: GroupEngine, core: Core, vault: RoundVault): string[] | null {
  const plan = coverPlanOf(core)
  if (plan === null) return null
  const flat = commitCover(engine, secretsOf(engine, plan, vault))
  return plan.bins.map((_, bin) =>
    toBase64Url(flat.subarray(bin * ELEMENT_BYTES, (bin + 1) * ELEMENT_BYTES)),
  )
}

/** The same before and after a restart. */
export function secretsOf(engine: GroupEngine, plan: CoverPlan, vault: RoundVault) {
  return drawCoverSecrets(engine, plan, keyStream(vault.seed('cover', 0)))
}

/** Makes this evaluator's cover: rows that stand for nobody, each proven to be one of two (14.3). */
export async function makeCover(
  work: RoundWork,
  stage: CoverStage,
  input: string,
): Promise<StageDone> {
  const { engine, vault } = work
  const scene = sceneOf(work, stage)
  const secrets = secretsOf(engine, scene.plan, vault)
  const name = stageName(stage)
  const places = placeCover(scene.plan, secrets, keyStream(vault.seed(`order ${name}`, 0)))
  const shape = outputOf(work.manifest.core, stage, 0)
  const sums = emptyBinSums(scene.plan)
  const randomness: Uint8Array[] = []
  await eachChunk(work, shape.rows, {
    compute: (chunk, count) => {
      const from = chunk * CHUNK_ROWS
      const seeds = { rows: vault.seed(name, chunk), proofs: vault.seed(`choices ${name}`, chunk) }
      const part = places.slice(from, from + count)
      return work.pool.run({ op: 'make-cover', scene, places: part, from, seeds })
    },
    commit: async (chunk, rows) => {
      await keepChunk(work, shape, chunk, rows)
      addToBinSums(engine, scene.plan, sums, {
        rows: ciphersOf(rows, shape.rowBytes),
        from: chunk * CHUNK_ROWS,
      })
      randomness[chunk] = drawScalars(engine, vault.seed(name, chunk), rows.length / shape.rowBytes)
    },
  })
  const output = await publishBatch(work, shape, stageRows(work, stage, 0))
  await uploadBatch(work, shape)
  const proof = proveCoverSums(engine, scene, {
    sums,
    commitments: commitmentsIn(work, stage),
    secrets,
    randomness: sumRandomness(engine, scene.plan, concatBytes(...randomness)),
    random: keyStream(vault.seed(`proof ${name}`, 0)),
  })
  const none = { proofRows: null, tally: null, report: null }
  return { stage: name, input, output, proof: toBase64Url(proof), ...none }
}

/** What every other evaluator checks of a cover: each row, and each bin's commitment. */
export async function checkCover(
  work: RoundWork,
  stage: CoverStage,
  done: StageDone,
): Promise<void> {
  const { engine } = work
  const scene = sceneOf(work, stage)
  const maker = evaluatorAt(work.manifest.core, stage.turn)
  const where = `${stageName(stage)} by ${maker}`
  const shape = outputOf(work.manifest.core, stage, 0)
  const source: ChunkSource = await openBatch(work, done.output, maker)
  const sums = emptyBinSums(scene.plan)
  await eachChunk(work, shape.rows, {
    compute: async (chunk) => {
      const rows = await source(chunk)
      await work.pool.run({ op: 'check-cover', scene, rows, from: chunk * CHUNK_ROWS, where })
      return rows
    },
    commit: async (chunk, rows) => {
      await keepChunk(work, shape, chunk, rows)
      addToBinSums(engine, scene.plan, sums, {
        rows: ciphersOf(rows, shape.rowBytes),
        from: chunk * CHUNK_ROWS,
      })
    },
  })
  const proofs = fromBase64Url(done.proof ?? '')
  verifyCoverSums(engine, scene, { sums, commitments: commitmentsIn(work, stage), proofs, where })
}

async function eachChunk(
  work: RoundWork,
  rows: number,
  job: {
    readonly compute: (chunk: number, count: number) => Promise<Uint8Array>
    readonly commit: (chunk: number, rows: Uint8Array) => Promise<void>
  },
): Promise<void> {
  await pipeChunks({
    from: 0,
    to: chunkCount(rows),
    width: work.pool.width,
    compute: (chunk) => job.compute(chunk, Math.min(CHUNK_ROWS, rows - chunk * CHUNK_ROWS)),
    commit: async (chunk, made) => {
      await work.refuseEnded()
      await job.commit(chunk, made)
    },
  })
}

function sceneOf(work: RoundWork, stage: CoverStage): CoverScene {
  const { engine } = work
  const { core, coreDigest } = work.manifest
  const plan = coverPlanOf(core)
  if (plan === null) throw new TypeError('the round has no cover')
  const digest = fromBase64Url(coreDigest)
  const labels = core.lists.map(({ id }) => [id, labelElement(engine, digest, id)] as const)
  return {
    plan,
    elements: coverElements(engine, plan, new Map(labels)),
    columnKeys: restKeys(work, { kind: 'open', table: PERSONS, turn: 1 }),
    context: stageContext(work, stage),
  }
}

function commitmentsIn(work: RoundWork, stage: CoverStage): Uint8Array {
  const maker = evaluatorAt(work.manifest.core, stage.turn)
  const { cover } = recordOf(work.manifest.keys, maker)
  return concatBytes(...(cover ?? []).map(fromBase64Url))
}

function ciphersOf(rows: Uint8Array, width: number): Uint8Array {
  return cutRows(rows, width, [[0, COVER_ROW_BYTES]])
}
