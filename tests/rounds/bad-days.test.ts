import { once } from 'node:events'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { Problem } from '../../src/base/problem.ts'
import { makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { makeAgreement } from '../../src/round/agreement.ts'
import { databaseOn } from '../../src/storage/database.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import {
  type LocalSetup,
  type LocalWorld,
  makeLocalWorld,
  ROUND,
  type Way,
} from '../world/local-world.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

const lists = [
  { id: 'a', organisation: 'owner-a', size: 10 },
  { id: 'b', organisation: 'owner-b', size: 8 },
]
const evaluators = ['bureau', 'counter']
const cells = [
  { lists: ['a'], count: 3 },
  { lists: ['b'], count: 2 },
  { lists: ['a', 'b'], count: 4 },
]
const counted = ['a: 3', 'b: 2', 'a b: 4']
const HOUR_MS = 60 * 60_000

let pool: PsiPool
let world: LocalWorld

beforeAll(() => {
  pool = startPool(1)
})
afterAll(() => pool.close())
afterEach(() => world?.close())

async function makeWorld(other: Partial<LocalSetup> = {}): Promise<LocalWorld> {
  world = await makeLocalWorld({ lists, evaluators, cells, pool, ...other })
  await world.startCoordinator()
  return world
}

async function expectDead(code: string, by: string): Promise<void> {
  await world.untilPhase('aborted')
  expect(await world.status()).toMatchObject({ code, by })
}

describe('a node that never answers', () => {
  it('ends the round at the deadline, by name, and comes too late when it comes', async () => {
    await makeWorld()
    world.startNodes('owner-b')
    await world.open()
    await world.untilPhase('signing', 'owner-b')
    world.advance(HOUR_MS)
    await expectDead('round.deadline', 'owner-b')
    for (const id of ['owner-a', ...evaluators]) await world.untilOver(id, 'aborted')
    world.startNode('owner-b')
    await world.untilOver('owner-b', 'aborted')
    expect(await world.party('owner-b').database.stores.batches.list(ROUND)).toEqual([])
  })
})

describe('a node that answers', () => {
  it('late, when all others wait for it, is counted with', async () => {
    await makeWorld()
    world.startNodes('bureau')
    await world.open()
    await world.untilPhase('committing', 'bureau')
    world.advance(HOUR_MS - 60_000)
    world.startNode('bureau')
    await world.untilPhase('released')
    expect(await world.cells()).toEqual(counted)
  })

  it('twice, and hears everything twice, is counted once', async () => {
    await makeWorld()
    const posted: string[] = []
    const twice: Way = async (request, go) => {
      const again = request.clone()
      const answer = await go(request)
      if (request.method === 'POST') posted.push(await again.clone().text())
      if (request.method !== 'GET') {
        const second = await go(again)
        expect(await second.text()).toBe(await answer.clone().text())
      }
      if (!request.url.includes('/v1/inbox')) return answer
      const { messages } = (await answer.json()) as { messages: unknown[] }
      return Response.json({ messages: messages.flatMap((one) => [one, one]) })
    }
    for (const id of ['owner-a', 'owner-b', ...evaluators]) world.startNode(id, { way: twice })
    await world.open()
    await world.untilPhase('released')
    for (const id of ['owner-a', 'owner-b', ...evaluators]) await world.untilOver(id, 'released')
    expect(await world.cells()).toEqual(counted)
    expect(posted.length).toBeGreaterThan(15)
    expect([...world.errors.values()].flat()).toEqual([])
  })
})

describe('a coordinator that is not there', () => {
  it('is waited for', async () => {
    world = await makeLocalWorld({ lists, evaluators, cells, pool })
    world.startNodes()
    for (const id of ['owner-a', ...evaluators])
      await world.untilLogged(id, 'transport.unreachable')
    await world.startCoordinator()
    await world.open()
    await world.untilPhase('released')
    expect(await world.cells()).toEqual(counted)
  })
})

describe('a node that agreed to something else', () => {
  it('refuses the round, and is named', async () => {
    await makeWorld()
    const { terms, keys } = world.agreement
    const other = makeAgreement({ ...terms, disclosure: { threshold: 20, roundingBase: 5 } }, keys)
    world.startNodes('owner-a')
    world.startNode('owner-a', { agreement: other })
    await world.open()
    await expectDead('manifest.differs', 'owner-a')
    expect((await world.status()).what).toContain('agreement')
  })

  it('on the key of another organisation refuses the round, and is named', async () => {
    await makeWorld()
    const { terms, keys } = world.agreement
    const stranger = publicPart(await makePrivateKey())
    world.startNodes('counter')
    world.startNode('counter', {
      agreement: makeAgreement(terms, { ...keys, 'owner-b': stranger }),
    })
    await world.open()
    await expectDead('manifest.differs', 'counter')
  })
})

