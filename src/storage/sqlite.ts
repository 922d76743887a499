import { closeSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteFile from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  sql,
} from 'kysely'
import { Problem } from '../base/problem.ts'
import { type Connection, tidyConnection } from './connection.ts'
import { type Place, storageFailure } from './failure.ts'
import type { Schema } from './schema.ts'
import { StatementCache } from './statement-cache.ts'

export const MEMORY = ':memory:'

export interface SqliteOptions {
  /** How long a write waits for another process, milliseconds. The event loop stands still then. */
  readonly busyTimeoutMs?: number
  /** The file never grows beyond so many pages of 4,096 bytes. */
  readonly maxPages?: number
}

/**
 * Opens or makes a SQLite file, readable by its owner only.
 * Fails with `storage.missing-directory`, `storage.corrupt`, `storage.locked`, `storage.read-only`.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Connection {
  const place: Place = { kind: 'sqlite', name: path }
  if (path !== MEMORY) prepareFile(path, place)
  const file = openFile(path, options, place)
  const database = new StatementCache(file)
  const onCreateConnection = async (connection: DatabaseConnection) =>
    tidyConnection(connection, place)
  const kysely = new Kysely<Schema>({
    dialect: new ImmediateDialect({ database, onCreateConnection }),
  })
  return { place, kysely, wipe: () => wipeLog(kysely, place) }
}

function prepareFile(path: string, place: Place): void {
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Problem({
      code: 'storage.missing-directory',
      what: 'The directory of the database does not exist',
      where: dirname(path),
      remedy: 'Make the directory, or correct the path in the settings.',
      status: 500,
    })
  }
  try {
    // SQLite gives its log and shared memory the rights of the file itself.
    closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    throw storageFailure(error, place)
  }
}

function openFile(path: string, options: SqliteOptions, place: Place): SqliteFile.Database {
  let file: SqliteFile.Database | undefined
  try {
    file = new SqliteFile(path, { timeout: options.busyTimeoutMs ?? 5000 })
    // Zeroes over deleted content; sorting never spills to a temporary file.
    for (const pragma of ['secure_delete = on', 'temp_store = memory', 'foreign_keys = on']) {
      file.pragma(pragma)
    }
    file.pragma('journal_mode = wal')
    // A committed answer must survive a power cut (protocol/specification.md 12.1).
    file.pragma('synchronous = full')
    if (options.maxPages !== undefined) file.pragma(`max_page_count = ${options.maxPages}`)
    return file
  } catch (error) {
    file?.close()
    throw storageFailure(error, place)
  }
}

/** The log holds copies of pages from before the deletion: write all back, then cut it to nothing. */
async function wipeLog(kysely: Kysely<Schema>, place: Place): Promise<void> {
  const result = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(kysely)
  if (result.rows[0]?.busy === 1) {
    throw storageFailure(Object.assign(new Error('checkpoint'), { code: 'SQLITE_BUSY' }), place)
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig & { database: StatementCache }

  constructor(config: SqliteDialectConfig & { database: StatementCache }) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/** With one connection a migration fits in a transaction: a crash leaves all of it or nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Takes the write lock at once: a transaction that reads first cannot fail later for want of it. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: StatementCache

  constructor(config: SqliteDialectConfig & { database: StatementCache }) {
    super(config)
    this.#database = config.database
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#database.expectTransaction(true)
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#database.expectTransaction(false)
  }

  /** SQLite itself rolls back on some failures (a full disk); there is nothing left to do then. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#database.expectTransaction(false)
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}
