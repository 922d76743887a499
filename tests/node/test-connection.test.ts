import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { SOFTWARE_VERSION } from '../../src/base/version.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { type Tested, testConnection } from '../../src/node/test-connection.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import { fetchBy } from '../../src/transport/fetch-by.ts'
import { askedNonce, signHello } from '../../src/transport/hello.ts'
import { authenticate } from '../../src/transport/peer-auth.ts'
import { problemDocument } from '../../src/transport/problem-document.ts'
import type { Step } from '../../src/transport/walk-way.ts'
import { sampleAgreement } from '../round/sample.ts'
import { type Authority, makeAuthority } from '../transport/certificates.ts'
import { type ProxyServer, startProxy } from '../transport/proxy.ts'

const MINUTE = 60_000
const CANARY = 'canary-password'

let authority: Authority
let server: Server
let proxy: ProxyServer
let police: Identity
let coordinator: Identity
let agreement: Agreement
/** What the coordinator says of itself; each test may have it say otherwise. */
let says: { software: string; agreement: string | null; nonce: string | null; aheadMs: number }
let known: Identity

async function newIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

beforeAll(async () => {
  ;[police, coordinator] = [await newIdentity('police'), await newIdentity(COORDINATOR)]
  agreement = await sampleAgreement()
  authority = makeAuthority('Our own authority')
  server = createServer(authority.issue(['localhost']), async (request, response) => {
    const path = request.url ?? ''
    const nowMs = Date.now() + says.aheadMs
    response.setHeader('date', new Date(nowMs).toUTCString())
    const clock = { nowMs: () => nowMs }
    try {
      if (path.startsWith('/v1/hello')) {
        const nonce = says.nonce ?? askedNonce(`https://localhost${path}`)
        const { software, agreement: digest } = says
        const hello = await signHello(coordinator, {
          nonce,
          atMs: nowMs,
          software,
          agreement: digest,
        })
        return response.end(JSON.stringify({ hello }))
      }
      const asking = { method: request.method ?? '', path }
      const keyOf = () => known.publicKey
      await authenticate(request.headers.authorization, asking, { keyOf, clock })
      return response.end(JSON.stringify({ heard: { police: nowMs, shelter: nowMs - 5 * MINUTE } }))
    } catch (error) {
      const document = problemDocument(error)
      return response.writeHead(document.status).end(JSON.stringify(document))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startProxy()
})
afterAll(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  says = { software: SOFTWARE_VERSION, agreement: agreement.digest, nonce: null, aheadMs: 0 }
  known = police
  proxy.status = 200
  delete proxy.login
})

async function walk(parts: Partial<Tested> = {}): Promise<Step[]> {
  const base = `https://localhost:${(server.address() as AddressInfo).port}`
  const proxyUrl = new URL(`http://node:${CANARY}@127.0.0.1:${proxy.port}`)
  const way = parts.way ?? { ca: authority.ca, proxy: proxyUrl }
  const all = {
    ...{ base, way, fetch: fetchBy(base, way), clock: { nowMs: () => Date.now() } },
    ...{ random: secureRandom, identity: police, coordinatorKey: coordinator.publicKey, agreement },
    ...parts,
  }
  const steps: Step[] = []
  for await (const step of testConnection(all)) steps.push(step)
  expect(JSON.stringify(steps)).not.toContain(CANARY)
  return steps
}

const statesOf = (steps: readonly Step[]) => steps.map(({ step, state }) => `${step} ${state}`)
const wrongIn = (steps: readonly Step[]) => steps.find(({ state }) => state === 'wrong')

it('says of every step that it is right, and when each other was last heard', async () => {
  const steps = await walk()
  expect(statesOf(steps)).toEqual(
    ['name', 'connection', 'proxy', 'certificate', 'answer', 'clock', 'key', 'version']
      .concat('own key', 'others')
      .map((step) => `${step} ok`),
  )
  expect(steps.at(-1)?.found).toContain('shelter 5 minutes ago, border not since the coordinator')
  expect(steps[3]?.found).toMatch(/^TLSv1\.3, localhost, signed by Our own authority, until 20\d\d/)
})

it.each<[string, string, () => Promise<Step[]>]>([
  ['name', 'transport.no-name', () => walk({ way: { proxy: new URL('http://no.invalid:3128') } })],
  [
    'connection',
    'transport.unreachable',
    () => walk({ way: { proxy: new URL('http://127.0.0.1:1') } }),
  ],
  [
    'proxy',
    'transport.proxy-refused',
    () => {
      proxy.status = 403
      return walk()
    },
  ],
  ['certificate', 'transport.untrusted', () => walk({ way: {} })],
  [
    'clock',
    'request.refused',
    () => {
      says.aheadMs = 6 * MINUTE
      return walk()
    },
  ],
  ['key', 'signature.refused', () => walk({ coordinatorKey: police.publicKey })],
  [
    'key',
    'transport.other-hello',
    () => {
      says.nonce = 'A'.repeat(43)
      return walk()
    },
  ],
  [
    'version',
    'peer.version',
    () => {
      const terms = { ...agreement.terms, minimumPeerVersion: '99.0.0' }
      return walk({ agreement: { ...agreement, terms } })
    },
  ],
  [
    'own key',
    'agreement.other',
    () => {
      says.agreement = 'A'.repeat(43)
      return walk()
    },
  ],
  [
    'own key',
    'signature.refused',
    () => {
      known = coordinator
      return walk()
    },
  ],
])('names %s as what is wrong, with code %s and what to do next', async (step, code, spoil) => {
  const found = wrongIn(await spoil())
  expect(found).toMatchObject({ step, code })
  expect(found?.next).toMatch(/\.$/)
})

it('reaches nothing after a way that is broken, and says so', async () => {
  proxy.status = 502
  expect(statesOf(await walk())).toEqual([
    ...['name ok', 'connection ok', 'proxy wrong', 'certificate not reached', 'answer not reached'],
    ...['clock not reached', 'key not reached', 'version not reached'],
    ...['own key not reached', 'others not reached'],
  ])
})

it('tests the way of a node that has not enrolled, or that waits for keys of others', async () => {
  const fresh = await walk({ coordinatorKey: null, agreement: null })
  expect(fresh.at(-1)).toMatchObject({
    step: 'key',
    state: 'note',
    next: 'Run: samentel node enrol.',
  })
  says.agreement = null
  const waiting = await walk({ agreement: null })
  expect(waiting.at(-1)).toMatchObject({ step: 'own key', state: 'note' })
})

it('tells of a clock that is a little off, and goes on', async () => {
  says.aheadMs = -MINUTE
  const steps = await walk()
  const clock = steps.find(({ step }) => step === 'clock')
  expect(clock?.state).toBe('note')
  expect(clock?.found).toMatch(/^this clock is (59|60|61) seconds ahead of the coordinator's$/)
  expect(wrongIn(steps)).toBeUndefined()
})
