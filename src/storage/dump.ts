import SqliteFile from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Connection } from './connection.ts'
import { connect } from './database.ts'
import { storageFailure } from './failure.ts'
import { migrate, migrationsDone, migrationsOf } from './migrate.ts'
import type { Schema } from './schema.ts'

/** A value of a column; bytes as `{b: base64url}`. */
type Value = string | number | null | { readonly b: string }

/** The migrations that made the tables, then every row. */
export type DumpLine =
  | { readonly migrations: readonly string[] }
  | { readonly row: readonly [table: string, values: Readonly<Record<string, Value>>] }

/** What can be read only with a round key, which is never in a backup (protocol/specification.md 12.3). */
const LEFT_OUT = new Set(['batch', 'batch_row', 'chunk'])

const ROWS_AT_ONCE = 500

/**
 * All that is kept in a database, at one moment, while others go on writing. What stores sealed stays
 * sealed. Of rounds that run, rows and chunks are left out.
 */
export async function* dumpDatabase(url: string): AsyncGenerator<DumpLine> {
  const connection = connect(url)
  try {
    yield { migrations: await migrationsDone(connection) }
    if (connection.place.kind === 'sqlite') yield* dumpSqlite(connection.place.name)
    else yield* dumpPostgres(connection.kysely)
  } catch (error) {
    throw storageFailure(error, connection.place)
  } finally {
    await connection.kysely.destroy()
  }
}

/** On a connection of its own: a transaction that only reads keeps nobody from writing. */
function* dumpSqlite(path: string): Generator<DumpLine> {
  const file = new SqliteFile(path, { fileMustExist: true })
  try {
    file.exec('begin')
    const named = "select name from sqlite_schema where type = 'table' order by name"
    for (const name of file.prepare(named).pluck().all() as string[]) {
      if (!isDumped(name)) continue
      for (const row of file.prepare(`select * from "${name}"`).iterate()) yield lineOf(name, row)
    }
  } finally {
    file.close()
  }
}

async function* dumpPostgres(kysely: Kysely<Schema>): AsyncGenerator<DumpLine> {
  const names = (await kysely.introspection.getTables()).map(({ name }) => name).filter(isDumped)
  const { promise: done, resolve: end } = Promise.withResolvers<void>()
  const { promise: held, resolve: hold, reject } = Promise.withResolvers<Kysely<Schema>>()
  const transaction = kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      hold(db)
      await done
    })
  transaction.catch(reject)
  try {
    const db = await held
    for (const name of names.sort()) {
      await sql`declare dump cursor for select * from ${sql.table(name)}`.execute(db)
      for (;;) {
        const { rows } = await sql.raw(`fetch ${ROWS_AT_ONCE} from dump`).execute(db)
        if (rows.length === 0) break
        for (const row of rows) yield lineOf(name, row)
      }
      await sql`close dump`.execute(db)
    }
  } finally {
    end()
    await transaction
  }
}

function isDumped(table: string): boolean {
  return !LEFT_OUT.has(table) && !/^(sqlite_|kysely_)/.test(table)
}

function lineOf(table: string, row: unknown): DumpLine {
  const values = Object.entries(row as Record<string, string | number | null | Uint8Array>)
  const plain = values.map(([column, value]): [string, Value] => [
    column,
    value instanceof Uint8Array ? { b: toBase64Url(value) } : value,
  ])
  return { row: [table, Object.fromEntries(plain)] }
}

/**
 * Puts a dump into an empty database, of either kind: tables are made as they were, filled, and brought
 * up to date. Fails with `restore.not-empty`, and `storage.newer` for a dump of a later version.
 */
export async function loadDatabase(url: string, lines: AsyncIterable<DumpLine>): Promise<void> {
  const connection = connect(url)
  try {
    if ((await migrationsDone(connection)).length > 0) throw notEmpty(connection)
    await fill(connection, lines)
    await migrate(connection)
    if (connection.place.kind === 'postgres') await countOn(connection.kysely)
  } finally {
    await connection.kysely.destroy()
  }
}

async function fill(connection: Connection, lines: AsyncIterable<DumpLine>): Promise<void> {
  let pending: Record<string, unknown>[] = []
  let table = ''
  const flush = async () => {
    if (pending.length > 0) await insert(connection, table, pending)
    pending = []
  }
  for await (const line of lines) {
    if ('migrations' in line) {
      await makeTables(connection, line.migrations)
      continue
    }
    const [name, values] = line.row
    if (name !== table || pending.length >= ROWS_AT_ONCE) await flush()
    table = name
    pending.push(rowOf(values))
  }
  await flush()
}

async function makeTables(connection: Connection, done: readonly string[]): Promise<void> {
  const known = migrationsOf(connection.place.kind)
  const last = done.toSorted().at(-1)
  if (last === undefined || done.some((name) => known[name] === undefined)) {
    throw new Problem({
      code: 'storage.newer',
      what: 'The database was written by a newer version of Samentel',
      where: last ?? 'a backup without tables',
      remedy: 'Restore it with that version or a later one.',
      status: 500,
    })
  }
  await migrate(connection, last)
}

async function insert(
  { kysely }: Connection,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  // The tables of an older version are not those of the schema's types.
  const db = kysely as unknown as Kysely<Record<string, Record<string, unknown>>>
  await db.transaction().execute((inside) => inside.insertInto(table).values(rows).execute())
}

function rowOf(values: Readonly<Record<string, Value>>): Record<string, unknown> {
  const entries = Object.entries(values).map(([column, value]) => [
    column,
    typeof value === 'object' && value !== null ? fromBase64Url(value.b) : value,
  ])
  return Object.fromEntries(entries)
}

/** Columns that count up go on after the numbers that were put in. */
async function countOn(kysely: Kysely<Schema>): Promise<void> {
  const counting = sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and column_default like 'nextval(%'`
  for (const { table_name: table, column_name: column } of (await counting.execute(kysely)).rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      (select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)}), false)`.execute(
      kysely,
    )
  }
}

function notEmpty({ place }: Connection): Problem {
  return new Problem({
    code: 'restore.not-empty',
    what: 'There is a database already where the backup is to go; it is kept',
    where: place.name,
    remedy: 'Name another folder, or an empty database with --database.',
    status: 409,
  })
}
