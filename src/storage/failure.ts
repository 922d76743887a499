import { Problem, type ProblemParts } from '../base/problem.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

/** Which database, in words fit for a message: a file, or host and name; never a password. */
export interface Place {
  readonly kind: DatabaseKind
  readonly name: string
}

type Failure = Omit<ProblemParts, 'where' | 'cause'>

const full: Failure = {
  code: 'storage.full',
  what: 'There is no room left for the database',
  remedy: 'Free disk space or enlarge the disk; what was being done is then done again.',
  status: 507,
}
const locked: Failure = {
  code: 'storage.locked',
  what: 'Another process is using the database',
  remedy: 'Stop the other process, or wait until it is done, and try again.',
  status: 503,
}
const corrupt: Failure = {
  code: 'storage.corrupt',
  what: 'The database is damaged, or is not a database',
  remedy: 'Stop, keep the file for inspection and restore the last backup.',
  status: 500,
}
const unreachable: Failure = {
  code: 'storage.unreachable',
  what: 'The database server does not answer, or refuses this user, password or database',
  remedy: 'Check that it runs, and host, port, user, password and database name in the settings.',
  status: 503,
}
const readOnly: Failure = {
  code: 'storage.read-only',
  what: 'The database may not be written or opened',
  remedy: 'Give the user that runs Samentel the right to read and write it and its directory.',
  status: 500,
}
const disk: Failure = {
  code: 'storage.io',
  what: 'The disk failed to read or write the database',
  remedy: 'Check the disk and the system log; restore the last backup if it is damaged.',
  status: 500,
}

/** Beginnings of the codes of SQLite, PostgreSQL (appendix A of its manual) and the system. */
const byCode: readonly (readonly [string, Failure])[] = [
  ['SQLITE_FULL', full],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['53100', full],
  ['SQLITE_BUSY', locked],
  ['SQLITE_LOCKED', locked],
  ['55P03', locked],
  ['SQLITE_CORRUPT', corrupt],
  ['SQLITE_NOTADB', corrupt],
  ['XX001', corrupt],
  ['XX002', corrupt],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_CANTOPEN', readOnly],
  ['SQLITE_PERM', readOnly],
  ['EACCES', readOnly],
  ['EROFS', readOnly],
  ['EISDIR', readOnly],
  ['25006', readOnly],
  ['42501', readOnly],
  ['SQLITE_IOERR', disk],
  ['EIO', disk],
  ['58030', disk],
  ['08', unreachable],
  ['28', unreachable],
  ['3D000', unreachable],
  ['53300', unreachable],
  ['57P0', unreachable],
  ['ECONN', unreachable],
  ['ENOTFOUND', unreachable],
  ['EAI_', unreachable],
  ['ETIMEDOUT', unreachable],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['EPIPE', unreachable],
]

/** pg gives these without a code. */
const lostConnection =
  /^Connection terminated|^timeout exceeded when trying to connect|connection error|support SSL/

/** A driver's error as a problem with a remedy; anything not listed comes back as it was. */
export function storageFailure(error: unknown, place: Place): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error
  const code = codeOf(error)
  const found = byCode.find(([start]) => code.startsWith(start))?.[1]
  const failure = found ?? (lostConnection.test(error.message) ? unreachable : undefined)
  if (failure === undefined) return error
  return new Problem({ ...failure, where: place.name, cause: error })
}

/**
 * Whether PostgreSQL asks for the transaction to be run again: no serial order was found, a
 * deadlock, or two transactions that wrote the same new key at once.
 */
export function asksForRetry(error: unknown): boolean {
  return error instanceof Error && ['40001', '40P01', '23505'].includes(codeOf(error))
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
