import { BlockList, isIP, isIPv4 } from 'node:net'
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
  /** Read without TLS: on this machine, or where the settings say so. SQL Server never is. */
  readonly plain: boolean
  /** PEM of the authorities whose certificates are taken; undefined: those that Node trusts. */
  readonly ca: string | undefined
}

export interface ViewAccess {
  readonly view: string
  readonly password?: string
  readonly plain?: boolean
  readonly ca?: string
}

/**
 * Reads `postgres://`, `mysql://` or `mssql://user@host:port/database`, or `sqlite:path`. The password stands apart, so
 * that no address that is shown or kept holds it; options are refused, as none of them would be heeded: `sslmode` least of
 * all. Throws `source.database-address`.
 */
export function viewPlace(address: string, access: ViewAccess): ViewPlace {
  const { view, password = '', ca } = access
  const none = { host: '', port: undefined, database: '', user: '', password: '' }
  if (address.startsWith('sqlite:')) {
    const path = address.slice('sqlite:'.length)
    return { kind: 'sqlite', path, ...none, view, plain: true, ca }
  }
  const url = urlOf(address)
  const kind = viewKinds.find(
    (one) => url?.protocol.replace(/^postgresql:$/, 'postgres:') === `${one}:`,
  )
  const database = decoded(url?.pathname.slice(1) ?? '')
  if (url === undefined || kind === undefined || url.hostname === '' || database === '')
    throw unread()
  // It would be written into settings and logs.
  if (url.password !== '' || url.search !== '' || url.hash !== '') throw unread()
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const plain = access.plain === true || isLoopback(host)
  // Its driver would compare the certificate with another name than this.
  if (kind === 'mysql' && !plain && isIP(host) !== 0) throw numbered()
  const port = url.port === '' ? undefined : Number(url.port)
  return {
    kind,
    path: '',
    host,
    port,
    database,
    user: decoded(url.username),
    password,
    view,
    plain,
    ca,
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

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost'
  return loopback.check(host, isIPv4(host) ? 'ipv4' : 'ipv6')
}

function numbered(): Problem {
  return new Problem({
    code: 'source.database-address',
    what: 'The address of the MySQL server is a number, which its certificate cannot be compared with',
    remedy: 'Write the name of the server, as its certificate has it.',
  })
}

function unread(): Problem {
  return new Problem({
    code: 'source.database-address',
    what: 'The address of the source database cannot be read, or holds a password or options',
    remedy:
      'Write postgres://, mysql:// or mssql://user@host:port/database, or sqlite:path; the password goes into passwordFile, and how TLS is checked into ca.',
  })
}
