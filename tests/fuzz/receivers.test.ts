import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import SqliteDatabase from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { isProblem, Problem } from '../../src/base/problem.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import type { Identity } from '../../src/crypto/identity.ts'
import { parseBody } from '../../src/messages/envelope.ts'
import { openFromCoordinator, type Reading, readMessage } from '../../src/node/read-message.ts'
import { type NodeType, nodeBodies } from '../../src/round/statements.ts'
import { authorise } from '../../src/transport/peer-auth.ts'
import { type Said, sayingsOf } from '../attacks/mischief.ts'
import { openWorld, ROUND, trueCells, type World } from '../attacks/world.ts'
import { knownNothing } from '../disclosure/known-nothing.ts'
import { editBytes, editText } from './edit-bytes.ts'
import { editJson } from './edit-json.ts'
import { byteEdits, CANARY, type Edit, jsonEdits } from './edits.ts'
import { refuseBadProblem } from './judge.ts'
import { oddPaths } from './odd-paths.ts'
import { ENVELOPE, jsonIn, newIdentity, readOr, signBytes, textIn, textOf } from './signed.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 20)
/** Where the round stands still while it is tried: nothing but the tries can change a store then. */
const stops = ['revealing', 'declaring', 'evaluating'] as const

let world: World
let stranger: Identity
beforeAll(async () => {
  world = await openWorld()
  stranger = await newIdentity('police')
}, 120_000)
afterAll(() => world.close())

/** Every table of a party's store, but for what a node notes of how far it has read its inbox. */
function dumpOf(party: string): string {
  const store = new SqliteDatabase(join(world.folder, `${party}.sqlite`), { readonly: true })
  try {
    const tables = store.prepare("select name from sqlite_master where type = 'table'").pluck()
    const rows = (tables.all() as string[]).sort().map((name) => {
      const all = store.prepare(`select * from "${name}"`).raw().all()
      return [name, all.map((row) => JSON.stringify(row)).sort()]
    })
    return JSON.stringify(rows).replace(/"\[\\"inbox\\",\\"\d+\\"\]"/, '""')
  } finally {
    store.close()
  }
}

/** A request as it comes over the network: whatever answers must be a refusal that reveals nothing. */
async function ask(
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: Uint8Array } = {},
) {
  const { headers = {}, body } = init
  const request = { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) }
  const response = await world.fetch(`http://coordinator${path}`, request)
  if (response.ok) {
    await response.body?.cancel()
    return { status: response.status, code: null }
  }
  const said = method === 'HEAD' ? null : ((await response.json()) as Record<string, string>)
  if (said === null) return { status: response.status, code: 'none' }
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const [code = '', what = ''] = [said.type, said.title]
  const words = { where: said.instance ?? '', remedy: said.detail ?? '' }
  refuseBadProblem({ name: `${method} ${path}` }, new Problem({ code, what, ...words }))
  return { status: response.status, code }
}

async function signedBy(party: string, method: string, path: string) {
  const { identity, clock } = world.party(party)
  const url = new URL(`http://coordinator${path}`)
  const as = { method, path: `${url.pathname}${url.search}` }
  return { authorization: await authorise(identity, as, clock) }
}

/** Tries at random; after all of them the stores hold what they held before. */
async function unchanged<T>(
  tries: fc.Arbitrary<T>,
  attempt: (one: T) => Promise<unknown>,
  runs = RUNS,
) {
  const parties = [COORDINATOR, 'border']
  const before = parties.map(dumpOf)
  const property = fc.asyncProperty(tries, async (one) => void (await attempt(one)))
  await fc.assert(property, { numRuns: runs, includeErrorInReport: true })
  expect(parties.map((party, at) => dumpOf(party) === before[at])).toEqual([true, true])
  expect(
    world.refused.filter((one) => one.startsWith('fault: ') && !one.includes('Problem')),
  ).toEqual([])
}

const routes = [
  '/v1/messages',
  '/v1/rounds',
  '/v1/agreement/statements',
  '/v1/inbox?after=0&wait=0',
]
const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD')
const parties = ['police', 'shelter', 'border', 'court', 'rapporteur']

/** What nodes said so far, each with the number of a message that was not sent yet. */
function saids(): Said[] {
  return world.said.map((said, at) => ({ ...said, sequence: 10_000 + at }))
}

async function post(jws: string) {
  return ask('POST', '/v1/messages', { body: utf8(jws) })
}

/** A body that its schema takes and that is due could change the round: that is not tried here. */
function isDue(said: Said, phase: string): boolean {
  const types: Readonly<Record<string, readonly string[]>> = {
    revealing: ['keys.reveal', 'keys.commit'],
    declaring: ['lists.declare', 'manifest.sign'],
    evaluating: ['stage.done', 'stage.checked'],
  }
  if (said?.type === 'round.abort') return true
  if (!types[phase]?.includes(said?.type)) return false
  const schema = nodeBodies[said.type as NodeType]
  try {
    parseBody<unknown>(schema, said)
    return true
  } catch {
    return false
  }
}

