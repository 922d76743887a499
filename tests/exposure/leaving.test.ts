import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { type Leaving, leavingOf } from '../../src/exposure/leaving.ts'
import { countersOf } from '../../src/round/agreement.ts'
import type { Core } from '../../src/round/manifest.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

interface Sent {
  readonly messages: { type: string; stage: string | null; bytes: number }[]
  readonly batches: Map<string, { chunks: number; bytes: number }>
}

let pool: PsiPool
let world: LocalWorld
let core: Core
const sent = new Map<string, Sent>()
const parties = ['owner-a', 'owner-b', 'bureau', 'counter']

/** What a node hands to the network, as it hands it over. */
async function note(id: string, request: Request): Promise<void> {
  const { pathname, searchParams } = new URL(request.url)
  const { messages, batches } = sent.get(id)!
  const body = new Uint8Array(await request.clone().arrayBuffer())
  if (request.method === 'POST' && pathname === '/v1/messages') {
    const text = new TextDecoder().decode(body)
    expect(decodeProtectedHeader(text).kid).toBe(id)
    const said = decodeJwt(text) as { type: string; body: { stage?: string } }
    messages.push({ type: said.type, stage: said.body.stage ?? null, bytes: body.length })
  }
  if (request.method !== 'PUT') return
  const name = searchParams.get('batch')!
  const { chunks, bytes } = batches.get(name) ?? { chunks: 0, bytes: 0 }
  batches.set(name, { chunks: chunks + 1, bytes: bytes + body.length })
}

beforeAll(async () => {
  pool = startPool(1)
  world = await makeLocalWorld({
    lists: [
      { id: 'a', organisation: 'owner-a', size: 3 },
      { id: 'c', organisation: 'owner-a', size: 2 },
      { id: 'b', organisation: 'owner-b', size: 3 },
    ],
    // Two counters: the bureau checks what else only the counter sees.
    evaluators: ['bureau', 'counter'],
    cells: [
      { lists: ['a', 'b'], count: 2 },
      { lists: ['c'], count: 1 },
    ],
    checks: 2,
    pool,
  })
  await world.startCoordinator()
  for (const id of parties) {
    sent.set(id, { messages: [], batches: new Map() })
    world.startNode(id, {
      way: async (request, go) => {
        await note(id, request)
        return go(request)
      },
    })
  }
  await world.open()
  for (const id of parties) await world.untilOver(id, 'released')
  await world.until('all judged', async () =>
    [...sent.values()].every(({ messages }) => messages.at(-1)?.type === 'release.judged'),
  )
  const state = await world.party('bureau').database.stores.rounds.get(ROUND)
  core = (state as unknown as { state: { core: Core } }).state.core // a round that was played
}, 120_000)
afterAll(async () => {
  await world?.close()
  await pool.close()
})

function foretold(self: string): Leaving {
  const counters = countersOf(world.agreement.terms)
  return leavingOf({ core, self, counters, firstSequence: 1 })
}

const named = ({ type, stage }: { type: string; stage: string | null }) => `${type} ${stage ?? ''}`

describe.each(parties)('what was foretold of %s', (self) => {
  it('is every message that it sent, and no other', () => {
    expect(sent.get(self)?.messages.map(named).sort()).toEqual(
      foretold(self).messages.map(named).sort(),
    )
  })

  it('is the size of each of them, to the byte where it can be known', () => {
    for (const { bytes, ...message } of foretold(self).messages) {
      const real = sent.get(self)?.messages.find((one) => named(one) === named(message))?.bytes ?? 0
      expect(real, named(message)).toBeGreaterThanOrEqual(bytes.least)
      // Which message has which number depends on the order of two tracks: a digit more or less.
      if (bytes.most !== null) expect(real, named(message)).toBeLessThanOrEqual(bytes.most + 2)
    }
  })

  it('is every batch that it sent, its chunks and its bytes', () => {
    const { batches } = foretold(self)
    const real = sent.get(self)!.batches
    expect([...real.keys()].sort()).toEqual(batches.map(({ name }) => name).sort())
    for (const { name, chunks, bytes } of batches) {
      const went = real.get(name)!
      if (bytes.least === bytes.most) expect([name, went.bytes]).toEqual([name, bytes.least])
      expect(went.bytes, name).toBeGreaterThanOrEqual(bytes.least)
      expect(went.bytes, name).toBeLessThanOrEqual(bytes.most!)
      expect(went.chunks, name).toBeGreaterThanOrEqual(chunks.least)
      expect(went.chunks, name).toBeLessThanOrEqual(chunks.most!)
    }
  })
})

it('says the same of a list whether it holds many persons or few: sizes are those agreed', () => {
  const { batches } = foretold('owner-a')
  expect(batches.map(({ name, rows }) => [name, rows.least, rows.most])).toEqual([
    ['list/a', 5, 5],
    ['list/c', 4, 4],
  ])
  expect(batches.every(({ sealedTo }) => !sealedTo.includes(COORDINATOR))).toBe(true)
})

it('cuts longer lists into chunks of 128 rows, each with a tag of its own', () => {
  const lists = core.lists.map((list) => ({ ...list, rows: 300 }))
  const counters = countersOf(world.agreement.terms)
  const { batches } = leavingOf({
    ...{ core: { ...core, lists }, self: 'owner-a', counters, firstSequence: 1 },
  })
  const [first] = batches
  expect(first?.chunks).toEqual({ least: 3, most: 3 })
  const rows = 300 * (first?.rowBytes ?? 0)
  expect(first?.bytes).toEqual({ least: rows + 48, most: rows + 48 })
})
