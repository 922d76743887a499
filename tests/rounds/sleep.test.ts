import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { coordinatorClient } from '../../src/bin/wire.ts'
import { makeProcessWorld, type ProcessWorld, pause } from '../world/processes.ts'

let world: ProcessWorld

beforeAll(async () => {
  world = await makeProcessWorld({
    lists: [
      { id: 'a', organisation: 'owner', size: 5 },
      { id: 'b', organisation: 'owner', size: 5 },
    ],
    evaluators: ['bureau', 'counter'],
  })
})
afterAll(() => world.close())

async function heard(): Promise<number | undefined> {
  const client = await coordinatorClient(world.home(COORDINATOR).folder)
  const answer = await client.getJson('/v1/peers').catch(() => ({ heard: {} }))
  return (answer as { heard: Record<string, number> }).heard.bureau
}

it('comes back by itself when its machine has slept and the coordinator was started anew meanwhile', async () => {
  world.start(COORDINATOR, 'bureau')
  while ((await heard()) === undefined) await pause(50)
  world.sleep('bureau')
  await world.kill(COORDINATOR)
  world.start(COORDINATOR)
  await world.open('spring')
  expect(await heard()).toBeUndefined()
  world.wakeUp('bureau')
  // It says its part in the round that was opened while it slept.
  await world.until('spring', ({ waitsFor }) => waitsFor?.includes('bureau') === false)
  expect(await heard()).toBeGreaterThan(0)
  const { text } = await world.run('bureau', [
    'node',
    'status',
    '--home',
    world.home('bureau').folder,
  ])
  expect(text).toMatch(/last heard {4}(just now|\d+ (seconds|minutes) ago)/)
})