describe.each(stops)('while the round is %s', (phase) => {
  beforeAll(async () => {
    await world.play((now) => now === phase)
    expect((await world.coordinator()).progress.phase).toBe(phase)
  })

  it('the coordinator’s routes refuse what they do not know, and nothing changes', async () => {
    const who = fc.constantFrom('police', 'border', 'rapporteur')
    const tries = fc.tuple(methods, oddPaths, who, fc.boolean())
    await unchanged(tries, async ([method, path, party, signed]) => {
      const headers = signed ? await signedBy(party, method, path) : {}
      const body = method === 'POST' || method === 'PUT' ? { body: utf8(CANARY) } : {}
      // The stream answers for as long as it is open.
      if (path.startsWith('/v1/stream') && signed) return
      const { status } = await ask(method, path, { headers, ...body })
      expect([405, 500].includes(status)).toBe(false)
    })
  })

  it('bodies and headers that were altered are refused, and nothing changes', async () => {
    const accept = await statementsHeld()
    const samples = [{ statements: accept }, { id: 'winter', lists: ['police-2020'] }, saids()[0]]
    const tries = fc.tuple(fc.constantFrom(...routes), fc.nat(), jsonEdits, byteEdits, fc.nat(4))
    await unchanged(tries, async ([path, pick, edits, onHeader, how]) => {
      const method = path.startsWith('/v1/inbox') ? 'GET' : 'POST'
      // The coordinator itself may open a round, which is no mutant of a request any more.
      const { authorization } = await signedBy(parties[pick % parties.length]!, method, path)
      const altered = textOf(editText(utf8(authorization), onHeader)).replace(/[^\x20-\x7e]/g, '?')
      const headers = { authorization: how === 0 ? authorization : altered }
      const body = editJson(samples[pick % samples.length], edits)
      await ask(method, path, { headers, ...(method === 'GET' ? {} : { body }) })
    })
  })

  it('messages that were altered, or signed by others, are refused, and nothing changes', async () => {
    const tries = fc.tuple(fc.nat(), fc.oneof(byteEdits, jsonEdits), fc.nat(5))
    await unchanged(
      tries,
      async ([pick, edits, how]) => {
        const all = saids()
        const said = all[pick % all.length]!
        const { identity } = world.party(said.from)
        if (how === 0) {
          const jws = await world.sign(said)
          const text = textOf(editText(utf8(jws), edits))
          // A byte order mark is the transport's, and taken off with it.
          if (text.replace('\ufeff', '') === jws) return null
          expect((await post(text)).code).not.toBe(null)
          return null
        }
        if (how === 1) return post(await signBytes(stranger, ENVELOPE, utf8(canonicalJson(said))))
        const payload = editJson(said, edits)
        const altered = readOr(said, payload)
        // Said once more under another number, it is taken and noted (12.1).
        const same = isDeepStrictEqual({ ...altered, sequence: 1 }, { ...said, sequence: 1 })
        if (same || isDue(altered, phase)) return null
        const { code } = await post(await signBytes(identity, ENVELOPE, payload))
        expect(code).not.toBe(null)
        return code
      },
      RUNS * 2,
    )
  })

  it('every part of an envelope that is another is refused with its own code', async () => {
    const said = saids().find(({ from, type }) => from === 'court' && type === 'keys.commit')!
    const wrong: [string, object][] = [
      ['message.malformed', { version: 2 }],
      ['message.malformed', { extra: 1 }],
      ['message.malformed', { from: 'border' }],
      ['message.malformed', { sequence: 0 }],
      ['message.malformed', { body: { commitment: 'A'.repeat(86), extra: CANARY } }],
      ['message.malformed', { body: { commitment: 'A'.repeat(87) } }],
      ['message.other-recipient', { to: 'border' }],
      ['message.other-binding', { binding: 'B'.repeat(43) }],
      ['message.unknown-type', { type: '__proto__' }],
      ['round.unknown', { round: 'winter' }],
      ['round.unknown', { round: 'constructor' }],
      ['statement.second', { body: { commitment: 'A'.repeat(86) } }],
    ]
    const before = dumpOf(COORDINATOR)
    for (const [code, altered] of wrong) {
      const payload = utf8(canonicalJson({ ...said, ...altered }))
      const { identity } = world.party('court')
      expect((await post(await signBytes(identity, ENVELOPE, payload))).code).toBe(code)
    }
    expect((await post('A'.repeat(4_000_001))).code).toBe('message.malformed')
    const large = { body: new Uint8Array(8 * 1024 * 1024 + 1) }
    for (const path of ['/v1/messages', '/v1/agreement/statements']) {
      expect((await ask('POST', path, large)).code).toBe('request.too-large')
    }
    expect(dumpOf(COORDINATOR)).toBe(before)
  })

  it('chunks of others, in other places or too large are refused, and nothing changes', async () => {
    const batches = [
      'list/police-2020',
      'mix/1',
      'proof/mix/1',
      'proof/link',
      'open/persons/0',
      'x',
    ]
    const tries = fc.tuple(
      fc.constantFrom(...batches),
      fc.constantFrom(...parties),
      fc.nat(2),
      byteEdits,
    )
    await unchanged(tries, async ([batch, party, how, edits]) => {
      const place = how === 0 ? 0 : 10 ** (how * 5)
      const path = `/v1/chunks/${ROUND}?batch=${encodeURIComponent(batch)}&chunk=${place}`
      const headers = await signedBy(party, 'PUT', path)
      const size = how === 0 ? 1_000_000 : 100
      const body = editBytes(new Uint8Array(size), edits)
      // A maker may bring its own chunk in its place: what is sealed is for others to judge.
      if (place === 0 && body.length < 1_000_000) return
      const { code } = await ask('PUT', path, { headers, body })
      expect(['relay.not-yours', 'request.too-large']).toContain(code)
    })
  })

  it('a node refuses what the coordinator did not sign for it, and nothing changes', async () => {
    const { parts, rounds } = world.node('border')
    const [sample] = world.told.filter(({ to }) => to === 'border').slice(-1)
    const next = (await rounds.cursor()) + 1
    const own = world.party(COORDINATOR).identity
    const tries = fc.tuple(fc.oneof(byteEdits, jsonEdits), fc.nat(3))
    await unchanged(tries, async ([edits, how]) => {
      const said = { ...sample!, sequence: next }
      const payload = editJson(said, edits)
      const jws = await world.sign(said)
      const altered = textOf(editText(utf8(jws), edits))
      const texts = [
        altered === jws ? `${jws}=` : altered,
        await signBytes(stranger, ENVELOPE, payload),
        await signBytes(own, ENVELOPE, editJson({ ...said, to: 'police' }, edits)),
        await signBytes(own, ENVELOPE, editJson({ ...said, sequence: next + 7 }, edits)),
      ]
      await rounds.take({ sequence: next, body: texts[how]! }).catch(judged)
      // A message of the coordinator that nobody can read is passed over: here others are to come.
      await parts.database.stores.settings.set('inbox', String(next - 1))
    })
  })

  it('a node refuses what the coordinator or others signed in another form', async () => {
    const { parts, rounds } = world.node('border')
    const standing = await rounds.consents.standing()
    const reading: Reading = { ...parts, standing, known: async () => knownNothing }
    const state = await rounds.stateOf(ROUND)
    const tolds = world.told.filter(({ to }) => to === 'border')
    const own = world.party(COORDINATOR).identity
    await unchanged(
      fc.tuple(fc.nat(), jsonEdits, fc.boolean()),
      async ([pick, edits, within]) => {
        const said = tolds[pick % tolds.length]!
        const body = within
          ? await alteredStatement(said.body, edits)
          : jsonIn(editJson(said.body, edits))
        const jws = await signBytes(own, ENVELOPE, utf8(textIn({ ...said, body })))
        try {
          await readMessage(await openFromCoordinator(jws, said.sequence, reading), state, reading)
        } catch (error) {
          judged(error)
        }
      },
      RUNS * 2,
    )
  })
})

it('and the round goes on to its end', async () => {
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(trueCells)
})

async function statementsHeld(): Promise<string[]> {
  return world.service.rounds.consents.texts()
}

/** A body in which one of the statements that are handed on has another body, signed by who said it. */
async function alteredStatement(body: unknown, edits: readonly Edit[]): Promise<unknown> {
  const lists = Object.entries(Object(body)).filter(([, value]) => Array.isArray(value))
  const [name, texts] = (lists[0] ?? ['', []]) as [string, string[]]
  if (texts.length === 0) return body
  const at = (edits[0]?.by ?? 0) % texts.length
  const said = sayingsOf(texts[at]!)
  if (said.from === undefined) return body // a statement about the agreement
  const payload = utf8(textIn({ ...said, body: jsonIn(editJson(said.body, edits)) }))
  const jws = await signBytes(world.party(said.from).identity, ENVELOPE, payload)
  return { ...Object(body), [name]: texts.with(at, jws) }
}

function judged(error: unknown): void {
  if (!isProblem(error)) throw error
  refuseBadProblem({ name: 'a node' }, error)
}
