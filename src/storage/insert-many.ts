import { CompiledQuery } from 'kysely'
import type { Schema } from './schema.ts'
import type { Session } from './session.ts'

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. */
const MAX_ROWS = 1000

/** Which columns, and what a row that is already there (by `key`) keeps or takes over. */
export interface InsertShape {
  readonly table: keyof Schema
  /** Column names and, for PostgreSQL, their types. */
  readonly columns: Readonly<Record<string, 'text' | 'bigint' | 'bytea'>>
  readonly key: readonly string[]
}

/**
 * Inserts or replaces many rows with one statement per thousand; the texts are few, so that drivers
 * can keep them prepared. Within a call no two rows may share a key.
 */
export async function insertMany(
  session: Session,
  shape: InsertShape,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    const part = rows.slice(from, from + MAX_ROWS)
    const query = session.kind === 'sqlite' ? sqliteQuery(shape, part) : postgresQuery(shape, part)
    await session.db().executeQuery(query)
  }
}

function sqliteQuery(shape: InsertShape, rows: readonly (readonly unknown[])[]): CompiledQuery {
  const row = `(${Object.keys(shape.columns).map(() => '?')})`
  return CompiledQuery.raw(
    `${into(shape)} values ${rows.map(() => row)} ${replacing(shape)}`,
    rows.flat(),
  )
}

/** One array per column: the text does not depend on the number of rows. */
function postgresQuery(shape: InsertShape, rows: readonly (readonly unknown[])[]): CompiledQuery {
  const types = Object.values(shape.columns)
  const arrays = types.map((type, column) => `$${column + 1}::${type}[]`)
  return CompiledQuery.raw(
    `${into(shape)} select * from unnest(${arrays}) ${replacing(shape)}`,
    types.map((_, column) => rows.map((row) => row[column])),
  )
}

function into({ table, columns }: InsertShape): string {
  return `insert into ${table} (${Object.keys(columns)})`
}

function replacing({ columns, key }: InsertShape): string {
  const others = Object.keys(columns).filter((column) => !key.includes(column))
  const sets = others.map((column) => `${column} = excluded.${column}`)
  return `on conflict (${key}) do update set ${sets}`
}
