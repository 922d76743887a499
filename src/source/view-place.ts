import { Problem } from '../base/problem.ts'

export const viewKinds = ['sqlite', 'postgres', 'mysql', 'mssql'] as const
export type ViewKind = (typeof viewKinds)[number]

/** A view of a database, and the account that reads it. */
export interface ViewPlace {
  readonly kind: ViewKind
  /** Path of the file for SQLite; else empty. */
  readonly path: string
  readonly host: string
  /** Undefined: the usual one. */
  readonly port: number | undefined
  readonly database: string
  readonly user: string
  readonly password: string
  readonly view: string
}

/**
 * Reads `postgres://`, `mysql://` or `mssql://user@host:port/database`, or `sqlite:path`. The password stands apart, so
 * that no address that is shown or kept holds it. Throws `source.database-address`.
 */
export function viewPlace(
  address: string,
  { view, password = '' }: { readonly view: string; readonly password?: string },
): ViewPlace {
  const none = { host: '', port: undefined, database: '', user: '', password: '' }
  if (address.startsWith('sqlite:')) {
    return { kind: 'sqlite', path: address.slice('sqlite:'.length), ...none, view }
  }
  const url = urlOf(address)
  const kind = viewKinds.find(
    (one) => url?.protocol.replace(/^postgresql:$/, 'postgres:') === `${one}:`,
  )
  const database = decoded(url?.pathname.slice(1) ?? '')
  if (url === undefined || kind === undefined || url.hostname === '' || database === '')
    throw unread()
  // It would be written into settings and logs.
  if (url.password !== '') throw unread()
  const port = url.port === '' ? undefined : Number(url.port)
  return {
    kind,
    path: '',
    host: url.hostname,
    port,
    database,
    user: decoded(url.username),
    password,
    view,
  }
}

/** For messages: never the account or its password. */
export function shownPlace({ kind, path, host, port, database, view }: ViewPlace): string {
  const where =
    kind === 'sqlite' ? path : `${host}${port === undefined ? '' : `:${port}`}/${database}`
  return `${where}, view ${view}`
}

function urlOf(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function unread(): Problem {
  return new Problem({
    code: 'source.database-address',
    what: 'The address of the source database cannot be read, or holds a password',
    remedy:
      'Write postgres://, mysql:// or mssql://user@host:port/database, or sqlite:path; the password goes into passwordFile.',
  })
}
