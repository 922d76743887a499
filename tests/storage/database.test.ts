import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { dumpDatabase, loadDatabase } from '../../src/storage/dump.ts'
import { accountContract } from './account-contract.ts'
import { batchContract } from './batch-contract.ts'
import { logContract } from './log-contract.ts'
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
  describe('accounts', () => accountContract(open))
  describe('the log of acts', () => logContract(open))
  describe('messages', () => messageContract(open))
  describe('answers', () => answerContract(open))
  describe('batches', () => batchContract(open))
  describe('transactions', () => transactionContract(open))
})

describe('a dump', () => {
  const clock = { nowMs: () => 3 }
  const bytes = (n: number) => new Uint8Array(32).fill(n)

  const say = ({ outbox }: Database['stores']) =>
    outbox.append('r', 'court', (sequence) => `message ${sequence}`)

  const statement = (digest: string) => ({
    ...{ digest, organisation: 'court', log: 'l', signer: 'court', body: digest },
  })

  async function filled(url: string): Promise<void> {
    const database = await openDatabase({ url, clock })
    const { stores } = database
    await stores.settings.set('k', 'ë')
    const many = Array.from({ length: 1201 }, (_, n) => ({
      digest: Uint8Array.from({ length: 32 }, (__, at) => (at < 2 ? (n >> (8 * at)) & 255 : 1)),
      keys: bytes(n % 256),
    }))
    await stores.records.upsert('a', many)
    await database.transaction('say', say)
    await stores.acts.append('l', { sequence: 1, entry: '{}', head: 'h' })
    await stores.logStatements.put(statement('one'))
    await stores.chunks.put('r', 'b', 0, bytes(9))
    await database.close()
  }

  it.each([
    ['sqlite', 'postgres'],
    ['postgres', 'sqlite'],
    ['postgres', 'postgres'],
  ])('of %s fills an empty %s, which goes on where the first was', async (from, to) => {
    const folder = mkdtempSync(join(tmpdir(), 'samentel-dump-'))
    const urlOf = async (kind: string, name: string) =>
      kind === 'sqlite' ? `sqlite:${join(folder, name)}` : server.newDatabase()
    const [source, target] = [await urlOf(from, 'source'), await urlOf(to, 'target')]
    await filled(source)
    await loadDatabase(target, dumpDatabase(source))
    const database = await openDatabase({ url: target, clock })
    opened.push(database)
    const { stores } = database
    expect(await stores.settings.get('k')).toBe('ë')
    expect(await stores.records.count('a')).toBe(1201)
    expect((await stores.records.page('a', null, 1))[0]?.keys).toEqual(bytes(0))
    expect(await stores.acts.last('l')).toMatchObject({ sequence: 1 })
    expect(await stores.logStatements.put(statement('two'))).toBe(true)
    // Rows of rounds cannot be read without keys that are in no backup.
    expect(await stores.chunks.get('r', 'b', 0)).toBeNull()
    await database.transaction('say', say)
    const sent = await stores.outbox.unsent(9)
    expect(sent.map(({ body }) => body)).toEqual(['message 1', 'message 2'])
    await expect(loadDatabase(target, dumpDatabase(source))).rejects.toMatchObject({
      code: 'restore.not-empty',
    })
    rmSync(folder, { recursive: true })
  })

  it('of PostgreSQL or not, no act is changed or taken away', async () => {
    const url = await server.newDatabase()
    await filled(url)
    const client = new pg.Client(url)
    await client.connect()
    for (const change of ["update act set entry = ''", 'delete from act', 'truncate act']) {
      await expect(client.query(change)).rejects.toThrow('the log is only added to')
    }
    await client.end()
  })

  it('of a later version is refused', async () => {
    async function* later() {
      yield { migrations: ['0001-start', '9999-later'] }
    }
    const loading = loadDatabase('sqlite::memory:', later())
    await expect(loading).rejects.toMatchObject({ code: 'storage.newer', where: '9999-later' })
  })
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
