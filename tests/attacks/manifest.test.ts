import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { makeReveal } from '../../src/round/keys.ts'
import { type Core, columnNames, coreDigest } from '../../src/round/manifest.ts'
import { evaluators, sampleSlots } from '../round/sample.ts'
import type { Said } from './mischief.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

it.each<[string, (core: Core) => Core]>([
  ['a larger list', (core) => ({ ...core, lists: core.lists.map((l) => ({ ...l, rows: 600 })) })],
  [
    'evaluators in another order',
    (core) => ({ ...core, evaluators: core.evaluators.toReversed() }),
  ],
  ['a counter of its own', (core) => ({ ...core, evaluators: ['border', 'court', 'shelter'] })],
  ['an agreement with another threshold', (core) => ({ ...core, agreement: 'B'.repeat(43) })],
  ['another recipe', (core) => ({ ...core, recipe: 'r0/1' })],
])('the coordinator proposes %s; the node refuses and sends nothing', async (_, alter) => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'round.proposed' || said.to !== 'shelter') return said
      const body = said.body as { core: Core }
      const core = alter(body.core)
      return { ...said, binding: coreDigest(core), body: { ...body, core } }
    },
  })
  await world.play()
  expect(await world.fate('shelter')).toMatchObject({ phase: 'aborted', code: 'manifest.differs' })
  const types = world.said.filter((said) => said.from === 'shelter').map((said) => said.type)
  expect(types.filter((type) => type !== 'round.abort')).toEqual([])
})

/** The coordinator shows the police other keys of its own, rightly committed to and proven. */
async function otherKeys(said: Said, world: World): Promise<Said> {
  const own = makeReveal(
    world.engine,
    {
      roundKey: secureRandom(32),
      coreDigest: said.binding,
      holder: COORDINATOR,
      columns: columnNames({ slots: sampleSlots.map((slot) => slot.id), tables: [] }),
      evaluates: false,
      sealing: await (await world.vault(COORDINATOR)).sealingKey(),
      cover: null,
    },
    secureRandom,
  )
  const part = { ...said, from: COORDINATOR, to: COORDINATOR }
  const { statements } = said.body as { statements: string[] }
  const exchanged = [...statements]
  const { commitment, reveal } = own
  exchanged[3] = await world.sign({ ...part, type: 'keys.commit', body: { commitment } })
  exchanged[7] = await world.sign({ ...part, type: 'keys.reveal', body: reveal })
  return { ...said, body: { statements: exchanged } }
}

it('the coordinator tells the police another manifest; its own software notices by the signatures', async () => {
  world = await openWorld({
    telling: (said, world) =>
      said.type === 'manifest.complete' && said.to === 'police' ? otherKeys(said, world) : said,
  })
  await world.play()
  expect(await world.ending()).toBe('aborted manifest.two-versions by police')
})

it('the coordinator tells the police another manifest and goes on; every node notices by the signatures', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type === 'manifest.complete' && said.to === 'police') return otherKeys(said, world)
      if (said.type !== 'round.aborted') return said
      const parties = ['police', 'shelter', ...evaluators]
      const signed = parties.map((id) => world.saidBy(id, 'manifest.sign'))
      const statements = await Promise.all(signed.map((one) => world.sign(one)))
      const own = world.saidBy(said.to, 'manifest.sign').body as { digest: string }
      return { ...said, type: 'manifest.signed', binding: own.digest, body: { statements } }
    },
  })
  await world.play()
  for (const id of world.nodes.keys()) {
    expect((await world.fate(id)).code, id).toBe('manifest.two-versions')
  }
  expect(world.said.some((said) => said.type === 'lists.declare')).toBe(false)
})

it('the coordinator leaves out a signature; every node refuses to send data', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'manifest.signed') return said
      const { statements } = said.body as { statements: string[] }
      return { ...said, body: { statements: statements.slice(1) } }
    },
  })
  await world.play()
  expect((await world.fate('shelter')).code).toBe('statements.missing')
  expect(world.said.some((said) => said.type === 'lists.declare')).toBe(false)
})

it('the coordinator hands on a signature of another round; every node refuses', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'manifest.signed') return said
      const { statements } = said.body as { statements: string[] }
      const replayed = { ...world.saidBy('police', 'manifest.sign'), round: 'winter' }
      return { ...said, body: { statements: [await world.sign(replayed), ...statements.slice(1)] } }
    },
  })
  await world.play()
  expect((await world.fate('shelter')).code).toBe('message.other-round')
})

it('the coordinator hands on a commitment in place of a signature; every node refuses', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'manifest.signed') return said
      const { statements } = said.body as { statements: string[] }
      const other = await world.sign(world.saidBy('border', 'keys.commit'))
      return { ...said, body: { statements: [other, ...statements.slice(1)] } }
    },
  })
  await world.play()
  expect((await world.fate('shelter')).code).toBe('message.other-type')
})
