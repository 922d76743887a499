import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Act, ActLog } from '../../src/log/act.ts'
import { emptyHead, entryDigest, entrySchema, nextHead } from '../../src/log/entry.ts'
import { sampleStore } from '../node/sample-node.ts'

type Store = Awaited<ReturnType<typeof sampleStore>>

let store: Store
let log: ActLog
const act: Act = {
  ...{ action: 'records.import', object: 'victims-2016', result: 'done' },
  ...{ actor: 'm.devries', origin: 'command' },
}

beforeEach(async () => {
  store = await sampleStore()
  const clock = { nowMs: () => Date.parse('2026-11-22T08:00:00Z') }
  log = new ActLog({ database: store.database, organisation: 'police', clock })
})
afterEach(() => store.close())

const last = async () => store.database.stores.acts.last(await log.id())

it('adds each act to a chain from the organisation and the log, with a salt of its own', async () => {
  await log.append(act)
  await log.append(act)
  const kept = await store.database.stores.acts.page(await log.id(), 0, 9)
  const entries = kept.map(({ entry }) => entrySchema.parse(JSON.parse(entry)))
  expect(entries[0]).toMatchObject({ ...act, sequence: 1, at: '2026-11-22T08:00:00.000Z' })
  expect(entries[0]?.salt).not.toBe(entries[1]?.salt)
  let head = emptyHead('police', await log.id())
  for (const [at, entry] of entries.entries()) {
    head = nextHead(head, entryDigest(entry))
    expect(kept[at]?.head).toBe(head)
  }
})

it('takes every digest, whatever letter it begins with', async () => {
  const letters = ['-', '_', '0', 'a', 'Z']
  for (const letter of letters) await log.append({ ...act, object: letter + 'A'.repeat(42) })
  expect((await last())?.sequence).toBe(letters.length)
})

it('stands or falls with the transaction of what it tells', async () => {
  const failing = store.database.transaction('fail', async (stores) => {
    await log.append(act, stores)
    throw new Error('what was to be done failed')
  })
  await expect(failing).rejects.toThrow('what was to be done failed')
  expect(await last()).toBeNull()
  await store.database.transaction('work', (stores) => log.append(act, stores))
  expect((await last())?.sequence).toBe(1)
})

it('takes no name or text of a person, and nothing that is no word for an act', async () => {
  for (const wrong of [
    { object: 'Jan de Vries' },
    { object: 'née' },
    { object: '' },
    { object: 'x'.repeat(201) },
    { actor: 'Jan de Vries' },
    { action: 'import' },
    { action: 'records.Import' },
  ]) {
    await expect(log.append({ ...act, ...wrong })).rejects.toMatchObject({ code: 'log.unwritable' })
  }
  expect(await last()).toBeNull()
})

it('begins anew under another id, and the former log stays as it was', async () => {
  await log.append(act)
  const [former, before] = [await log.id(), await last()]
  await log.beginAnew(store.database.stores)
  await log.append({ ...act, action: 'backup.restore' })
  expect(await log.id()).not.toBe(former)
  expect((await last())?.sequence).toBe(1)
  expect(await store.database.stores.acts.last(former)).toEqual(before)
})
