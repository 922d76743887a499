import { Problem } from '../base/problem.ts'
import { shownPlace, type ViewPlace } from './view-place.ts'

interface Words {
  readonly code: string
  readonly what: string
  readonly remedy: string
}

const unreachable: Words = {
  code: 'source.database-unreachable',
  what: 'The source database does not answer',
  remedy: 'Check host and port, that the server runs, and that this machine may reach it.',
}
const tls: Words = {
  code: 'source.database-tls',
  what: 'The source database does not speak TLS, or its certificate is not one that is trusted for this host',
  remedy:
    'Let who runs the database turn TLS on; for an authority of your own name its certificate as source.ca in node.yaml.',
}
const login: Words = {
  code: 'source.database-login',
  what: 'The source database refuses the account or its password',
  remedy:
    'Check the user in the address and the password in passwordFile with who runs the database.',
}
const database: Words = {
  code: 'source.database-missing',
  what: 'There is no such source database, or this account may not open it',
  remedy: 'Check the name of the database, for SQLite the path, and the rights of the account.',
}
const view: Words = {
  code: 'source.view-missing',
  what: 'The source database has no such view for this account',
  remedy: 'Check the name of the view, with its schema as in public.register.',
}
const denied: Words = {
  code: 'source.view-denied',
  what: 'This account may not read the view',
  remedy: 'Let who runs the database grant SELECT on this view and nothing else.',
}
const column: Words = {
  code: 'source.view-column',
  what: 'The view lacks the column by which its rows are put in order: that of record_id',
  remedy: 'Name the column of record_id in the mapping file as the view has it.',
}
const failed: Words = {
  code: 'source.database-failed',
  what: 'The source database ended the reading with an error',
  remedy: 'See its own log; nothing of what was read was taken over.',
}

/** By what drivers and servers call them: SQLSTATE, MySQL's names, numbers of SQL Server, the system. */
const byCode: Readonly<Record<string, Words>> = {
  ...sameFor(unreachable, [
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'],
    ...['ENETUNREACH', 'EPIPE', 'ESOCKET', 'ETIMEOUT', 'EINSTLOOKUP', 'PROTOCOL_CONNECTION_LOST'],
    ...['57P03', '53300', '08001', '08006', 'ER_CON_COUNT_ERROR'],
  ]),
  ...sameFor(tls, [
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ...['UNABLE_TO_GET_ISSUER_CERT', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'CERT_UNTRUSTED'],
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'HANDSHAKE_NO_SSL_SUPPORT', 'HANDSHAKE_SSL_ERROR'],
  ]),
  ...sameFor(login, ['28P01', '28000', 'ER_ACCESS_DENIED_ERROR', 'ELOGIN', '18456']),
  ...sameFor(database, ['3D000', 'ER_BAD_DB_ERROR', 'ER_DBACCESS_DENIED_ERROR', '4060']),
  ...sameFor(database, ['SQLITE_CANTOPEN', 'SQLITE_NOTADB', 'SQLITE_CANTOPEN_ISDIR']),
  ...sameFor(view, ['42P01', '3F000', 'ER_NO_SUCH_TABLE', '208']),
  ...sameFor(denied, ['42501', 'ER_TABLEACCESS_DENIED_ERROR', '229', '230']),
  ...sameFor(column, ['42703', 'ER_BAD_FIELD_ERROR', '207']),
}

function sameFor(words: Words, codes: readonly string[]): Record<string, Words> {
  return Object.fromEntries(codes.map((code) => [code, words]))
}

/** What a driver threw, in words. Its own message can hold a value or the password, and goes nowhere. */
export function viewFailure(error: unknown, place: ViewPlace): Problem {
  if (error instanceof Problem) return error
  const { code, what, remedy } = wordsFor(error)
  return new Problem({ code, what, where: shownPlace(place), remedy, status: 502 })
}

function wordsFor(error: unknown): Words {
  for (const found of namesOf(error)) {
    const words = byCode[found]
    if (words !== undefined) return words
  }
  // A connection that could not be made within the time of the pool.
  if (error instanceof Error && /timeout/i.test(error.message)) return unreachable
  // The driver of PostgreSQL has no code for it.
  if (error instanceof Error && /does not support SSL/.test(error.message)) return tls
  // SQLite has one code for both.
  if (error instanceof Error && /no such (table|column)/.test(error.message)) {
    return error.message.includes('no such table') ? view : column
  }
  return failed
}

/** Of the error itself and of those within it; the number of SQL Server says more than its code. */
function namesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 3) return []
  const { number, code, cause, errors } = error as Readonly<Record<string, unknown>>
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])]
  return [
    ...[number, code].filter((one) => one !== undefined).map(String),
    ...inner.flatMap((one) => namesOf(one, depth + 1)),
  ]
}
