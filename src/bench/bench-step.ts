import { i2osp } from '../base/bytes.ts'
import { prepareList } from '../node/prepare-list.ts'
import { sealRecord } from '../node/record-pages.ts'
import { type BatchShape, CHUNK_ROWS, type Declaration } from '../round/batch.ts'
import { PERSONS } from '../round/manifest.ts'
import { inputStage, listBatch, makerOf, outputOf, type Stage } from '../round/stages.ts'
import type { ChunkSource } from '../work/batch-reader.ts'
import { publishBatch, uploadBatch } from '../work/batch-writer.ts'
import { fetchStage } from '../work/check-stage.ts'
import { makeStage } from '../work/make-stage.ts'
import type { RoundWork } from '../work/round-work.ts'
import { recipe } from './bench-recipe.ts'
import type { BenchRound } from './bench-round.ts'
import { listIds, OWNER } from './bench-terms.ts'
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
      return setUpStage(round, { kind: 'open', table: PERSONS, turn: 1 }, rows)
  }
}

async function setUpSubmit(round: BenchRound, rows: number): Promise<() => Promise<void>> {
  const [list = ''] = listIds(1)
  await keepRecords(round, { list, from: 0, rows })
  const work = await round.workOf(OWNER)
  return async () => {
    await submitList(round, work, list)
  }
}

/** All that an owner does with a list whose records it keeps. */
export async function submitList(
  { owner, agreement }: BenchRound,
  work: RoundWork,
  list: string,
): Promise<Declaration> {
  const { declaration } = await prepareList(work, {
    list,
    slots: recipe.slots,
    records: owner.database.stores.records,
    storageKey: owner.storageKey,
    minimumPersons: 1,
    tables: agreement.terms.tables,
    checks: [],
  })
  await uploadBatch(work, listBatch(work.manifest.core, list))
  return declaration
}

/** One record a person, persons counted from `from`: so there are as many rows as records. */
export async function keepRecords(
  { owner, engine, agreement }: BenchRound,
  { list, from, rows }: { readonly list: string; readonly from: number; readonly rows: number },
): Promise<void> {
  const next = distinctElements(engine)
  for (let skipped = 0; skipped < from * FILLED_SLOTS; skipped++) next()
  const { tables } = agreement.terms
  for (let at = 0; at < rows; at += PAGE) {
    const records = Array.from({ length: Math.min(PAGE, rows - at) }, (_, index) => {
      const person = from + at + index
      const digest = i2osp(person, ELEMENT_BYTES)
      const keys = new Uint8Array(recipe.slots.length * ELEMENT_BYTES)
      keys.set(next(), 0)
      keys.set(next(), 2 * ELEMENT_BYTES)
      const codes = Uint8Array.from(tables, (table) => person % table.codes.length)
      const place = { list, digest }
      return { digest, keys: sealRecord(owner.storageKey, place, { keys, codes }) }
    })
    await owner.database.stores.records.upsert(list, records)
  }
}

/** What comes before is at the relay: fetching and keeping it is part of the step. */
async function setUpStage(
  round: BenchRound,
  stage: Stage,
  rows: number,
): Promise<() => Promise<void>> {
  const { core } = await round.workOf(OWNER).then((work) => work.manifest)
  const before = inputStage(core, stage)
  if (before === null) throw new TypeError('a step of the bench has one before it')
  const work = await round.workOf(makerOf(core, stage))
  const sender = await round.workOf(makerOf(core, before))
  const declaration = await offer(sender, outputOf(core, before, rows))
  return async () => {
    await fetchStage(work, before, declaration)
    const { output } = await makeStage(work, stage, { digest: declaration.digest, rows })
    if (output.rows !== outputOf(core, stage, rows).rows) throw new Error('a step lost rows')
  }
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
