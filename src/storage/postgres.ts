import { type DatabaseConnection, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Problem } from '../base/problem.ts'
import { type Connection, tidyConnection } from './connection.ts'
import { type Place, storageFailure } from './failure.ts'
import type { Schema } from './schema.ts'

const CONNECTIONS = 10
const CONNECT_TIMEOUT_MS = 30_000
/** bigint: sequences and counts here stay far below 2^53. */
const INT8 = 20

/**
 * Opens a pool to a PostgreSQL database that exists; nothing is sent before the first query.
 * Fails with `storage.url`; later uses fail with `storage.unreachable`.
 */
export function openPostgres(url: string): Connection {
  const place: Place = { kind: 'postgres', name: placeOf(url) }
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'samentel',
    types: { getTypeParser },
  })
  // A connection that breaks is replaced and whoever uses it gets a problem; but without these
  // listeners, for idle ones and those in use, it would end the process as well.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const onCreateConnection = async (connection: DatabaseConnection) =>
    tidyConnection(connection, place)
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: tidyPool(pool, place), onCreateConnection }),
  })
  return { place, kysely, wipe: async () => {} }
}

/** Host, port and database. The parser's own error quotes the address, password and all. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    throw new Problem({
      code: 'storage.url',
      what: 'The address of the database cannot be read',
      remedy: 'Write postgres://user:password@host:port/database, odd characters percent-encoded.',
      status: 500,
    })
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 && format !== 'binary') return Number
  return format === 'binary'
    ? pg.types.getTypeParser(oid, format)
    : pg.types.getTypeParser(oid, 'text')
}

function tidyPool(pool: pg.Pool, place: Place) {
  const connect = async (): Promise<PostgresPoolClient> => {
    try {
      return (await pool.connect()) as unknown as PostgresPoolClient
    } catch (error) {
      throw storageFailure(error, place)
    }
  }
  return { connect, end: () => pool.end(), options: pool.options }
}
