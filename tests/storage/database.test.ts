import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { batchContract } from './batch-contract.ts'
import { answerContract, messageContract } from './message-contract.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { type Open, storeContract } from './store-contract.ts'
import { transactionContract } from './transaction-contract.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const opened: Database[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()))
})

describe.each([
  { kind: 'sqlite', newUrl: async () => 'sqlite::memory:' },
  { kind: 'postgres', newUrl: () => server.newDatabase() },
])('a database on $kind', ({ kind, newUrl }) => {
  const open: Open = async () => {
    let now = 0
    const clock = { nowMs: () => now }
    const database = await openDatabase({ url: await newUrl(), clock })
    expect(database.kind).toBe(kind)
    opened.push(database)
    const at = (ms: number) => {
      now = ms
    }
    return { database, at }
  }
  describe('registers, rounds and results', () => storeContract(open))
  describe('messages', () => messageContract(open))
  describe('answers', () => answerContract(open))
  describe('batches', () => batchContract(open))
  describe('transactions', () => transactionContract(open))
})

describe('PostgreSQL that cannot be used', () => {
  const clock = { nowMs: () => 0 }

  it.each([
    ['a wrong password', () => `postgres://postgres:fout-${server.password}@127.0.0.1`, 'postgres'],
    ['no such database', () => `postgres://postgres:${server.password}@127.0.0.1`, 'nergens'],
  ])('tells of %s without showing the password', async (_, address, name) => {
    const error = await openDatabase({ url: `${address()}:${server.port}/${name}`, clock }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ code: 'storage.unreachable', status: 503 })
    expect(String(error)).toContain(`127.0.0.1:${server.port}/${name}`)
    expect(String(error) + JSON.stringify(error)).not.toContain(server.password)
  })

  it('tells that nothing listens', async () => {
    const opening = openDatabase({ url: 'postgres://postgres:x@127.0.0.1:1/x', clock })
    await expect(opening).rejects.toMatchObject({ code: 'storage.unreachable' })
  })

  it('refuses an address that cannot be read without repeating it', async () => {
    for (const url of ['postgres://u:pas woord@[x/y', 'mysql://u:geheim@h/d', 'sqlite:']) {
      const error = await openDatabase({ url, clock }).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'storage.url' })
      expect(String(error)).not.toMatch(/pas woord|u:geheim/)
    }
  })

  it('undoes a transaction whose connection is lost, and connects again', async () => {
    const url = await server.newDatabase()
    const database = await openDatabase({ url, clock })
    opened.push(database)
    const losing = database.transaction('lose', async (stores) => {
      await stores.settings.set('a', '1')
      await endOtherSessions(url)
      await stores.settings.set('b', '1')
    })
    await expect(losing).rejects.toMatchObject({ code: 'storage.unreachable' })
    expect(await database.transaction('again', (stores) => stores.settings.get('a'))).toBeNull()
  })

  it('opens the same database twice at once, and again, with its data', async () => {
    const url = await server.newDatabase()
    const both = await Promise.all([openDatabase({ url, clock }), openDatabase({ url, clock })])
    opened.push(...both)
    await both[0].stores.settings.set('a', '1')
    expect(await both[1].stores.settings.get('a')).toBe('1')
  })
})

async function endOtherSessions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await client.end()
}