describe('what is altered on the way', () => {
  it('when it is a message, is refused, and is nobody’s word', async () => {
    await makeWorld()
    const altering: Way = async (request, go) => {
      if (!request.url.endsWith('/v1/messages')) return go(request)
      const [header, payload = '', signature] = (await request.text()).split('.')
      const said = Buffer.from(payload, 'base64url').toString()
      const digest = /"digest":"(.)/.exec(said)
      const body = said.includes('lists.declare')
        ? said.replace(/"digest":"./, `"digest":"${digest?.[1] === 'A' ? 'B' : 'A'}`)
        : said
      const jws = [header, Buffer.from(body).toString('base64url'), signature].join('.')
      return go(new Request(request.url, { method: 'POST', body: jws, headers: request.headers }))
    }
    world.startNodes('owner-a')
    world.startNode('owner-a', { way: altering })
    await world.open()
    await world.untilLogged('owner-a', 'signature.refused')
    await world.untilPhase('declaring', 'owner-a')
    world.advance(HOUR_MS)
    await expectDead('round.deadline', 'owner-a')
  })

  it('when it is a message, and once only, is sent again and taken', async () => {
    await makeWorld()
    let altered = 0
    const altering: Way = async (request, go) => {
      if (!request.url.endsWith('/v1/messages') || altered > 0) return go(request)
      altered++
      const jws = (await request.text()).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
      return go(new Request(request.url, { method: 'POST', body: jws, headers: request.headers }))
    }
    world.startNodes('owner-a')
    world.startNode('owner-a', { way: altering })
    await world.open()
    await world.untilLogged('owner-a', 'signature.refused')
    await world.untilPhase('released')
    expect(altered).toBe(1)
  })

  it('when it is a chunk of a list, is noticed by who reads it, and ends the round', async () => {
    await makeWorld()
    const altering: Way = async (request, go) => {
      const answer = await go(request)
      if (request.method !== 'GET' || !request.url.includes('chunk=')) return answer
      const bytes = new Uint8Array(await answer.arrayBuffer())
      bytes[40] = bytes[40]! ^ 1 // a chunk is longer than that
      return new Response(bytes, answer)
    }
    world.startNodes('bureau')
    world.startNode('bureau', { way: altering })
    await world.open()
    await expectDead('seal.broken', 'bureau')
  })
})

describe('a list', () => {
  it('of more persons than agreed is not sent', async () => {
    await makeWorld({ lists: [{ ...lists[0]!, size: 6 }, lists[1]!] })
    world.startNodes()
    await world.open()
    await world.untilLogged('owner-a', 'list.over-limit')
    // Others learn that a list is held back, not which, nor whether it is long or short.
    await expectDead('list.withheld', 'owner-a')
    expect((await world.status()).what).not.toContain('list a')
  })

  it('of one person under the minimum is not sent', async () => {
    await makeWorld({ minimumPersons: 7 })
    world.startNodes()
    await world.open()
    await world.untilLogged('owner-b', 'list.below-minimum')
    await expectDead('list.withheld', 'owner-b')
    expect(
      await world.party(COORDINATOR).database.stores.chunks.positions(ROUND, 'list/b'),
    ).toEqual([])
  })

  it('of nobody at all goes through as padding', async () => {
    const nobody = { id: 'c', organisation: 'owner-c', size: 5 }
    await makeWorld({ lists: [...lists, nobody], minimumPersons: 6 })
    world.startNodes()
    await world.open()
    await world.untilPhase('released')
    expect(await world.cells()).toEqual(counted)
  })
})

describe('a full disk', () => {
  it('stops a node until there is room, and no message is lost meanwhile', async () => {
    await makeWorld()
    const party = world.party('owner-a')
    const rows = await party.database.stores.records.page('a', null, 100)
    const keyedWith = await party.database.stores.settings.get('keyed-with')
    const connection = openSqlite(':memory:')
    const database = await databaseOn(connection, party.clock)
    const { stores } = database
    await stores.records.upsert('a', rows)
    await stores.settings.set('keyed-with', keyedWith ?? '')
    await stores.settings.set('imported/a', 'yes')
    // Stands there after any earlier round: that a message was taken can be noted without more room.
    await stores.settings.set('inbox', '0')
    const former = Array.from({ length: 40 }, (_, at) => `former-${at}`)
    for (const id of former) await stores.settings.set(`scrubbed/${id}`, 'yes')
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(connection.kysely)
    const limit = async (most: number) =>
      sql`pragma max_page_count = ${sql.lit(most)}`.execute(connection.kysely)
    await limit(pages.rows[0]?.page_count ?? 0)
    // Former rounds leave no room where the next one would be kept.
    const state = { filler: 'x'.repeat(200) }
    const fill = async () => {
      for (const id of former)
        await stores.rounds.put({ id, role: 'node', phase: 'released', state })
    }
    await expect(fill()).rejects.toMatchObject({ code: 'storage.full' })
    world.startNodes('owner-a')
    world.startNode('owner-a', { party: { ...party, database } })
    await world.open()
    await world.untilLogged('owner-a', 'storage.full')
    await world.untilPhase('signing', 'owner-a')
    expect(await stores.rounds.get(ROUND)).toBeNull()
    expect([...new Set(world.errors.get('owner-a'))]).toEqual(['storage.full'])
    await limit(1_000_000)
    await world.untilPhase('released')
    expect(await world.cells()).toEqual(counted)
    await world.until('the release there', async () => (await stores.releases.get(ROUND)) !== null)
  })

  it('at the counter between count and answer gives the same release later', async () => {
    await makeWorld()
    const party = world.party('counter')
    let failures = 0
    const database = {
      ...party.database,
      transaction: async <T>(
        name: string,
        work: Parameters<typeof party.database.transaction<T>>[1],
      ) => {
        const answer = await party.database.stores.answers.get(ROUND, 'open/persons/2')
        if (name === 'happen' && answer?.outputDigest != null && failures++ === 0) {
          world.advance(5_000)
          throw new Problem({ code: 'storage.full', what: 'no room' })
        }
        return party.database.transaction(name, work)
      },
    }
    world.startNodes('counter')
    world.startNode('counter', { party: { ...party, database } })
    await world.open()
    await world.untilPhase('released')
    expect(failures).toBeGreaterThan(1)
    expect(await world.cells()).toEqual(counted)
  })
})

describe('a home folder or port that is not right', () => {
  let processes: ProcessWorld
  beforeAll(async () => {
    processes = await makeProcessWorld({ lists, evaluators })
  })
  afterAll(() => processes.close())
  const check = (party: string) =>
    processes.run(party, ['node', 'check', '--home', processes.home(party).folder])

  it('is told by check: another key than the node’s own, and one that is missing', async () => {
    expect((await check('bureau')).code).toBe(0)
    const { peers } = processes.home('bureau')
    const own = join(peers, 'bureau.json')
    await copyFile(join(peers, 'owner-a.json'), own)
    expect((await check('bureau')).text).toContain('peer.key-twice')
    await writeFile(own, JSON.stringify(publicPart(await makePrivateKey())))
    const wrong = await check('bureau')
    expect(wrong.code).toBe(1)
    expect(wrong.text).toContain('peer.key-not-ours')
    await writeFile(own, '{')
    const missing = await check('bureau')
    expect(missing.code).toBe(1)
    expect(missing.text).toContain('peer.key-unreadable')
  })

  it('is told at once when the port is taken', async () => {
    const server = createServer().listen(processes.port, '127.0.0.1')
    await once(server, 'listening')
    const home = processes.home(COORDINATOR).folder
    const { code, text } = await processes.run(COORDINATOR, [
      'coordinator',
      'serve',
      '--home',
      home,
    ])
    server.close()
    expect(code).toBe(1)
    expect(text).toContain(`port.taken`)
    expect(text).toContain(String(processes.port))
  })

  it('is told when two files of a rehearsal give one name', async () => {
    const folder = join(processes.registers, 'same')
    await mkdir(folder)
    for (const name of ['Police 2017.csv', 'police-2017.csv']) {
      await writeFile(join(folder, name), 'record_id,bsn\n1,000012345\n')
    }
    const { code, text } = await processes.run('owner-a', ['rehearse', '--lists', folder])
    expect(code).toBe(1)
    expect(text).toContain('list.same-name')
    expect(text).toContain('Police 2017.csv')
  })
})
