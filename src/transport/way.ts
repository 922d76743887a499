import { request as askProxy } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { type Place, placeOf, placeText } from './place.ts'
import { noName, noTunnel, noWay, untrusted } from './way-problems.ts'

/** How connections to the coordinator are made. Nothing is taken from the environment. */
export interface Way {
  /** An HTTP proxy through which each of them goes with CONNECT (RFC 9110 9.3.6). */
  readonly proxy?: URL | undefined
  /** Certificates in PEM; when given, these authorities are trusted and no others. */
  readonly ca?: string | undefined
}

/** A firewall that drops packets says nothing at all. */
const CONNECT_MS = 15_000
/** So that the system, too, finds out that nobody is there any more (RFC 9293 3.8.4). */
const KEEP_ALIVE_MS = 30_000

/**
 * A connection to the server of `target`, ready for HTTP.
 *
 * @throws Problem `transport.no-name`, `transport.unreachable`, `transport.proxy-refused`, `transport.untrusted`
 */
export async function openSocket(target: URL, way: Way): Promise<Socket> {
  const place = placeOf(target)
  const socket =
    way.proxy === undefined
      ? await openTcp(place, 'coordinator')
      : await openTunnel(place, way.proxy)
  return target.protocol === 'https:' ? secure(socket, place, way) : socket
}

/** Looks the name up and connects; both address families are tried (RFC 8305). */
export function openTcp(place: Place, to: 'coordinator' | 'proxy'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ ...place, noDelay: true })
    const fail = (cause: Error) => {
      socket.destroy()
      reject(isNameFault(cause) ? noName(place, to, cause) : noWay(place, to, cause))
    }
    socket.setTimeout(CONNECT_MS, () => fail(new Error('no answer')))
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.off('error', fail)
      socket.setTimeout(0).setKeepAlive(true, KEEP_ALIVE_MS)
      resolve(socket)
    })
  })
}

/** Asks the proxy for a tunnel; what goes through it is for the other end alone. */
export async function openTunnel(target: Place, proxy: URL): Promise<Socket> {
  const place = placeOf(proxy)
  const way = await openTcp(place, 'proxy')
  return new Promise((resolve, reject) => {
    const path = placeText(target)
    const request = askProxy({
      method: 'CONNECT',
      path,
      headers: { host: path, ...credentials(proxy) },
      createConnection: () => way,
      timeout: CONNECT_MS,
    })
    const fail = (cause: unknown) => {
      way.destroy()
      reject(noTunnel(place, { target: path, cause }))
    }
    request.once('timeout', () => request.destroy(new Error('no answer')))
    request.once('error', fail)
    request.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        way.destroy()
        return reject(noTunnel(place, { target: path, status: statusCode }))
      }
      way.setTimeout(0)
      if (head.length > 0) socket.unshift(head)
      resolve(way)
    })
    request.end()
  })
}

/** TLS on a connection, the other side's certificate checked against its name. */
export function secure(socket: Socket, { host, port }: Place, { ca }: Way): Promise<TLSSocket> {
  const options: ConnectionOptions = {
    socket,
    host,
    // RFC 6066 section 3: an address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    ALPNProtocols: ['http/1.1'],
  }
  return new Promise((resolve, reject) => {
    const secured = connectTls(options)
    const fail = (cause: Error) => {
      secured.destroy()
      reject(untrusted({ host, port }, cause, ca !== undefined))
    }
    secured.setTimeout(CONNECT_MS, () => fail(new Error('no answer')))
    secured.once('error', fail)
    secured.once('secureConnect', () => {
      secured.off('error', fail)
      secured.setTimeout(0)
      resolve(secured)
    })
  })
}

/** RFC 7617. */
function credentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` }
}

function isNameFault(cause: Error): boolean {
  return 'syscall' in cause && cause.syscall === 'getaddrinfo'
}
