import SqliteFile from 'better-sqlite3'
import {
  type Dialect,
  Kysely,
  MssqlDialect,
  MysqlDialect,
  PostgresDialect,
  SqliteDialect,
} from 'kysely'
import mysql from 'mysql2'
import pg from 'pg'
import * as tarn from 'tarn'
import * as tedious from 'tedious'
import type { ViewPlace } from './view-place.ts'
import type { AnyDatabase } from './view-rights.ts'

const CONNECT_MS = 15_000

/** One connection to a source database, made at its first use and for reading only. Throws what drivers throw. */
export function openViewDatabase(place: ViewPlace): AnyDatabase {
  return new Kysely({ dialect: dialects[place.kind](place) })
}

const dialects: Readonly<Record<ViewPlace['kind'], (place: ViewPlace) => Dialect>> = {
  sqlite: ({ path }) =>
    new SqliteDialect({ database: new SqliteFile(path, { readonly: true, fileMustExist: true }) }),
  postgres: (place) => new PostgresDialect({ pool: postgresPool(place) }),
  mysql: (place) => new MysqlDialect({ pool: mysql.createPool(mysqlOptions(place)) }),
  mssql: (place) =>
    new MssqlDialect({
      tarn: { ...tarn, options: { min: 0, max: 1, propagateCreateError: true } },
      tedious: {
        ...tedious,
        connectionFactory: () => new tedious.Connection(mssqlOptions(place)),
      },
    }),
}

function postgresPool({ host, port, database, user, password }: ViewPlace) {
  const pool = new pg.Pool({
    ...{ host, port: port ?? 5432, database, user, password, max: 1 },
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'samentel',
    // Dates as YYYY-MM-DD whatever the server likes; writing is refused by the server, too.
    options: '-c datestyle=ISO -c default_transaction_read_only=on',
    // As text: numbers keep their digits, and dates no zone is added to.
    types: { getTypeParser: () => (text: unknown) => text },
  })
  // Without it a connection that breaks would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function mysqlOptions({ host, port, database, user, password }: ViewPlace) {
  return {
    ...{ host, port: port ?? 3306, database, user, password },
    connectionLimit: 1,
    connectTimeout: CONNECT_MS,
    // As text, as above.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  }
}

/** SQL Server always speaks TLS here, and its certificate is checked. */
export function mssqlOptions({ host, port, database, user, password }: ViewPlace) {
  return {
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      port: port ?? 1433,
      database,
      appName: 'samentel',
      connectTimeout: CONNECT_MS,
      requestTimeout: 0,
      encrypt: true,
      trustServerCertificate: false,
      readOnlyIntent: true,
      useUTC: true,
    },
  } as const
}
