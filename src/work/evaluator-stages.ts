import { concatBytes } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { permutation } from '../psi/permutation.ts'
import { jointKey } from '../psi/possession.ts'
import { columnShare, tokenKey } from '../psi/round-secrets.ts'
import type { Declaration } from '../round/batch.ts'
import { columnKey, columnNames, LABEL, PRESENCE } from '../round/manifest.ts'
import { outputOf, rowBytes, type Stage, slotBytes, stageName } from '../round/stages.ts'
import { type ChunkSource, cutColumns, storedBatch } from './batch-reader.ts'
import { publishBatch, transformRows, uploadBatch } from './batch-writer.ts'
import type { RoundWork } from './round-work.ts'
import type { Task } from './tasks.ts'

/**
 * One turn of one evaluator (protocol/specification.md 6, 7, 9.2): transforms the rows, keeps them,
 * seals them to the next in line, brings them to the relay and gives the declaration to sign.
 */
export async function runStage(
  work: RoundWork,
  stage: Stage,
  input: { readonly source: ChunkSource; readonly digest: string; readonly persons: number },
): Promise<Declaration> {
  const output = outputOf(work.manifest.core, stage, input.persons)
  const source =
    stage.kind === 'evaluate' && stage.turn === 1 ? slotColumns(work, input.source) : input.source
  const order = stage.kind === 'evaluate' ? null : stageOrder(work, stage, output.rows)
  await transformRows(work, {
    output,
    inputDigest: input.digest,
    source,
    task: stageTask(work, stage),
  })
  const declaration = await publishBatch(work, output, storedBatch(work, output, order))
  await uploadBatch(work, output)
  return declaration
}

function slotColumns(work: RoundWork, source: ChunkSource): ChunkSource {
  const { core } = work.manifest
  return cutColumns(source, rowBytes(core), [[0, slotBytes(core)]])
}

/** The secret order of a stage: the same after a restart, unknown to everybody else. */
export function stageOrder(work: RoundWork, stage: Stage, rows: number): Uint32Array {
  return secretOrder(work, stageName(stage), rows)
}

export function secretOrder(work: RoundWork, batch: string, rows: number): Uint32Array {
  return permutation(rows, keyStream(work.vault.seed(`order ${batch}`, 0)))
}

function stageTask(work: RoundWork, stage: Stage): (rows: Uint8Array, chunk: number) => Task {
  const { core } = work.manifest
  const name = stageName(stage)
  const seed = (chunk: number) => work.vault.seed(name, chunk)
  if (stage.kind === 'mix') {
    const columnKeys = jointKeys(work, columnNames(core.slots))
    return (rows, chunk) => ({ op: 'mix', rows, columnKeys, seed: seed(chunk) })
  }
  if (stage.kind === 'evaluate') {
    const secret = tokenKey(work.engine, work.vault.exposeRoundKeyForDerivation())
    const shares = sharesOf(work, slotNames(work))
    return (rows) => ({ op: 'evaluate', rows, tokenKey: secret, shares })
  }
  return openTask(work, core.evaluators.slice(stage.turn - 1), name)
}

/** Strips the own share with re-randomising under the keys that remain, the own one included (9.2). */
export function openTask(
  work: RoundWork,
  remaining: readonly string[],
  name: string,
): (rows: Uint8Array, chunk: number) => Task {
  const shares = sharesOf(work, [LABEL, PRESENCE])
  const restKeys = jointKeys(work, [LABEL, PRESENCE], remaining)
  return (rows, chunk) => ({
    op: 'open',
    rows,
    shares,
    restKeys,
    seed: work.vault.seed(name, chunk),
  })
}

export function slotNames(work: RoundWork): string[] {
  return work.manifest.core.slots.map((slot) => `slot/${slot}`)
}

/** This holder's sealing shares of some columns. */
export function sharesOf(work: RoundWork, columns: readonly string[]): Uint8Array {
  const roundKey = work.vault.exposeRoundKeyForDerivation()
  return concatBytes(...columns.map((column) => columnShare(work.engine, roundKey, column)))
}

/** The joint public keys of some columns: of all key holders, or of those named (3.4). */
export function jointKeys(
  work: RoundWork,
  columns: readonly string[],
  holders?: readonly string[],
): Uint8Array {
  const records = work.manifest.keys.filter(
    (record) => holders === undefined || holders.includes(record.holder),
  )
  return concatBytes(
    ...columns.map((column) =>
      jointKey(
        work.engine,
        records.map((record) => columnKey(record, column)),
      ),
    ),
  )
}
