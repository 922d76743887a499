/** A node on real connections that break in the ways that connections break. Only its waiting is hurried. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { makeParty } from '../../src/local/party.ts'
import { LastHeard, readLastHeard } from '../../src/node/last-heard.ts'
import { NodeService } from '../../src/node/service.ts'
import type { Database } from '../../src/storage/database.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { fetchBy } from '../../src/transport/fetch-by.ts'
import { authenticate } from '../../src/transport/peer-auth.ts'
import { problemDocument } from '../../src/transport/problem-document.ts'
import type { Way } from '../../src/transport/way.ts'
import type { PsiPool } from '../../src/work/pool.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleAgreement, sampleSlots } from '../round/sample.ts'
import { type ProxyServer, startProxy } from '../transport/proxy.ts'

const MINUTE = 60_000

let folder: string
let server: Server
let proxy: ProxyServer
let database: Database
let service: NodeService | null
/** Of the node; that of the server is the system's. */
let skewMs: number
let streams: Set<ServerResponse>
let sockets: Set<Socket>
/** Times that a stream was asked for. */
let asked: number
/** Takes connections and requests, and says nothing. */
let silent: boolean
const clock = { nowMs: () => Date.now() + skewMs }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reconnects-'))
  ;[skewMs, asked, silent, service] = [0, 0, false, null]
  streams = new Set()
  sockets = new Set()
  server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startProxy()
})
afterEach(async () => {
  let stopped = service === null
  void service?.stop().then(() => {
    stopped = true
  })
  await hurry(() => stopped)
  vi.useRealTimers()
  await database.close()
  await proxy.close()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

let keyOf: Parameters<typeof authenticate>[2]['keyOf']

/** As the coordinator does: judges who asks and by which clock, and holds the stream open. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? ''
  if (path === '/v1/stream') asked++
  if (silent) return
  const asking = { method: request.method ?? '', path }
  const systemClock = { nowMs: () => Date.now() }
  try {
    await authenticate(request.headers.authorization, asking, { keyOf, clock: systemClock })
  } catch (error) {
    const document = problemDocument(error)
    response.writeHead(document.status).end(JSON.stringify(document))
    return
  }
  if (path !== '/v1/stream') {
    const empty = path.startsWith('/v1/inbox') ? { messages: [] } : { statements: [] }
    response.end(JSON.stringify(path.startsWith('/v1/rounds') ? { rounds: [] } : empty))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 0\n\n')
  streams.add(response)
}

async function startNode(way: Way = {}): Promise<void> {
  service = new NodeService(await partsOf(way))
  service.start()
}

async function partsOf(way: Way) {
  const none = () => Promise.reject(new Error('no work'))
  const pool: PsiPool = { width: 1, run: none, close: async () => {} }
  const log = { info: () => undefined, error: () => undefined }
  const party = await makeParty('police', { folder, engine: await loadSodiumEngine(), pool, log })
  database = party.database
  keyOf = () => party.identity.publicKey
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lastHeard = new LastHeard(clock)
  const { identity } = party
  const client = new CoordinatorClient({
    ...{ base, fetch: fetchBy(base, way), identity, clock, contact: lastHeard },
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const agreement = await sampleAgreement()
  return { ...party, self: 'police', agreement, slots: sampleSlots, client, clock, lastHeard }
}

/** Lets the node's waiting pass, and the sockets do what they do, until it is so. */
async function hurry(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(250)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const heardMs = async () => (await readLastHeard(database.stores)).heardMs

it('opens a new connection when nothing comes over the old one, though nobody ended it', async () => {
  await startNode()
  await hurry(async () => streams.size === 1 && (await heardMs()) !== null)
  // As where a firewall forgot it: the socket stays open on both sides, and no byte passes.
  for (const socket of sockets) socket.pause()
  const [old] = streams
  await hurry(() => streams.size === 2)
  expect(asked).toBe(2)
  expect(old?.writableEnded).toBe(false)
})

it('goes on through the proxy after the proxy has reset all its connections', async () => {
  await startNode({ proxy: new URL(`http://127.0.0.1:${proxy.port}`) })
  await hurry(() => streams.size === 1)
  const before = proxy.asked.length
  proxy.reset()
  await hurry(() => streams.size === 2)
  expect(proxy.asked.length).toBeGreaterThan(before)
})

it('does not wait for ever for an answer that never begins, and tells since when nothing was heard', async () => {
  silent = true
  await startNode()
  await hurry(async () => (await readLastHeard(database.stores)).missed !== null)
  expect(await readLastHeard(database.stores)).toMatchObject({
    heardMs: null,
    missed: 'transport.unreachable',
  })
  silent = false
  await hurry(async () => {
    const { heardMs: heard, missed } = await readLastHeard(database.stores)
    return streams.size === 1 && heard !== null && missed === null
  })
})

it('is refused while its clock is ten minutes off, and goes on when it is right again', async () => {
  await startNode()
  await hurry(() => streams.size === 1)
  skewMs = -10 * MINUTE
  for (const stream of streams) stream.destroy()
  const before = asked
  await hurry(() => asked > before)
  expect(streams.size).toBe(1)
  // A refusal, too, tells by which clock it was made.
  await hurry(async () => ((await readLastHeard(database.stores)).aheadMs ?? 0) > 9 * MINUTE)
  skewMs = 0
  await hurry(() => streams.size === 2)
})

it('keeps telling when it last heard, also when its clock is set back', async () => {
  await startNode()
  await hurry(async () => (await heardMs()) !== null)
  const before = (await heardMs()) ?? 0
  skewMs = -2 * MINUTE
  const beat = () => {
    for (const stream of streams) stream.write('data: 0\n\n')
  }
  await hurry(async () => {
    beat()
    return ((await heardMs()) ?? 0) < before
  })
  expect((await readLastHeard(database.stores)).aheadMs).toBeGreaterThanOrEqual(0)
})

it('ends a request for the stream that is not answered within a minute', async () => {
  silent = true
  const { client } = await partsOf({})
  const opening = refusalOf(client.stream(new AbortController().signal))
  await hurry(() => asked > 0)
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect((await opening).code).toBe('transport.unreachable')
})
