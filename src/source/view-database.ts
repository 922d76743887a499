import SqliteFile from 'better-sqlite3'
import {
  type Dialect,
  Kysely,
  MssqlDialect,
  MysqlDialect,
  PostgresDialect,
  SqliteDialect,
} from 'kysely'
import pg from 'pg'
import type { ViewPlace } from './view-place.ts'
import type { AnyDatabase } from './view-rights.ts'

const CONNECT_MS = 15_000

/** One connection to a source database, made at its first use and for reading only. Throws what drivers throw. */
export async function openViewDatabase(place: ViewPlace): Promise<AnyDatabase> {
  return new Kysely({ dialect: await dialects[place.kind](place) })
}

const dialects: Readonly<Record<ViewPlace['kind'], (place: ViewPlace) => Promise<Dialect>>> = {
  sqlite: async ({ path }) =>
    new SqliteDialect({ database: new SqliteFile(path, { readonly: true, fileMustExist: true }) }),
  postgres: async (place) => new PostgresDialect({ pool: postgresPool(place) }),
  // Few nodes read these two, and their drivers take 30 MB of memory.
  mysql: async (place) => {
    const { default: mysql } = await import('mysql2')
    return new MysqlDialect({ pool: mysql.createPool(mysqlOptions(place)) })
  },
  mssql: async (place) => {
    const [tarn, tedious] = await Promise.all([import('tarn'), import('tedious')])
    return new MssqlDialect({
      tarn: { ...tarn, options: { min: 0, max: 1, propagateCreateError: true } },
      tedious: {
        ...tedious,
        connectionFactory: () => new tedious.Connection(mssqlOptions(place)),
      },
    })
  },
}

/** PostgreSQL's driver compares the name in the certificate with the host. */
export function postgresTls({ plain, ca }: ViewPlace) {
  // Said in either case: left out, it would be what variables of the environment say.
  return plain ? false : { rejectUnauthorized: true, ...authority(ca) }
}

/** Undefined: the authorities that Node trusts. */
function authority(ca: string | undefined) {
  return ca === undefined ? {} : { ca }
}

function postgresPool(place: ViewPlace) {
  const { host, port, database, user, password } = place
  const pool = new pg.Pool({
    ...{ host, port: port ?? 5432, database, user, password, max: 1 },
    ssl: postgresTls(place),
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

export function mysqlOptions({ host, port, database, user, password, plain, ca }: ViewPlace) {
  // Without verifyIdentity this driver takes a certificate of any name.
  const ssl = { rejectUnauthorized: true, verifyIdentity: true, ...authority(ca) }
  return {
    ...{ host, port: port ?? 3306, database, user, password },
    ...(plain ? {} : { ssl }),
    connectionLimit: 1,
    connectTimeout: CONNECT_MS,
    // As text, as above.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  }
}

/** SQL Server always speaks TLS here, and its certificate is checked. */
export function mssqlOptions({ host, port, database, user, password, ca }: ViewPlace) {
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
      ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca } }),
      readOnlyIntent: true,
      useUTC: true,
    },
  } as const
}
