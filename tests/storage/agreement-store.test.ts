import { afterEach, beforeEach, expect, it } from 'vitest'
import { sampleStore } from '../node/sample-node.ts'

let store: Awaited<ReturnType<typeof sampleStore>>
beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

it('keeps statements by agreement, the first of a digest for good', async () => {
  const { statements } = store.database.stores
  await statements.put('one', 'b', 'second')
  await statements.put('one', 'a', 'first')
  await statements.put('one', 'a', 'other')
  await statements.put('two', 'c', 'third')
  expect(await statements.digests('one')).toEqual(['a', 'b'])
  expect(await statements.list('one')).toEqual(['first', 'second'])
})

it('remembers rounds that began, also when all else of them is scrubbed', async () => {
  const { begunRounds } = store.database.stores
  await begunRounds.put('one', 'spring', 10)
  await begunRounds.put('one', 'spring', 20)
  await begunRounds.put('two', 'summer', 30)
  await store.database.scrubRound('spring')
  expect(await begunRounds.list('one')).toEqual([{ round: 'spring', openedMs: 10 }])
})

it('never sends what a round that was ended still wanted to say', async () => {
  const { database } = store
  await database.transaction('say', async ({ outbox }) => {
    for (const round of ['spring', 'summer']) await outbox.append(round, 'x', () => round)
  })
  await database.stores.outbox.withhold('spring')
  const unsent = await database.stores.outbox.unsent(9)
  expect(unsent.map(({ round }) => round)).toEqual(['summer'])
})
