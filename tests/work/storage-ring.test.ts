import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toBase64Url, utf8 } from '../../src/base/bytes.ts'
import { secureRandom } from '../../src/base/random.ts'
import { keepCount, readCount } from '../../src/counter/table-count.ts'
import { openAtRest, sealAtRest } from '../../src/crypto/crypter.ts'
import { keepCheckRoot } from '../../src/node/check-seed.ts'
import { RecordPages, sealRecord } from '../../src/node/record-pages.ts'
import { resealStore } from '../../src/node/reseal.ts'
import { RoundKeyFiles } from '../../src/work/round-keys.ts'
import { StorageRing } from '../../src/work/storage-ring.ts'
import { sampleStore } from '../node/sample-node.ts'

type Store = Awaited<ReturnType<typeof sampleStore>>

let store: Store
let key: Uint8Array
beforeEach(async () => {
  store = await sampleStore()
  key = secureRandom(32)
})
afterEach(() => store.close())

const openRing = () => StorageRing.open({ database: store.database, readKey: async () => key })
const digest = new Uint8Array(32).fill(3)
const canary = utf8('canary-7f3a-in-the-store')

/** A record, a count, the check root and a round key, as a node keeps them. */
async function fill(storageKey: Uint8Array) {
  const { database, folder } = store
  const { stores } = database
  const content = { keys: canary, codes: new Uint8Array(0) }
  const sealed = sealRecord(storageKey, { list: 'a', digest }, content)
  await stores.records.upsert('a', [{ digest, keys: sealed }])
  await keepCheckRoot(stores.settings, storageKey, canary)
  const count = { table: 'persons', sets: [], padding: 1, undecodable: 2, uncoded: 3 }
  await keepCount({ database, storageKey }, 'r', count)
  const roundKeys = new RoundKeyFiles({ folder, storageKey, random: secureRandom })
  await roundKeys.make('r')
  return { database, storageKey, roundKeys }
}

async function expectReadable(storageKey: Uint8Array, roundKeys: RoundKeyFiles) {
  const { database } = store
  const pages = new RecordPages({ ...database.stores, list: 'a', storageKey })
  expect((await pages.at(0)).keys).toEqual(canary)
  expect(await readCount({ database, storageKey }, 'r', 'persons')).toMatchObject({ padding: 1 })
  expect(await roundKeys.find('r')).not.toBeNull()
}

it('seals under another key than records are found by, and opens what was sealed before it', async () => {
  const before = sealAtRest(key, utf8('place'), canary)
  const { storageKey } = await openRing()
  expect(storageKey).toEqual(key)
  expect(openAtRest(storageKey, utf8('place'), before)).toEqual(canary)
  const sealed = sealAtRest(storageKey, utf8('place'), canary)
  expect(() => openAtRest(new Uint8Array(key), utf8('place'), sealed)).toThrow('seal.broken')
  const { storageKey: again } = await openRing()
  expect(openAtRest(again, utf8('place'), sealed)).toEqual(canary)
})

it('refuses another key than that of the store', async () => {
  await fill((await openRing()).storageKey)
  key = secureRandom(32)
  await expect(openRing()).rejects.toMatchObject({ code: 'secret.other-storage-key' })
  await store.database.stores.settings.remove('storage/ring')
  await expect(openRing()).rejects.toMatchObject({ code: 'secret.other-storage-key' })
})

it('rotates while another process serves: it reads on, seals all anew, and the former key is of no use', async () => {
  const serving = await openRing()
  const parts = await fill(serving.storageKey)
  const former = key
  const command = await openRing()
  const fresh = await command.rotate()
  // A crash here leaves a store that either key opens.
  key = fresh
  const { storageKey: another } = await openRing()
  await expectReadable(another, parts.roundKeys)
  // Who serves has not heard yet, and opens what others seal meanwhile.
  const meanwhile = sealAtRest(another, utf8('place'), canary)
  expect(openAtRest(serving.storageKey, utf8('place'), meanwhile)).toEqual(canary)
  key = former
  await expectReadable((await openRing()).storageKey, parts.roundKeys)
  key = fresh
  await command.placed()
  await expect(command.rotate()).rejects.toMatchObject({ code: 'storage-key.rotating' })
  await expectReadable(serving.storageKey, parts.roundKeys)

  expect(await serving.refresh()).toBe(true)
  const records = await store.database.stores.records.page('a', null, 9)
  const roundKey = () => readFile(join(store.folder, 'r.key'))
  const sealedBefore = await roundKey()
  await resealStore(parts)
  await serving.done()
  expect(await serving.refresh()).toBe(false)
  await expectReadable(serving.storageKey, parts.roundKeys)
  await expectReadable((await openRing()).storageKey, parts.roundKeys)

  const [record] = await store.database.stores.records.page('a', null, 9)
  expect(record?.keys).not.toEqual(records[0]?.keys)
  expect(await roundKey()).not.toEqual(sealedBefore)
  expect(await roundKey()).toHaveLength(sealedBefore.length)
  const thief = new Uint8Array(former)
  const pages = new RecordPages({ ...store.database.stores, list: 'a', storageKey: thief })
  await expect(pages.at(0)).rejects.toMatchObject({ code: 'seal.broken' })
  await expect(
    new RoundKeyFiles({ folder: store.folder, storageKey: thief, random: secureRandom }).find('r'),
  ).rejects.toMatchObject({ code: 'seal.broken' })
  key = former
  await expect(openRing()).rejects.toMatchObject({ code: 'secret.other-storage-key' })
})

it('leaves nothing of a record in the files of the store', async () => {
  await fill((await openRing()).storageKey)
  const path = join(store.folder, 'node.sqlite')
  const readable = new SqliteFile(path).prepare('select count(*) from record').pluck().get()
  expect(readable).toBe(1)
  for (const file of [path, `${path}-wal`]) {
    const text = await readFile(file, 'latin1')
    for (const form of [canary, key].flatMap(formsOf)) expect(text).not.toContain(form)
  }
})

function formsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes)
  return [buffer.toString('latin1'), toBase64Url(bytes), buffer.toString('hex')]
}
