import { afterAll, beforeAll, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { readQuality } from '../../src/counter/link-quality.ts'
import { sealListQualities, takeListQualities } from '../../src/node/list-quality.ts'
import type { ListQuality } from '../../src/round/quality-reports.ts'
import { openForCounter } from '../../src/work/seal-to-counters.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openSampleRound, type SampleRound } from '../work/sample-round.ts'

let round: SampleRound
beforeAll(async () => {
  round = await (await openSampleRound({ proofs: 'off' })).collect()
  await round.play('link')
})
afterAll(() => round.close())

const told: ListQuality = {
  list: 'police-2020',
  records: 3,
  rows: 2,
  withoutLinkingKey: 1,
  withoutKey: 0,
  keys: 3,
  dropped: 1,
}

/** The roster in which the police told this of its lists. */
async function rosterWith(...lists: ListQuality[]) {
  const quality = await sealListQualities(round.workOf('police'), lists)
  return round.roster.map((one) => (one.sender === 'police' ? { ...one, quality } : one))
}

function taking(roster: typeof round.roster) {
  return takeListQualities(round.workOf('court'), round.nodeParts('court'), roster)
}

it('the counters alone learn what the rows of every list hold', async () => {
  const { lists } = await readQuality(round.nodeParts('rapporteur'), 'spring')
  expect(lists.map(({ list, rows, keys }) => [list, rows, keys])).toEqual([
    ['police-2020', 2, 4],
    ['shelter-2020', 2, 3],
    ['border-2020', 3, 3],
  ])
  const { quality } = round.roster[0]!
  expect(Object.keys(quality).sort()).toEqual(['court', 'rapporteur'])
  for (const sealed of Object.values(quality)) {
    expect(fromBase64Url(sealed)).toHaveLength(1120 + 256 + 16)
    const from = { sender: 'police', sealed: { border: sealed } }
    const opening = openForCounter(round.workOf('border'), 'samentel list quality v2', from)
    expect((await refusalOf(opening)).code).toBe('seal.not-for-us')
  }
})

it('a counter refuses an owner that tells nothing, or of other lists', async () => {
  const without = round.roster.map((one) =>
    one.sender === 'police' ? { ...one, quality: {} } : one,
  )
  const others = [without, await rosterWith({ ...told, list: 'border-2020' })]
  for (const roster of [...others, await rosterWith(told, told)]) {
    const problem = await refusalOf(taking(roster))
    expect([problem.code, problem.where]).toEqual(['lists.quality-unreadable', 'police'])
  }
})

it('a counter refuses parts that are more than the whole', async () => {
  const odd = [{ withoutKey: 2 }, { withoutLinkingKey: 3 }, { rows: 4 }, { records: 1 }]
  for (const change of [...odd, { dropped: 4 }, { keys: 5 }, { rows: 5, records: 5 }]) {
    const problem = await refusalOf(taking(await rosterWith({ ...told, ...change })))
    expect([problem.code, problem.where], JSON.stringify(change)).toEqual([
      'lists.quality-wrong',
      'police',
    ])
  }
  await taking(await rosterWith(told))
})
