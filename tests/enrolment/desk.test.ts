import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { waitingApp } from '../../src/coordinator/waiting-app.ts'
import type { Identity } from '../../src/crypto/identity.ts'
import { EnrolmentDesk } from '../../src/enrolment/desk.ts'
import { type Enrolling, enrol, fetchPapers, takePapers } from '../../src/enrolment/enrol.ts'
import { Invitations } from '../../src/enrolment/invitations.ts'
import { enrolmentRoutes } from '../../src/enrolment/routes.ts'
import { ActLog } from '../../src/log/act.ts'
import { type Home, homeAt, readIdentity, readPeers } from '../../src/settings/home.ts'
import { initHome } from '../../src/settings/init-home.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { rawTerms } from '../round/sample.ts'

const DAY_MS = 24 * 3_600_000
const storageKey = new Uint8Array(32).fill(3)

let folder: string
let nowMs: number
const clock = { nowMs: () => nowMs }
let coordinator: Home
let database: Database
let app: Hono
let invitations: Invitations
/** What the way between does with each text that passes. */
let alter: (text: string, to: 'coordinator' | 'node') => string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'))
  nowMs = Date.UTC(2026, 10, 22)
  alter = (text) => text
  coordinator = homeAt(join(folder, COORDINATOR), COORDINATOR)
  await initHome(coordinator, COORDINATOR, 'version: 1\n')
  await writeFile(coordinator.agreement, stringify(rawTerms()))
  database = await openDatabase({ url: 'sqlite::memory:', clock })
  const identity = await readIdentity(coordinator, COORDINATOR)
  const acts = new ActLog({ database, organisation: COORDINATOR, clock })
  const desk = new EnrolmentDesk({ home: coordinator, identity, storageKey, database, clock, acts })
  const hello = () => Promise.reject(new Error('not asked here'))
  app = waitingApp({ hello, logFault: () => undefined })
  app.route('/', enrolmentRoutes({ desk, home: coordinator, clock }))
  invitations = new Invitations({ storageKey, clock })
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function invite(organisation: string): Promise<string> {
  return (await invitations.make(database.stores, organisation, 7 * DAY_MS)).code
}

async function nodeOf(id: string, folderName = id): Promise<Enrolling & { home: Home }> {
  const home = homeAt(join(folder, folderName), 'node')
  await initHome(home, id, 'version: 1\n')
  return partsOf(home, await readIdentity(home, id))
}

function partsOf(home: Home, identity: Identity) {
  const fetch = async (url: string, init?: RequestInit) => {
    const body = init?.body == null ? {} : { body: alter(String(init.body), 'coordinator') }
    const answer = await app.request(url, { ...init, ...body })
    return new Response(alter(await answer.text(), 'node'), answer)
  }
  return { home, identity, base: 'http://coordinator', fetch, clock, random: secureRandom }
}

const pinned = async (home: Home) => Object.keys(await readPeers(home)).sort()

it('brings a key to the coordinator and agreement and keys to the node, later those that came since', async () => {
  const police = await nodeOf('police')
  const code = await invite('police')
  const first = await takePapers(police.home, await enrol(police, code))
  expect(first.fresh).toEqual([COORDINATOR])
  expect(first.missing).toEqual(['shelter', 'border', 'court', 'rapporteur'])
  expect(await pinned(coordinator)).toEqual([COORDINATOR, 'police'])
  const agreed = await readFile(coordinator.agreement, 'utf8')
  expect(await readFile(police.home.agreement, 'utf8')).toBe(agreed)
  expect((await stat(police.home.toCompare)).isFile()).toBe(true)
  const shelter = await nodeOf('shelter')
  await enrol(shelter, await invite('shelter'))
  const key = (await readIdentity(coordinator, COORDINATOR)).publicKey
  const papers = await fetchPapers(new CoordinatorClient(police), police, key)
  expect((await takePapers(police.home, papers)).fresh).toEqual(['shelter'])
  expect(await readPeers(police.home)).toMatchObject({ shelter: shelter.identity.publicKey })
  const log = await new ActLog({ database, organisation: COORDINATOR, clock }).id()
  const [, act] = (await database.stores.acts.page(log, 0, 9)).map(({ entry }) => entry)
  expect(act).toContain('"action":"enrolment.take"')
  expect(act).toContain('"object":"shelter"')
})

it('keeps neither the code nor, unsealed, what it makes', async () => {
  const code = await invite('police')
  const kept = (await database.stores.settings.get('invitation/police')) ?? ''
  const { key } = (await invitations.of(database.stores, 'police')) ?? { key: new Uint8Array() }
  expect(key).toHaveLength(32)
  for (const text of [code, code.replaceAll('-', ''), Buffer.from(key).toString('base64url')]) {
    expect(kept).not.toContain(text)
  }
})

it.each<[string, () => Promise<string>]>([
  ['another organisation', () => invite('shelter')],
  [
    'nobody any more, as a newer one was made',
    async () => {
      const old = await invite('police')
      await invite('police')
      return old
    },
  ],
])('refuses a code for %s, and says no more', async (_, made) => {
  const police = await nodeOf('police')
  const code = await made()
  expect(await refusalOf(enrol(police, code))).toMatchObject({
    code: 'enrolment.refused',
    status: 403,
  })
  expect(await pinned(coordinator)).toEqual([COORDINATOR])
})

