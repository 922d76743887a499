import { isProblem } from '../base/problem.ts'
import { CHUNK_ROWS, chunkCount } from '../round/batch.ts'
import {
  coveredParts,
  inputStage,
  isCovered,
  lastMix,
  makerOf,
  rowBytes,
  type Stage,
  stageName,
  totalRows,
} from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { type ChunkSource, openBatch, rangeOf } from './batch-reader.ts'
import { checkListChunk, type ListToCollect } from './collect-lists.ts'
import type { RoundWork } from './round-work.ts'
import { INPUT, stageRows } from './stage-rows.ts'

/** Chunks of a batch that a third party needs to judge by, as they were signed. */
export interface EvidenceBatch {
  readonly name: string
  readonly chunks: readonly number[]
  readonly source: ChunkSource
}

/**
 * What a third party needs to judge a stage (protocol/specification.md 15.2): what went in, what came out,
 * and the rows of the proof. `rowsOf`: how many rows a stage before it put out.
 */
export async function stageBatches(
  work: RoundWork,
  stage: Stage,
  about: { readonly done: StageDone; readonly rowsOf: (stage: Stage) => number },
): Promise<EvidenceBatch[]> {
  const { done, rowsOf } = about
  const { core } = work.manifest
  if (done.proof === null) return [] // there is nothing to judge the rows by
  const own = [done.output, ...(done.proofRows === null ? [] : [done.proofRows])]
  const shown = own.map(async (declaration) =>
    batch(
      declaration.name,
      declaration.rows,
      await openBatch(work, declaration, makerOf(core, stage)),
    ),
  )
  const before = stagesBefore(work, stage).map((one) =>
    batch(stageName(one), rowsOf(one), stageRows(work, one, rowsOf(one))),
  )
  const lists = stage.kind === 'mix' && stage.turn === 1 ? labelledLists(work) : []
  return [...lists, ...before, ...(await Promise.all(shown))]
}

/** The stages whose rows the digest of the input is of. */
function stagesBefore({ manifest }: RoundWork, stage: Stage): Stage[] {
  const { core } = manifest
  if (stage.kind === 'cover') return [] // a cover is proven by itself
  if (stage.kind === 'open' && stage.turn === 0) return [lastMix(core), { kind: 'link' }]
  if (stage.kind === 'open' && stage.turn === 1 && isCovered(core, stage.table)) {
    return coveredParts(core)
  }
  const input = inputStage(core, stage)
  return input === null ? [] : [input]
}

function labelledLists(work: RoundWork): EvidenceBatch[] {
  const { core } = work.manifest
  const shape = { name: INPUT, rows: totalRows(core), rowBytes: rowBytes(core) }
  let offset = 0
  return core.lists.map(({ id, rows }) => {
    const first = offset
    offset += rows
    return batch(`labelled/${id}`, rows, (at) => {
      const from = first + at * CHUNK_ROWS
      return rangeOf(work, shape, { from, to: Math.min(first + rows, from + CHUNK_ROWS) })
    })
  })
}

function batch(name: string, rows: number, source: ChunkSource): EvidenceBatch {
  return { name, chunks: Array.from({ length: chunkCount(rows) }, (_, at) => at), source }
}

/** The first chunk of a list that does not pass the checks of 5.7. */
export async function badListChunk(work: RoundWork, list: ListToCollect): Promise<EvidenceBatch[]> {
  const { name, rows } = list.declaration
  const source = await openBatch(work, list.declaration, list.sender)
  for (let at = 0; at < chunkCount(rows); at++) {
    const bad = await checkListChunk(work, list, { rows: await source(at), at }).then(
      () => false,
      (error: unknown) => isProblem(error) || Promise.reject(error),
    )
    if (bad) return [{ name, chunks: [at], source }]
  }
  return []
}
