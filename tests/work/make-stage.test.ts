import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { stageName, stagesOf } from '../../src/round/stages.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { makeStage } from '../../src/work/make-stage.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { keptOrder, shuffles } from '../../src/work/stage-rows.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

/** More rows than a chunk, so that there is something between chunks. */
const SIZE = 44
let round: SampleRound
const opened: Database[] = []
beforeAll(async () => {
  round = await (await openSampleRound({ counters: 2 }, SIZE)).collect()
}, 60_000)
afterAll(async () => {
  await round.close()
  for (const database of opened) await database.close()
})

/** What the maker of mix/1 works with, on a store that holds the lists and nothing else yet. */
async function freshWork(): Promise<RoundWork> {
  const work = round.workOf('border')
  const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  opened.push(database)
  const input = await work.database.stores.rows.range('spring', 'input', 0, 3 * SIZE)
  await database.stores.rows.putRows('spring', 'input', input)
  return { ...work, database }
}

const mix = { kind: 'mix', turn: 1 } as const

it('a stage that is cut off again and again, also while it is proven, ends with the same bytes', async () => {
  const { chunks } = round.parts.relay
  const input = { digest: round.chains.get('border')!.inputDigest, rows: 3 * SIZE }
  const whole = await makeStage(await freshWork(), mix, input)
  const sent = new Map([...chunks].filter(([place]) => place.includes('mix/1')))
  expect([...sent.keys()].sort()).toEqual(['mix/1 0', 'mix/1 1', 'proof/mix/1 0', 'proof/mix/1 1'])
  for (const place of sent.keys()) chunks.delete(place)
  const work = await freshWork()
  const steps: string[] = []
  /** The power fails after so many chunks, of rows or of a pass of the proof. */
  const attempt = async (after: number) => {
    let left = after
    const refuseEnded = async () => {
      if (left-- === 0) throw new Error('the power fails')
    }
    const report = (step: string) => steps.push(step)
    return makeStage({ ...work, refuseEnded, report }, mix, input)
  }
  let failures = 0
  for (;;) {
    const made = await attempt(1 + 2 * failures).catch((error: Error) => {
      expect(error.message).toBe('the power fails')
      return null
    })
    if (made === null) failures++
    else {
      expect({ ...made, output: { ...made.output, keys: {} } }).toMatchObject({
        stage: whole.stage,
        input: whole.input,
        proof: whole.proof,
        output: { digest: whole.output.digest, chunks: whole.output.chunks },
        proofRows: { digest: whole.proofRows!.digest, chunks: whole.proofRows!.chunks },
      })
      break
    }
  }
  expect(failures).toBeGreaterThan(2)
  expect(steps.filter((step) => step === 'prove mix/1').length).toBeGreaterThan(4)
  const again = new Map([...chunks].filter(([place]) => place.includes('mix/1')))
  expect(again).toEqual(sent)
}, 120_000)

it('is never made from two inputs', async () => {
  const work = await freshWork()
  const input = { digest: round.chains.get('border')!.inputDigest, rows: 3 * SIZE }
  const failing = { ...work, refuseEnded: () => Promise.reject(new Error('the power fails')) }
  await expect(makeStage(failing, mix, input)).rejects.toThrow('the power fails')
  const other = { ...input, digest: 'Z'.repeat(43) }
  expect((await refusalOf(makeStage(work, mix, other))).code).toBe('batch.other')
})

it('rows of mixes and openings go out in another order than they are kept, and of nothing else', () => {
  for (const stage of stagesOf(round.parts.core)) {
    const name = stageName(stage)
    const shuffled = /^mix|^open\/persons\/[12]$/.test(name)
    expect(shuffles(round.workOf('court'), stage), name).toBe(shuffled)
  }
  const shape = { name: 'mix/1', rows: 3 * SIZE, rowBytes: 160 }
  const order = keptOrder(round.workOf('border'), mix, shape)!
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 3 * SIZE }, (_, at) => at))
  expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
  expect(keptOrder(round.workOf('court'), mix, shape)).toBeNull()
  const evaluated = { ...shape, name: 'evaluate/1' }
  const own = round.workOf('border')
  expect(keptOrder(own, { kind: 'evaluate', turn: 1 }, evaluated)).toBeNull()
})

it('links are found, and not made row by row', async () => {
  const input = { digest: 'x', rows: 0 }
  const making = makeStage(round.workOf('coordinator'), { kind: 'link' }, input)
  await expect(making).rejects.toThrow('row by row')
})
