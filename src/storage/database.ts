import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Connection } from './connection.ts'
import type { DatabaseKind } from './failure.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { type Stores, storesOn } from './stores.ts'
import { Transactions } from './transaction.ts'

export type { Stores } from './stores.ts'

export interface Database {
  readonly kind: DatabaseKind
  /** Outside a transaction: for reads, and for writes that stand on their own. */
  readonly stores: Stores
  /**
   * Runs `work` as a whole or not at all; `name` is for messages. Use only the stores handed to it:
   * the database's own would wait for the transaction to end, so that is refused with an error. On
   * PostgreSQL `work` can run more than once, so it does nothing but read, compute and write here.
   * SQLite has one writer: others wait while `work` waits, so it is no place to wait for a network.
   */
  transaction<T>(name: string, work: (stores: Stores) => Promise<T>): Promise<T>
  /**
   * Deletes rows, chunks and batches of a round and cuts them out of SQLite's log as well; state,
   * received, outbox and answers stay (protocol/specification.md 12.3). Can be repeated.
   * Fails with `storage.locked` while another process reads.
   */
  scrubRound(round: string): Promise<void>
  /**
   * Cuts what was deleted out of SQLite's log as well; PostgreSQL overwrites deleted rows, sealed as they are, in its
   * own time. Fails with `storage.locked` while another process reads.
   */
  wipe(): Promise<void>
  /** Waits for what is under way. Can be repeated. */
  close(): Promise<void>
}

/**
 * Opens a database and brings its tables up to date.
 * `url`: `sqlite:PATH`, `sqlite::memory:` or `postgres://user:password@host:port/database`.
 * Fails with `storage.url`, `storage.missing-directory`, `storage.unreachable`, `storage.newer`,
 * `storage.corrupt`, `storage.locked`, `storage.read-only`.
 */
export async function openDatabase(options: {
  readonly url: string
  readonly clock: Clock
}): Promise<Database> {
  return databaseOn(connect(options.url), options.clock)
}

export function connect(url: string): Connection {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url)
  if (/^sqlite:./.test(url)) return openSqlite(url.slice('sqlite:'.length))
  throw new Problem({
    code: 'storage.url',
    what: 'The address of the database cannot be read',
    remedy: 'Write sqlite:PATH or postgres://user:password@host:port/database.',
    status: 500,
  })
}

/** A database on an open connection, its tables brought up to date; closes it on failure. */
export async function databaseOn(connection: Connection, clock: Clock): Promise<Database> {
  try {
    await migrate(connection)
  } catch (error) {
    await connection.kysely.destroy()
    throw error
  }
  const transactions = new Transactions(connection, clock)
  const stores = storesOn(transactions.outside())
  let closed: Promise<void> | undefined
  return {
    kind: connection.place.kind,
    stores,
    transaction: (name, work) => transactions.run(name, work),
    wipe: () => connection.wipe(),
    scrubRound: (round) => scrubRound(connection, stores, round),
    close: () => {
      closed ??= close(connection)
      return closed
    },
  }
}

/** A crash on the way leaves some of it; batches go last, and who finds one scrubs again. */
async function scrubRound(connection: Connection, stores: Stores, round: string): Promise<void> {
  await stores.rows.dropRound(round)
  await stores.chunks.dropRound(round)
  await stores.batches.dropRound(round)
  await connection.wipe()
}

async function close({ kysely, place }: Connection): Promise<void> {
  // The one connection of SQLite is handed out when those before are done with it.
  if (place.kind === 'sqlite') await kysely.connection().execute(async () => {})
  await kysely.destroy()
}
