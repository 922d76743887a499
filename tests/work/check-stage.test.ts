import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { findStage, outputOf } from '../../src/round/stages.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { openBatch } from '../../src/work/batch-reader.ts'
import { checkStage, fetchStage } from '../../src/work/check-stage.ts'
import { stageRows } from '../../src/work/stage-rows.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { withOther } from './alter.ts'
import { sendInstead } from './sample-lists.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

let round: SampleRound
const opened: Database[] = []
beforeAll(async () => {
  round = await (await (await openSampleRound()).collect()).play('mix/2')
})
afterAll(async () => {
  await round.close()
  for (const database of opened) await database.close()
})

const done = (name: string) => round.stages[name]!.done.body
const stageOf = (name: string) => findStage(round.parts.core, name)!

/** The rapporteur before it has seen any stage: it has the lists, and mix/1 where that is wanted. */
async function fresh(seen: readonly string[] = []) {
  const work = round.workOf('rapporteur')
  const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  opened.push(database)
  for (const name of ['input', ...seen]) {
    const rows = await work.database.stores.rows.range('spring', name, 0, 12)
    await database.stores.rows.putRows('spring', name, rows)
  }
  return { ...work, database }
}

it('who checks fetches the rows, verifies them and keeps them in the order they were sent', async () => {
  const work = await fresh(['mix/1'])
  await checkStage(work, stageOf('mix/2'), done('mix/2'))
  const kept = await stageRows(work, stageOf('mix/2'), 12)(0)
  expect(kept).toEqual(await stageRows(round.workOf('court'), stageOf('mix/2'), 12)(0))
  // After a restart it does the same again, from what it keeps.
  round.parts.relay.chunks.delete('mix/2 0')
  await checkStage(work, stageOf('mix/2'), done('mix/2'))
  await round.make('mix/2')
})

it('who checks on the word of others fetches the rows only', async () => {
  const work = await fresh()
  await fetchStage(work, stageOf('mix/2'), done('mix/2').output)
  expect(await stageRows(work, stageOf('mix/2'), 12)(0)).toHaveLength(12 * 160)
})

it('rows that are not those that the maker signed are refused before anything is verified', async () => {
  const { chunks } = round.parts.relay
  const kept = chunks.get('mix/2 0')!
  const read = await openBatch(round.workOf('rapporteur'), done('mix/2').output, 'court')
  const rows = await read(0)
  const shape = outputOf(round.parts.core, stageOf('mix/2'), 0)
  await sendInstead(round.workOf('court'), shape, async () => withOther(rows, 0))
  const work = await fresh(['mix/1'])
  const problem = await refusalOf(checkStage(work, stageOf('mix/2'), done('mix/2')))
  expect([problem.code, problem.where]).toEqual(['batch.digest', 'mix/2 of court, chunk 0'])
  chunks.set('mix/2 0', kept)
})

it('a stage rightly signed but wrongly made is refused by its proof', async () => {
  const read = await openBatch(round.workOf('rapporteur'), done('mix/2').output, 'court')
  const rows = await read(0)
  const { chunks } = round.parts.relay
  const kept = chunks.get('mix/2 0')!
  const shape = outputOf(round.parts.core, stageOf('mix/2'), 0)
  const output = await sendInstead(round.workOf('court'), shape, async () => withOther(rows, 3))
  const work = await fresh(['mix/1'])
  const problem = await refusalOf(checkStage(work, stageOf('mix/2'), { ...done('mix/2'), output }))
  expect([problem.code, problem.where]).toEqual([
    'proof.invalid',
    expect.stringContaining('mix/2 by court'),
  ])
  chunks.set('mix/2 0', kept)
})

it('a second stage of the same name is refused: what was fetched stays', async () => {
  const work = await fresh(['mix/1'])
  await checkStage(work, stageOf('mix/2'), done('mix/2'))
  const output = { ...done('mix/2').output, digest: 'Z'.repeat(43) }
  const problem = await refusalOf(checkStage(work, stageOf('mix/2'), { ...done('mix/2'), output }))
  expect(problem.code).toBe('batch.other')
})
