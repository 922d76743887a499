import { once } from 'node:events'
import { createServer as createPlain } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { HEARTBEAT_MS, readEvents } from '../../src/transport/event-stream.ts'
import { fetchBy } from '../../src/transport/fetch-by.ts'
import type { Way } from '../../src/transport/way.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { type Authority, makeAuthority } from './certificates.ts'
import { type ProxyServer, startProxy } from './proxy.ts'

let authority: Authority
let server: Server
let proxy: ProxyServer
let base: string
const port = () => (server.address() as AddressInfo).port

beforeAll(async () => {
  authority = makeAuthority('Our own authority')
  server = createServer(authority.issue(['localhost', '127.0.0.1']))
  server.on('request', async (request, response) => {
    if (request.url === '/move') return response.writeHead(302, { location: '/' }).end()
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      return request.socket.once('close', () => response.end())
    }
    const parts = await request.toArray()
    response.writeHead(200, { 'x-kept': String(request.socket.remotePort) })
    return response.end(Buffer.concat([Buffer.from(`${request.method} `), ...parts]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startProxy()
  base = `https://localhost:${port()}`
})
afterAll(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  proxy.status = 200
  delete proxy.login
  proxy.asked.length = 0
})

const through = (login = ''): Way => ({
  ca: authority.ca,
  proxy: new URL(`http://${login}127.0.0.1:${proxy.port}`),
})
const ask = (way: Way, path = '/', init?: RequestInit) => fetchBy(base, way)(`${base}${path}`, init)

it('reaches a server whose certificate a private authority signed, and sends text and bytes', async () => {
  const fetch = fetchBy(base, { ca: authority.ca })
  const said = await fetch(`${base}/`, { method: 'POST', body: 'één' })
  expect(await said.text()).toBe('POST één')
  const bytes = new Uint8Array(100_000).fill(65)
  const kept = await fetch(`${base}/`, { method: 'PUT', body: bytes })
  expect((await kept.text()).length).toBe(bytes.length + 4)
  expect(kept.headers.get('x-kept')).toBe(said.headers.get('x-kept'))
})

it('trusts no authority but the one of the settings, and says what to do', async () => {
  const other = makeAuthority('Our own authority')
  for (const [ca, remedy] of [
    [other.ca, 'ask for the right file'],
    [undefined, 'set ca to the file'],
  ] as const) {
    const problem = await refusalOf(ask({ ca }))
    expect(problem).toMatchObject({ code: 'transport.untrusted', status: 503 })
    expect(problem.remedy).toContain(remedy)
  }
})

it.each<[string, readonly string[], { from: number; until: number } | undefined, string]>([
  ['has expired', ['localhost'], { from: -9, until: -1 }, 'CERT_HAS_EXPIRED'],
  ['is for another name', ['other.example'], undefined, 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('refuses a certificate that %s', async (_, names, days, code) => {
  const wrong = createServer(authority.issue(names, days)).listen(0, '127.0.0.1')
  await once(wrong, 'listening')
  const place = `https://localhost:${(wrong.address() as AddressInfo).port}`
  const problem = await refusalOf(fetchBy(place, { ca: authority.ca })(place))
  wrong.close()
  expect(problem.code).toBe('transport.untrusted')
  expect(problem.where).toContain(code)
  expect(problem.remedy).not.toContain('authorit')
})

it('goes through an HTTP proxy with CONNECT, once for many requests, streams too', async () => {
  const fetch = fetchBy(base, through())
  for (let time = 0; time < 3; time++) await (await fetch(`${base}/`)).text()
  expect(proxy.asked).toEqual([`localhost:${port()}`])
  const stop = new AbortController()
  const { body } = await fetch(`${base}/stream`, { signal: stop.signal })
  for await (const event of readEvents(body ?? new ReadableStream())) {
    expect(event).toBe('1')
    break
  }
})

it('breaks off a stream when the proxy resets it, and makes a new way for the next request', async () => {
  const fetch = fetchBy(base, through())
  const { body } = await fetch(`${base}/stream`)
  const events = readEvents(body ?? new ReadableStream())
  expect((await events.next()).value).toBe('1')
  const next = events.next()
  proxy.reset()
  await expect(next).rejects.toThrow()
  expect(await (await fetch(`${base}/`)).text()).toBe('GET ')
  // A kept connection that the proxy dropped meanwhile is made anew without a word.
  proxy.reset()
  expect(await (await fetch(`${base}/`)).text()).toBe('GET ')
  expect(proxy.asked.length).toBe(3)
})

it('gives the proxy its name and password, and never repeats them', async () => {
  proxy.login = 'node:canary é'
  const right = await ask(through('node:canary%20%C3%A9@'))
  expect(await right.text()).toBe('GET ')
  const problem = await refusalOf(ask(through('node:canary@')))
  expect(problem.code).toBe('transport.proxy-refused')
  expect(problem.where).toBe(`proxy 127.0.0.1:${proxy.port}, HTTP 407`)
  expect(problem.remedy).toContain('http://NAME:PASSWORD@HOST:PORT')
  expect(JSON.stringify(problem)).not.toContain('canary')
})

it('says when the proxy allows no such way, or is not there', async () => {
  proxy.status = 403
  const refused = await refusalOf(ask(through()))
  expect(refused.code).toBe('transport.proxy-refused')
  expect(refused.remedy).toContain(`allow CONNECT to localhost:${port()}`)
  const nobody = await closedPort()
  const absent = await refusalOf(ask({ proxy: new URL(`http://127.0.0.1:${nobody}`) }))
  expect(absent.code).toBe('transport.unreachable')
  expect(absent.message).toContain('The proxy does not answer')
  expect(absent.where).toBe(`127.0.0.1:${nobody}, ECONNREFUSED`)
})

it('says when the name is not known, and when what answers speaks no TLS', async () => {
  const unknown = await refusalOf(fetchBy('https://no.invalid', {})('https://no.invalid'))
  expect(unknown).toMatchObject({ code: 'transport.no-name', status: 503 })
  expect(unknown.what).toContain('coordinator')
  const plain = createPlain().listen(0, '127.0.0.1')
  await once(plain, 'listening')
  const place = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`
  expect((await refusalOf(fetchBy(place, {})(place))).code).toBe('transport.no-tls')
  plain.close()
})

it('follows no redirect, and stops when it is told to', async () => {
  expect((await ask({ ca: authority.ca }, '/move')).status).toBe(302)
  const stop = new AbortController()
  const { body } = await ask({ ca: authority.ca }, '/stream', { signal: stop.signal })
  const reader = (body ?? new ReadableStream()).getReader()
  await reader.read()
  const rest = reader.read()
  stop.abort()
  await expect(rest).rejects.toThrow()
  expect(HEARTBEAT_MS).toBeGreaterThan(0)
})

async function closedPort(): Promise<number> {
  const probe = createPlain().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return free
}
