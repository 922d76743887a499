import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { Readable } from 'node:stream'
import { isProblem } from '../base/problem.ts'
import type { Fetch } from './coordinator-client.ts'
import { openSocket, type Way } from './way.ts'

/** What a request may send. */
type Body = string | Uint8Array

/**
 * Requests to one server by one way: connections are kept and used again, and every one is made by
 * `openSocket`. No redirect is followed: nobody but the coordinator is to answer.
 */
export function fetchBy(base: string, way: Way): Fetch {
  const target = new URL(base)
  const isTls = target.protocol === 'https:'
  const agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  agent.createConnection = (_, done) => {
    openSocket(target, way).then(
      (socket) => done?.(null, socket),
      (error) => done?.(error, undefined as unknown as Duplex), // as net.createConnection does
    )
    return undefined
  }
  const request = isTls ? httpsRequest : httpRequest
  const send = (url: string, init: RequestInit, mayRepeat: boolean): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const body = bodyOf(init)
      const sent = request(url, {
        agent,
        method: init.method ?? 'GET',
        headers: { ...headersOf(init), ...lengthOf(body) },
        ...(init.signal == null ? {} : { signal: init.signal }),
      })
      sent.once('response', resolve)
      sent.once('error', (error) => {
        // The server closed a kept connection while the request was on its way to it.
        const stale = mayRepeat && sent.reusedSocket && isReset(error) && !init.signal?.aborted
        if (stale) send(url, init, false).then(resolve, reject)
        else reject(error)
      })
      sent.end(body)
    })
  return async (url, init = {}) => responseOf(await send(url, init, true))
}

function responseOf(message: IncomingMessage): Response {
  const { statusCode = 0 } = message
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  if (statusCode === 204 || statusCode === 304) {
    message.resume()
    return new Response(null, { status: statusCode, headers })
  }
  const body = Readable.toWeb(message) as ReadableStream<Uint8Array> // the same at run time
  return new Response(body, { status: statusCode, headers })
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

function bodyOf({ body }: RequestInit): Body | undefined {
  if (body == null) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new TypeError('only text and bytes are sent')
}

function lengthOf(body: Body | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
}

function isReset(error: Error): boolean {
  return !isProblem(error) && 'code' in error && /^(ECONNRESET|EPIPE)$/.test(String(error.code))
}
