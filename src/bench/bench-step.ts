import { i2osp } from '../base/bytes.ts'
import { COORDINATOR } from '../base/ids.ts'
import { recipe } from '../matching/recipe.ts'
import { prepareList } from '../node/prepare-list.ts'
import { sealRecord } from '../node/record-pages.ts'
import { type BatchShape, CHUNK_ROWS, type Declaration } from '../round/batch.ts'
import { FIRST_OPEN, listBatch, outputOf, type Stage, SUM_BYTES } from '../round/stages.ts'
import { type ChunkSource, openBatch } from '../work/batch-reader.ts'
import { publishBatch, uploadBatch } from '../work/batch-writer.ts'
import { runStage } from '../work/evaluator-stages.ts'
import type { RoundWork } from '../work/round-work.ts'
import type { BenchRound } from './bench-round.ts'
import { COUNTER, LIST } from './bench-terms.ts'
import type { Step } from './operations.ts'
import { distinctElements, sampleRows } from './sample-elements.ts'

const ELEMENT_BYTES = 32
/** Keys that a record of the bench has: a number of its own and the letters of its name. */
export const FILLED_SLOTS = 2
/** Records put into the store at once. */
const PAGE = 128

/** Sets a step up and gives what is to be measured: all that a node does in it, upload included. */
export async function setUpStep(
  round: BenchRound,
  step: Step,
  rows: number,
): Promise<() => Promise<void>> {
  switch (step) {
    case 'submit':
      return setUpSubmit(round, rows)
    case 'mix':
      // Not the first evaluator, whose input is at hand: the others fetch theirs.
      return setUpStage(round, { kind: 'mix', turn: 2 }, rows)
    case 'evaluate':
      return setUpStage(round, { kind: 'evaluate', turn: 1 }, rows)
    case 'open':
      return setUpStage(round, { kind: 'open', turn: 1 }, rows)
  }
}

async function setUpSubmit(round: BenchRound, rows: number): Promise<() => Promise<void>> {
  const { owner } = round
  await keepRecords(round, rows)
  const work = await round.workOf(owner.identity.id)
  const list = {
    list: LIST,
    slots: recipe.slots,
    records: owner.database.stores.records,
    storageKey: owner.storageKey,
    minimumPersons: 1,
  }
  return async () => {
    await prepareList(work, list)
    await uploadBatch(work, listBatch(work.manifest.core, LIST))
  }
}

/** One person a record, no key shared: so there are as many rows as records. */
async function keepRecords({ owner, engine }: BenchRound, rows: number): Promise<void> {
  const next = distinctElements(engine)
  for (let from = 0; from < rows; from += PAGE) {
    const records = Array.from({ length: Math.min(PAGE, rows - from) }, (_, at) => {
      const digest = i2osp(from + at, ELEMENT_BYTES)
      const keys = new Uint8Array(recipe.slots.length * ELEMENT_BYTES)
      keys.set(next(), 0)
      keys.set(next(), 2 * ELEMENT_BYTES)
      return {
        digest,
        keys: sealRecord(
          owner.storageKey,
          { list: LIST, digest },
          { keys, codes: new Uint8Array(0) },
        ),
      }
    })
    await owner.database.stores.records.upsert(LIST, records)
  }
}

async function setUpStage(
  round: BenchRound,
  stage: Stage,
  rows: number,
): Promise<() => Promise<void>> {
  const work = await round.workOf(stage.turn === 1 ? 'evaluator-1' : 'evaluator-2')
  const { core } = work.manifest
  const input = inputOf(work, stage, rows)
  const declaration = await offer(await round.workOf(input.sender), input.shape)
  return async () => {
    const source = await openBatch(work, declaration, input.sender)
    const output = await runStage(work, stage, {
      source,
      digest: declaration.digest,
      persons: rows,
    })
    if (output.rows !== outputOf(core, stage, rows).rows) throw new Error('a step lost rows')
  }
}

function inputOf({ manifest: { core } }: RoundWork, stage: Stage, rows: number) {
  if (stage.kind === 'mix') {
    return { sender: 'evaluator-1', shape: outputOf(core, { kind: 'mix', turn: 1 }, rows) }
  }
  if (stage.kind === 'evaluate') {
    return { sender: COUNTER, shape: outputOf(core, { kind: 'mix', turn: 3 }, rows) }
  }
  return { sender: COORDINATOR, shape: { name: FIRST_OPEN, rows, rowBytes: SUM_BYTES } }
}

/** Puts a batch at the relay as its sender does. */
async function offer(sender: RoundWork, shape: BatchShape): Promise<Declaration> {
  const chunk = sampleRows(sender.engine, Math.min(CHUNK_ROWS, shape.rows), shape.rowBytes)
  const source: ChunkSource = async (at) =>
    chunk.subarray(0, Math.min(CHUNK_ROWS, shape.rows - at * CHUNK_ROWS) * shape.rowBytes)
  const declaration = await publishBatch(sender, shape, source)
  await uploadBatch(sender, shape)
  return declaration
}
