import { afterEach, expect, it } from 'vitest'
import { openWorld, trueCells, type World } from './world.ts'

let world: World
afterEach(() => world.close())

it('nobody does anything wrong; the round is released with the true table', async () => {
  world = await openWorld()
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(trueCells)
  expect(world.refused).toEqual([])
  for (const id of world.nodes.keys()) expect((await world.fate(id)).phase, id).toBe('released')
})
