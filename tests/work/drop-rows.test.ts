import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { stageName, stagesOf } from '../../src/round/stages.ts'
import { dropSpentRows } from '../../src/work/drop-rows.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import type { SampleKind } from '../round/sample.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

const SIZE = 4
const MANY = 1000
const parties = [COORDINATOR, 'border', 'court', 'rapporteur']

let round: SampleRound
afterEach(() => round.close())

/** Rows that a party keeps, by batch. */
async function keptRows({ database, manifest }: RoundWork): Promise<Map<string, number>> {
  const { stores } = database
  const begun = (await stores.batches.list(manifest.core.round)).map(({ name }) => name)
  const found = new Map<string, number>()
  for (const name of ['input', ...begun]) {
    const rows = await stores.rows.range(manifest.core.round, name, 0, MANY)
    if (rows.length > 0) found.set(name, rows.length)
  }
  return found
}

/** A whole round in which everybody drops what is spent; what each kept at the end of each stage. */
async function playDropping(kind: SampleKind) {
  round = await (await openSampleRound(kind, SIZE, true)).collect()
  const kept = new Map<string, Map<string, number>[]>(parties.map((id) => [id, []]))
  for (const stage of stagesOf(round.parts.core)) {
    for (const id of parties) await dropSpentRows(round.workOf(id), stageName(stage))
    await round.play(stageName(stage))
    for (const id of parties) kept.get(id)?.push(await keptRows(round.workOf(id)))
  }
  return kept
}

function most(kept: readonly ReadonlyMap<string, number>[] | undefined): number {
  return Math.max(...(kept ?? []).map((one) => [...one.values()].reduce((a, b) => a + b, 0)))
}

it('keeps as many rows however many tables are opened after the first', async () => {
  const fewer = await playDropping({ counters: 1, tables: 1 })
  await round.close()
  const more = await playDropping({ counters: 1, tables: 2 })
  for (const id of parties) expect([id, most(more.get(id))]).toEqual([id, most(fewer.get(id))])
})

it('keeps of stages at the end the last opening alone, and only at who counts it', async () => {
  const kept = await playDropping({ counters: 1, tables: 1 })
  const last = (id: string) =>
    [...(kept.get(id)?.at(-1)?.keys() ?? [])].filter((name) => !name.startsWith('list/'))
  expect(last('rapporteur')).toEqual(['open/form/2', 'open/form/3'])
  expect([...last('border'), ...last('court'), ...last(COORDINATOR)]).toEqual([])
})

it('opens and counts persons with cover from what is left', async () => {
  const kept = await playDropping({ covered: true })
  expect(round.stages['open/persons/3']?.done.body.tally).not.toBeNull()
  const last = [...(kept.get('rapporteur')?.at(-1)?.keys() ?? [])]
  expect(last).toEqual(['link', 'open/persons/2', 'open/persons/3'])
})

it('leaves a stage that is half made, and what it is made from', async () => {
  round = await (await openSampleRound({}, SIZE, true)).collect()
  await round.play('mix/1')
  const court = round.workOf('court')
  await round.make('mix/2')
  expect([...(await keptRows(court)).keys()]).toContain('input')
  await dropSpentRows(court, 'mix/2')
  await dropSpentRows(court, 'mix/2')
  expect([...(await keptRows(court)).keys()]).toEqual(['mix/1', 'mix/2', 'proof/mix/2'])
})
