import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseOn } from '../../src/storage/database.ts'
import { migrate, migrationsOf } from '../../src/storage/migrate.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'

const clock = { nowMs: () => 0 }
let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'samentel-migrate-'))
  path = join(directory, 'node.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

function tables(): string[] {
  const file = new SqliteFile(path)
  const rows = file
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
    .all() as { name: string }[]
  file.close()
  return rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely'))
}

it('makes every table from nothing, and opening again changes nothing', async () => {
  await (await databaseOn(openSqlite(path), clock)).close()
  const first = tables()
  expect(first.sort()).toEqual([
    'account',
    'act',
    'answer',
    'batch',
    'batch_row',
    'begun_round',
    'chunk',
    'console_session',
    'counted',
    'decision',
    'import_run',
    'judgement',
    'kept_out',
    'ledger',
    'log_statement',
    'outbox',
    'passkey',
    'received',
    'record',
    'release',
    'round',
    'round_event',
    'round_work',
    'setting',
    'staged_record',
    'statement',
  ])
  await (await databaseOn(openSqlite(path), clock)).close()
  expect(tables().sort()).toEqual(first)
})

it('numbers migrations without a gap', () => {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const numbers = Object.keys(migrationsOf(kind)).map((name) => Number(name.slice(0, 4)))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  }
})

it('leaves nothing of a migration that fails halfway', async () => {
  const { kysely } = openSqlite(path)
  await kysely.schema.createTable('answer').addColumn('in_the_way', 'integer').execute()
  await kysely.destroy()
  await expect(databaseOn(openSqlite(path), clock)).rejects.toThrow('already exists')
  expect(tables()).toEqual(['answer'])
})

it('brings a store of the first version up to date', async () => {
  const connection = openSqlite(path)
  const [first] = Object.values(migrationsOf('sqlite'))
  await first?.up(connection.kysely as never)
  await connection.kysely.destroy()
  expect(tables()).toContain('overlap')
  const file = new SqliteFile(path)
  file.exec("insert into overlap values ('r', x'00'); insert into setting values ('k', 'v')")
  file.exec(
    'create table kysely_migration (name text primary key, timestamp text not null);' +
      'create table kysely_migration_lock (id text primary key, is_locked integer default 0 not null);' +
      "insert into kysely_migration values ('0001-start', '2026-01-01')",
  )
  file.close()
  const database = await databaseOn(openSqlite(path), clock)
  expect(await database.stores.settings.get('k')).toBe('v')
  expect(await database.stores.overlaps.get('r', 'persons')).toBeNull()
  await database.close()
  expect(tables()).not.toContain('overlap')
})

it.each(Object.keys(migrationsOf('sqlite')))(
  'comes up to date from every version: %s',
  async (version) => {
    const connection = openSqlite(path)
    await migrate(connection, version)
    await sql`insert into setting values ('k', 'v')`.execute(connection.kysely)
    await sql`insert into record values ('a', ${new Uint8Array(32)}, ${new Uint8Array(3)}, 7)`.execute(
      connection.kysely,
    )
    await sql`insert into round values ('r', 'node', 'aborted', '{}', 7)`.execute(connection.kysely)
    await connection.kysely.destroy()
    const database = await databaseOn(openSqlite(path), clock)
    const { stores } = database
    expect(await stores.settings.get('k')).toBe('v')
    expect(await stores.records.count('a')).toBe(1)
    expect(await stores.rounds.ended()).toEqual(['r'])
    await database.close()
    const fresh = openSqlite(join(directory, 'fresh.db'))
    await (await databaseOn(fresh, clock)).close()
    const schemaOf = (file: string) => {
      const open = new SqliteFile(file, { readonly: true })
      const rows = open.prepare('select sql from sqlite_schema order by name').pluck().all()
      open.close()
      return rows
    }
    expect(schemaOf(path)).toEqual(schemaOf(join(directory, 'fresh.db')))
  },
)