it('takes a code until it expires, once; the same key may come again, another may not', async () => {
  const [police, thief] = [await nodeOf('police'), await nodeOf('police', 'thief')]
  const late = await invite('police')
  nowMs += 7 * DAY_MS
  expect((await refusalOf(enrol(police, late))).code).toBe('enrolment.expired')
  const code = await invite('police')
  await enrol(police, code)
  nowMs += 30 * DAY_MS
  await enrol(police, code)
  expect((await refusalOf(enrol(thief, code))).code).toBe('enrolment.used')
  // Nor does a new code put another key in the place of one that is pinned.
  expect((await refusalOf(enrol(thief, await invite('police')))).code).toBe('enrolment.key-pinned')
  expect(await readPeers(coordinator)).toMatchObject({ police: police.identity.publicKey })
})

it('lets two keys race for one code, and takes one', async () => {
  const [police, thief] = [await nodeOf('police'), await nodeOf('police', 'thief')]
  const code = await invite('police')
  const [first, second] = await Promise.allSettled([enrol(police, code), enrol(thief, code)])
  expect([first?.status, second?.status].sort()).toEqual(['fulfilled', 'rejected'])
})

it('looks at no more than twenty wrong codes in a minute', async () => {
  const police = await nodeOf('police')
  const wrong = await invite('shelter')
  for (let time = 0; time < 20; time++) {
    expect((await refusalOf(enrol(police, wrong))).code).toBe('enrolment.refused')
  }
  const right = await invite('police')
  expect(await refusalOf(enrol(police, right))).toMatchObject({
    code: 'enrolment.too-many',
    status: 429,
  })
  nowMs += 60_000
  await enrol(police, right)
})

it.each(['coordinator', 'node'] as const)(
  'finds a key that the way to the %s put in the place of another, and takes nothing',
  async (towards) => {
    const [police, relay] = [await nodeOf('police'), await nodeOf('police', 'relay')]
    const code = await invite('police')
    const foreign = relay.identity.publicKey.x
    alter = (text, to) => (to === towards ? withKey(text, foreign) : text)
    const expected = towards === 'coordinator' ? 'enrolment.refused' : 'enrolment.other-side'
    expect((await refusalOf(enrol(police, code))).code).toBe(expected)
    expect(await pinned(police.home)).toEqual(['police'])
    const there = await pinned(coordinator)
    expect(there).toEqual(towards === 'coordinator' ? [COORDINATOR] : [COORDINATOR, 'police'])
    alter = (text) => text
    await enrol(police, code)
  },
)

it('finds the answer to another request, given in the place of this one', async () => {
  const police = await nodeOf('police')
  const code = await invite('police')
  const heard: string[] = []
  alter = (text, to) => {
    if (to === 'node') heard.push(text)
    return to === 'node' ? (heard[0] ?? '') : text
  }
  await enrol(police, code)
  expect((await refusalOf(enrol(police, code))).code).toBe('enrolment.other-side')
})

it('gives papers to nobody whose key is not pinned', async () => {
  const stranger = await nodeOf('police')
  const key = (await readIdentity(coordinator, COORDINATOR)).publicKey
  const asked = fetchPapers(new CoordinatorClient(stranger), stranger, key)
  expect(await refusalOf(asked)).toMatchObject({ code: 'message.stranger', status: 401 })
})

it('writes over no agreement and no key that is there', async () => {
  const police = await nodeOf('police')
  const papers = await enrol(police, await invite('police'))
  await writeFile(police.home.agreement, 'other')
  expect((await refusalOf(takePapers(police.home, papers))).code).toBe('enrolment.other-agreement')
  await rm(police.home.agreement)
  const other = await nodeOf('police', 'other')
  const file = join(police.home.peers, `${COORDINATOR}.json`)
  await writeFile(file, JSON.stringify(other.identity.publicKey))
  const problem = await refusalOf(takePapers(police.home, papers))
  expect(problem.code).toBe('enrolment.key-pinned')
  expect(problem.where).toContain(file)
  expect(await pinned(police.home)).toEqual([COORDINATOR, 'police'])
})

it('refuses what has no form at all', async () => {
  for (const body of ['', '{}', '{"text":"a.b.c","mac":"x"}', '[]']) {
    const answer = await app.request('/v1/enrolment', { method: 'POST', body })
    expect(await answer.json()).toMatchObject({ type: 'request.malformed', status: 400 })
  }
  const mac = 'A'.repeat(43)
  const odd = await app.request('/v1/enrolment', {
    method: 'POST',
    body: JSON.stringify({ text: 'a.b.c', mac }),
  })
  expect(await odd.json()).toMatchObject({ type: 'signature.refused' })
})

/** The first public key in a signed text is another. */
function withKey(body: string, x: string): string {
  const sealed = JSON.parse(body) as { text: string; mac: string }
  const [header, payload = '', signature] = sealed.text.split('.')
  const plain = Buffer.from(payload, 'base64url').toString()
  const other = plain.replace(/"x":"[^"]+"/, `"x":"${x}"`)
  expect(other).not.toBe(plain)
  const text = [header, Buffer.from(other).toString('base64url'), signature].join('.')
  return JSON.stringify({ ...sealed, text })
}
