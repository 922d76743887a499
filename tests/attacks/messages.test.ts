import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { sealEnvelope } from '../../src/messages/envelope.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openWorld, ROUND, type World } from './world.ts'

let world: World
afterEach(() => world.close())

async function stranger(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

function clientOf(identity: Identity): CoordinatorClient {
  const { clock } = world.party('police')
  return new CoordinatorClient({ base: 'http://coordinator', fetch: world.fetch, identity, clock })
}

it('somebody posts the same message again; it changes nothing', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'signing')
  const before = await world.coordinator()
  const jws = await world.sign(world.saidBy('court', 'keys.reveal'))
  await clientOf(await stranger('police')).postMessage(jws)
  expect(await world.coordinator()).toEqual(before)
})

it('a stranger, or one under another’s name, posts and asks; the coordinator refuses', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'revealing')
  const before = await world.coordinator()
  const said = { ...world.saidBy('court', 'keys.commit'), sequence: 7 }
  for (const [id, code] of [
    ['stranger', 'message.stranger'],
    ['court', 'signature.refused'],
  ] as const) {
    const identity = await stranger(id)
    const client = clientOf(identity)
    const post = client.postMessage(await sealEnvelope(identity, { ...said, from: id }))
    expect((await refusalOf(post)).code).toBe(code)
    expect((await refusalOf(client.inbox(0, 0))).code).toBe(code)
    expect((await refusalOf(client.getChunk(ROUND, 'mix/1', 0))).code).toBe(code)
    expect((await refusalOf(client.openRound({}))).code).toBe(code)
  }
  expect(await world.coordinator()).toEqual(before)
})

it('a node says something in another’s name, for somebody else, or of another round; the coordinator refuses', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'revealing')
  const before = await world.coordinator()
  const own = { ...world.saidBy('court', 'keys.commit'), type: 'keys.reveal', sequence: 9 }
  const { identity } = world.party('court')
  const wrong: [string, object][] = [
    ['message.malformed', { from: 'border' }],
    ['message.other-recipient', { to: 'border' }],
    ['message.other-binding', { binding: 'B'.repeat(43) }],
    ['message.untimely', { type: 'stage.done' }],
    ['message.unknown-type', { type: 'round.proposed' }],
    ['message.unknown-type', { type: 'constructor' }],
    ['message.malformed', { body: {} }],
    ['round.unknown', { round: 'winter' }],
  ]
  for (const [code, altered] of wrong) {
    const post = clientOf(identity).postMessage(
      await sealEnvelope(identity, { ...own, ...altered }),
    )
    expect((await refusalOf(post)).code, code).toBe(code)
  }
  expect(await world.coordinator()).toEqual(before)
})

it('a node commits a second time to other keys; the coordinator refuses', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'revealing')
  const before = await world.coordinator()
  const said = world.saidBy('court', 'keys.commit')
  const body = { commitment: 'A'.repeat(86) }
  const post = async (sequence: number) =>
    refusalOf(
      clientOf(world.party('court').identity).postMessage(
        await world.sign({ ...said, sequence, body }),
      ),
    )
  expect((await post(50)).code).toBe('statement.second')
  expect((await post(said.sequence)).code).toBe('message.sequence-twice')
  expect(await world.coordinator()).toEqual(before)
})

it.each<[string, object]>([
  ['with another number', { sequence: 99 }],
  ['that was meant for another node', { to: 'police' }],
])('somebody gives a node a message %s; the node does not take it', async (_, altered) => {
  world = await openWorld({
    telling: (said) => (said.to === 'shelter' ? { ...said, ...altered } : said),
  })
  await world.play()
  expect(world.refused).toContain('shelter: message.other-recipient')
  expect((await world.fate('shelter')).phase).toBe('none')
  expect(await world.node('shelter').rounds.cursor()).toBe(0)
})

it('a node other than the coordinator opens a round; the coordinator refuses', async () => {
  world = await openWorld()
  const { client } = world.node('police').parts
  expect((await refusalOf(client.openRound({ id: 'winter' }))).code).toBe('request.not-allowed')
})

it('an evaluator put back from a backup answers again; the coordinator keeps the first answer and the round stands still', async () => {
  world = await openWorld()
  await world.play((phase) => phase === 'mixing')
  const before = world.said.length
  const copy = join(world.folder, 'backup.sqlite')
  const store = new SqliteDatabase(join(world.folder, 'border.sqlite'))
  store.exec(`VACUUM INTO '${copy}'`)
  store.close()
  await world.play((phase) => phase === 'evaluating')
  expect(world.said.slice(before).map((said) => said.type)).toContain('stage.done')
  const first = await world.coordinator()
  await world.restore('border', copy)
  await world.play()
  expect(world.refused).toEqual(['border: message.sequence-twice'])
  expect(await world.coordinator()).toEqual(first)
})
