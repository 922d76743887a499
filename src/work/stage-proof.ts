import { fromBase64Url, lengthPrefixed, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { keyStream } from '../crypto/derive.ts'
import { proveLinear, verifyLinear } from '../proofs/linear-proof.ts'
import { proveInPasses } from '../proofs/shuffle-prover.ts'
import type { ShuffleStatement } from '../proofs/shuffle-statement.ts'
import { verifyInPasses } from '../proofs/shuffle-verifier.ts'
import { chunkCount, type Declaration } from '../round/batch.ts'
import { columnNames, openedColumns } from '../round/manifest.ts'
import { makerOf, proofOf, type Stage, stageName } from '../round/stages.ts'
import { openBatch, storedBatch } from './batch-reader.ts'
import { keepChunk, publishBatch, uploadBatch } from './batch-writer.ts'
import { linearCase, secretsOf } from './linear-case.ts'
import type { RoundWork } from './round-work.ts'
import { runPasses, type ShuffleSources } from './shuffle-passes.ts'
import { jointKeys, publicsOf, restKeys, sharesOf } from './stage-keys.ts'
import { inputRows, secretOrder, shuffles, stageRows } from './stage-rows.ts'

/** A stage as prover and verifier both see it. */
export interface SeenStage {
  readonly stage: Stage
  /** Digest of what it was made from: of all that its rows follow from. */
  readonly input: string
  /** Digest and rows of what it put out. */
  readonly output: { readonly digest: string; readonly rows: number }
}

export interface StageProof {
  readonly proof: string | null
  readonly proofRows: Declaration | null
}

/** What a proof is bound to (13): manifest, stage, maker. */
export function stageContext(work: RoundWork, stage: Stage): Uint8Array {
  const { core, digest } = work.manifest
  const parts = ['stage', stageName(stage), makerOf(core, stage)].map(utf8)
  return lengthPrefixed(fromBase64Url(digest), ...parts)
}

/** Proves an own stage, made and kept. The same proof again after a restart (12.2). */
export async function proveStage(work: RoundWork, seen: SeenStage): Promise<StageProof> {
  if (work.manifest.core.proofs === 'off') return { proof: null, proofRows: null }
  if (shuffles(work, seen.stage)) return proveShuffled(work, seen)
  const context = stageContext(work, seen.stage)
  const { statement, seed } = await linearCase(work, seen, context)
  const proof = proveLinear(work.engine, statement, {
    secrets: await secretsOf(work, seen, seed),
    random: keyStream(work.vault.seed(`proof ${stageName(seen.stage)}`, 0)),
    context,
  })
  return { proof: toBase64Url(proof), proofRows: null }
}

/** Throws `proof.invalid` unless the stage, whose rows this node has fetched, is proven. */
export async function verifyStage(
  work: RoundWork,
  seen: SeenStage,
  shown: StageProof,
): Promise<void> {
  const { core } = work.manifest
  if (core.proofs === 'off') return
  const where = `${stageName(seen.stage)} by ${makerOf(core, seen.stage)}`
  if (shown.proof === null) throw noProof(where)
  const proof = fromBase64Url(shown.proof)
  const context = stageContext(work, seen.stage)
  if (!shuffles(work, seen.stage)) {
    const { statement } = await linearCase(work, seen, context)
    return verifyLinear(work.engine, statement, { proof, context, where })
  }
  if (shown.proofRows === null) throw noProof(where)
  const maker = makerOf(core, seen.stage)
  const rows = await openBatch(work, shown.proofRows, maker)
  await runPasses(work, verifyInPasses(work.engine, shuffleOf(work, seen), proof), {
    name: `verify ${stageName(seen.stage)}`,
    rows: seen.output.rows,
    sources: { ...sourcesOf(work, seen), proof: rows },
  })
}

async function proveShuffled(work: RoundWork, seen: SeenStage): Promise<StageProof> {
  const { stage, output } = seen
  const name = stageName(stage)
  const shape = proofOf(work.manifest.core, stage, output.rows)
  if (shape === null) throw new TypeError(name) // shuffled stages of a proven round have one
  const secrets = {
    order: secretOrder(work, name, output.rows),
    rowSeeds: Array.from({ length: chunkCount(output.rows) }, (_, at) => work.vault.seed(name, at)),
    shares: stage.kind === 'open' ? sharesOf(work, openedColumns(stage.table)) : null,
    seed: work.vault.seed(`proof ${name}`, 0),
  }
  const passes = proveInPasses(work.engine, shuffleOf(work, seen), secrets)
  const proof = await runPasses(work, passes, {
    name: `prove ${name}`,
    rows: output.rows,
    sources: sourcesOf(work, seen),
    keep: (chunk, rows) => keepChunk(work, shape, chunk, rows),
  })
  const proofRows = await publishBatch(work, shape, storedBatch(work, shape))
  await uploadBatch(work, shape)
  return { proof: toBase64Url(proof), proofRows }
}

function shuffleOf(work: RoundWork, { stage, input, output }: SeenStage): ShuffleStatement {
  const { core } = work.manifest
  const opening = stage.kind === 'open'
  const columns = opening ? openedColumns(stage.table) : columnNames(core)
  return {
    context: stageContext(work, stage),
    where: `${stageName(stage)} by ${makerOf(core, stage)}`,
    rows: output.rows,
    columnKeys: opening ? restKeys(work, stage) : jointKeys(work, columns),
    ownKeys: opening ? publicsOf(work, columns, makerOf(core, stage)) : null,
    inputDigest: fromBase64Url(input),
    outputDigest: fromBase64Url(output.digest),
  }
}

function sourcesOf(work: RoundWork, { stage, output }: SeenStage): ShuffleSources {
  return {
    input: inputRows(work, stage, output.rows),
    output: stageRows(work, stage, output.rows),
  }
}

function noProof(where: string): Problem {
  return new Problem({
    code: 'proof.missing',
    what: 'A party did not prove what it did with the rows',
    where,
    remedy: 'The round ends here; ask the party named what happened.',
    status: 409,
  })
}
