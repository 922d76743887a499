import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { refusalOf } from '../base/refusal-of.ts'
import type { Carried } from './mischief.ts'
import { openWorld, ROUND, type World } from './world.ts'

let world: World
afterEach(() => world.close())

function kept(world: World, batch: string, chunk: number): Promise<Uint8Array | null> {
  return world.party(COORDINATOR).database.stores.chunks.get(ROUND, batch, chunk)
}

it.each<[string, (chunk: Carried, world: World) => Promise<Uint8Array | null>]>([
  ['exchanges two chunks of a batch', ({ batch, chunk }, world) => kept(world, batch, 1 - chunk)],
  ['gives a chunk of another batch', (_, world) => kept(world, 'list/shelter-2020', 0)],
  [
    'alters one byte',
    async ({ sealed }) => sealed.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
  ],
  ['cuts a chunk short', async ({ sealed }) => sealed.subarray(0, -1)],
  ['gives an empty chunk', async () => new Uint8Array(0)],
  [
    'gives a chunk of another round',
    async ({ batch, chunk, sealed }, world) => {
      const rows = new Uint8Array(sealed.length - 16).fill(1)
      return (await world.vault('police')).sealChunk('other round', batch, 'police', chunk, rows)
    },
  ],
])('the relay %s; every evaluator refuses', async (_, other) => {
  world = await openWorld(
    {
      carry: async (carried, world) =>
        carried.batch === 'list/police-2020'
          ? ((await other(carried, world)) ?? carried.sealed)
          : carried.sealed,
    },
    { size: 130, persons: {}, terms: { proofs: 'off' } },
  )
  await world.play()
  expect((await world.fate('border')).code).toBe('seal.broken')
  expect(await world.ending()).toMatch(/^aborted seal\.broken by /)
})

it('the relay keeps a chunk back; the evaluator asks again and the round stands still', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type === 'lists.complete') {
        await world.party(COORDINATOR).database.stores.chunks.dropBatch(ROUND, 'list/police-2020')
      }
      return said
    },
  })
  await world.play()
  expect(world.refused).toContain('court: transport.chunk-missing')
  expect(await world.ending()).toBe('checking')
})

it('a node asks for a batch that is not sealed to it, or brings one that is not its own; the relay refuses', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'mixing')
  const refused: [string, string][] = [
    ['police', 'list/police-2020'],
    ['police', 'list/shelter-2020'],
    ['police', 'mix/1'],
    ['border', 'mix/1'],
    ['border', 'proof/mix/1'],
    ['border', 'link'],
    ['border', 'open/persons/3'],
    ['rapporteur', 'open/persons/3'],
    ['police', 'open/persons/1'],
    ['court', 'nothing'],
    ['court', 'mix/9'],
  ]
  for (const [id, batch] of refused) {
    const get = world.node(id).parts.client.getChunk(ROUND, batch, 0)
    expect((await refusalOf(get)).code, `${id} gets ${batch}`).toBe('relay.not-yours')
  }
  const brought: [string, string][] = [
    ['police', 'list/shelter-2020'],
    ['court', 'mix/1'],
    ['border', 'mix/2'],
    ['court', 'link'],
    ['court', 'proof/mix/1'],
    ['border', 'open/persons/0'],
    ['police', 'nothing'],
  ]
  for (const [id, batch] of brought) {
    const put = world.node(id).parts.client.putChunk(ROUND, batch, 0, new Uint8Array(9))
    expect((await refusalOf(put)).code, `${id} puts ${batch}`).toBe('relay.not-yours')
    const present = world.node(id).parts.client.presentChunks(ROUND, batch)
    expect((await refusalOf(present)).code, `${id} asks about ${batch}`).toBe('relay.not-yours')
  }
})

it('a node brings another chunk for a place, or one beyond its batch; the relay refuses', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'mixing')
  const { client } = world.node('police').parts
  const put = (chunk: number) =>
    refusalOf(client.putChunk(ROUND, 'list/police-2020', chunk, new Uint8Array(9)))
  expect((await put(0)).code).toBe('chunk.other')
  expect((await put(1)).code).toBe('relay.not-yours')
})

it('a node asks about a round that is not there, or has ended; the relay refuses', async () => {
  world = await openWorld()
  const { client } = world.node('border').parts
  expect((await refusalOf(client.getChunk('winter', 'list/police-2020', 0))).code).toBe(
    'round.unknown',
  )
  await world.service.rounds.happen(ROUND, { type: 'late' })
  expect((await refusalOf(client.getChunk(ROUND, 'list/police-2020', 0))).code).toBe('round.ended')
})
