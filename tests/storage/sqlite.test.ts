import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, databaseOn, openDatabase } from '../../src/storage/database.ts'
import { migrationsOf } from '../../src/storage/migrate.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'

const clock = { nowMs: () => 0 }
const pattern = 'PERSOON-IN-KLARE-TEKST'
let directory: string
let path: string
const opened: Database[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'samentel-sqlite-'))
  path = join(directory, 'node.db')
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()))
  rmSync(directory, { recursive: true })
})

async function open(options: { maxPages?: number } = {}): Promise<Database> {
  const database = await databaseOn(openSqlite(path, { busyTimeoutMs: 20, ...options }), clock)
  opened.push(database)
  return database
}

function patternsIn(): string[] {
  return readdirSync(directory).filter((file) =>
    readFileSync(join(directory, file)).includes(pattern),
  )
}

function plainRows(count: number) {
  const bytes = new Uint8Array(Buffer.from(pattern.repeat(10)))
  return Array.from({ length: count }, (_, position) => ({ position, bytes }))
}

describe('a SQLite file', () => {
  it('keeps its data over a restart', async () => {
    const first = await openDatabase({ url: `sqlite:${path}`, clock })
    await first.stores.settings.set('a', '1')
    await first.close()
    expect(await (await open()).stores.settings.get('a')).toBe('1')
  })

  it('is readable by its owner only, and so is its log', async () => {
    const database = await open()
    await database.stores.settings.set('a', '1')
    for (const file of readdirSync(directory)) {
      expect([file, statSync(join(directory, file)).mode & 0o077]).toEqual([file, 0])
    }
    expect(readdirSync(directory)).toContain('node.db-wal')
  })

  it('holds nothing of a scrubbed round any more, in no file', async () => {
    const database = await open()
    await database.stores.rows.putRows('r', 'b', plainRows(3000))
    await database.stores.chunks.put('r', 'b', 0, plainRows(1)[0]?.bytes ?? new Uint8Array())
    expect(patternsIn()).not.toEqual([])
    await database.scrubRound('r')
    expect(patternsIn()).toEqual([])
    await database.stores.settings.set('still', 'open')
    expect(patternsIn()).toEqual([])
  })

  it('says so when another process reads what is to be scrubbed, and scrubs afterwards', async () => {
    const database = await open()
    await database.stores.rows.putRows('r', 'b', plainRows(10))
    const reader = new SqliteFile(path)
    reader.exec('begin')
    reader.prepare('select count(*) from batch_row').get()
    const scrubbing = database.scrubRound('r')
    await expect(scrubbing).rejects.toMatchObject({ code: 'storage.locked' })
    reader.close()
    await database.scrubRound('r')
    expect(patternsIn()).toEqual([])
  })
})

describe('a SQLite file that cannot be used', () => {
  it('tells which directory is missing', async () => {
    const missing = join(directory, 'nergens')
    const opening = openDatabase({ url: `sqlite:${join(missing, 'node.db')}`, clock })
    await expect(opening).rejects.toMatchObject({
      code: 'storage.missing-directory',
      where: missing,
    })
  })

  it('tells a file that is no database', async () => {
    writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(50))
    await expect(open()).rejects.toMatchObject({ code: 'storage.corrupt', where: path })
  })

  it('tells a damaged page', async () => {
    const database = await open()
    await database.stores.rows.putRows('r', 'b', plainRows(500))
    await database.close()
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0xab, 4096))
    await expect(open()).rejects.toMatchObject({ code: 'storage.corrupt' })
  })

  it('refuses a database of a newer version and leaves it as it is', async () => {
    await (await open()).close()
    const file = new SqliteFile(path)
    file.exec("insert into kysely_migration values ('9999-later', '2099-01-01T00:00:00.000Z')")
    file.close()
    await expect(open()).rejects.toMatchObject({ code: 'storage.newer', where: path })
    const after = new SqliteFile(path)
    expect(after.prepare('select count(*) as n from kysely_migration').get()).toEqual({
      n: Object.keys(migrationsOf('sqlite')).length + 1,
    })
    after.close()
  })

  it('tells that another process is writing', async () => {
    const database = await open()
    const other = new SqliteFile(path)
    other.exec('begin immediate')
    const work = database.transaction('wait', (stores) => stores.settings.set('a', '1'))
    await expect(work).rejects.toMatchObject({ code: 'storage.locked', status: 503 })
    other.exec('rollback')
    other.close()
    await database.transaction('again', (stores) => stores.settings.set('a', '1'))
  })
})

describe('a transaction on SQLite', () => {
  it('holds off other writers from its start, so that what it read stays true', async () => {
    const database = await open()
    const other = new SqliteFile(path, { timeout: 0 })
    await database.transaction('read-then-write', async (stores) => {
      await stores.settings.get('a')
      expect(() => other.exec('begin immediate')).toThrow('locked')
      await stores.settings.set('a', '1')
    })
    other.close()
  })

  it('that SQLite itself rolled back writes nothing more', async () => {
    const { kysely } = openSqlite(path)
    await sql`create table t (x)`.execute(kysely)
    const work = kysely.transaction().execute(async (transaction) => {
      await sql`rollback`.execute(transaction)
      await sql`insert into t values (1)`.execute(transaction)
    })
    await expect(work).rejects.toThrow('rolled back by an earlier failure')
    expect((await sql`select * from t`.execute(kysely)).rows).toEqual([])
    await kysely.destroy()
  })

  it('that SQLite itself rolled back fails with its first error', async () => {
    const { kysely } = openSqlite(path)
    const work = kysely.transaction().execute(async (transaction) => {
      await sql`rollback`.execute(transaction)
      throw new Error('the first error')
    })
    await expect(work).rejects.toThrow('the first error')
    await kysely.destroy()
  })
})

describe('a full disk', () => {
  it('undoes the transaction, says so, and goes on where there is room again', async () => {
    const database = await open({ maxPages: 100 })
    await database.stores.settings.set('before', '1')
    const filling = database.transaction('fill', async (stores) => {
      await stores.settings.set('half', '1')
      await stores.rows.putRows('r', 'b', plainRows(20_000))
    })
    await expect(filling).rejects.toMatchObject({ code: 'storage.full', status: 507 })
    expect(await database.stores.settings.get('half')).toBeNull()
    expect(await database.stores.rows.range('r', 'b', 0, 9)).toEqual([])
    await database.transaction('less', (stores) => stores.rows.putRows('r', 'b', plainRows(10)))
    expect(await database.stores.settings.get('before')).toBe('1')
  })

  it('keeps work that swallows the failure from writing on outside its transaction', async () => {
    const database = await open({ maxPages: 100 })
    const careless = database.transaction('careless', async (stores) => {
      await stores.settings.set('first', '1')
      await stores.rows.putRows('r', 'b', plainRows(20_000)).catch(() => {})
      await stores.settings.set('second', '1')
    })
    const outcome = await careless.then(
      () => 'committed',
      () => 'undone',
    )
    const { settings } = database.stores
    const kept = [await settings.get('first'), await settings.get('second')]
    expect(kept).toEqual(outcome === 'committed' ? ['1', '1'] : [null, null])
  })
})
