import { afterEach, expect, it } from 'vitest'
import { exactCodes } from '../../src/counter/exact-tables.ts'
import { formTable, oneCounter, openWorld, ROUND, trueCells, type World } from './world.ts'

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

it('nobody does anything wrong in a round with a code table and check persons; both come out', async () => {
  world = await openWorld({}, { terms: { tables: [formTable], checks: 2 } })
  await world.play()
  expect(world.reasons()).toBe('')
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(trueCells)
  const { database, storageKey } = world.party('rapporteur')
  const codes = await exactCodes(database, storageKey, { round: ROUND, book: formTable })
  // Persons 1, 3 and 5 have the first code, the others the second.
  expect(codes?.cells.filter(({ code }) => code === 'work').map(({ lists }) => lists)).toEqual([
    ['police-2020'],
    ['border-2020', 'shelter-2020'],
    ['police-2020', 'shelter-2020'],
  ])
})

it('nobody does anything wrong, and one evaluator is the only counter; the round is released with the true table', async () => {
  world = await openWorld({}, { terms: oneCounter })
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(trueCells)
})
