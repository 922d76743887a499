import { afterEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { secureRandom } from '../../src/base/random.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { addRows } from '../../src/psi/sum.ts'
import type { Task } from '../../src/work/tasks.ts'
import { cheating } from './mischief.ts'
import { openWorld, type World } from './world.ts'

const ROW = 160
/** Place of the label in a row: after `a` and two slots. */
const LABEL_AT = 3 * 32
/** The first mixer gets the rows list by list: four of the police, four of the shelter, four of its own. */
const OF_SHELTER = 4

let world: World
afterEach(() => world.close())

type Alter = (rows: Uint8Array, world: World, task: Task) => Uint8Array | undefined

function added(rows: Uint8Array, at: number, world: World, element: Uint8Array): void {
  rows.set(world.engine.add(rows.subarray(at, at + 32), element), at)
}

const label = (world: World, list: string) =>
  labelElement(world.engine, fromBase64Url(world.saidBy('border', 'keys.commit').binding), list)

const dropAndDouble: Alter = (rows) => rows.copyWithin(ROW, 0, ROW)
const dropOfAnother: Alter = (rows) => rows.copyWithin(OF_SHELTER * ROW, 0, ROW)

const replace: Alter = (rows, { engine }, task) => {
  if (task.op !== 'mix') return rows
  const plain = Uint8Array.from(
    [1, 2, 3, 4].flatMap(() => [...engine.fromUniform(secureRandom(64))]),
  )
  rows.set(encryptRows(engine, { columnKeys: task.columnKeys, plain, random: secureRandom }))
  return rows
}

const combine: Alter = (rows, { engine }) => {
  rows.set(addRows(engine, rows.slice(0, ROW), rows.slice(ROW, 2 * ROW)))
  return rows
}

const relabel: Alter = (rows, world) => {
  const difference = world.engine.subtract(
    label(world, 'shelter-2020'),
    label(world, 'police-2020'),
  )
  added(rows, LABEL_AT, world, difference)
  const back = world.engine.subtract(label(world, 'police-2020'), label(world, 'shelter-2020'))
  added(rows, OF_SHELTER * ROW + LABEL_AT, world, back)
  return rows
}

const markLabels: Alter = (rows, world) => {
  for (let row = 2 * OF_SHELTER; row < rows.length / ROW; row++) {
    const mark = world.engine.multiplyBase(new Uint8Array(32).fill(row, 0, 1))
    added(rows, row * ROW + LABEL_AT, world, mark)
  }
  return rows
}

const spoilSlots: Alter = (rows, world) => {
  for (let at = 32; at < rows.length; at += ROW) {
    added(rows, at, world, world.engine.fromUniform(new Uint8Array(64).fill(at % 251)))
  }
  return rows
}

const exchangeSlots: Alter = (rows) => {
  const first = rows.slice(32, 64)
  rows.copyWithin(32, 64, 96)
  rows.set(first, 64)
  return rows
}

const cheats: [string, Alter][] = [
  ['drops a row and doubles one of the same list', dropAndDouble],
  ['drops a row and doubles one of another list', dropOfAnother],
  ['replaces a row by one of its own', replace],
  ['adds a row to another', combine],
  ['exchanges the labels of two rows', relabel],
  ['marks the labels of its own list’s rows', markLabels],
  ['spoils slots, so that nothing links', spoilSlots],
  ['exchanges two slots of a row', exchangeSlots],
]

it.each(cheats)(
  'the first mixer %s; the other evaluators refuse its proof and name it',
  async (_, alter) => {
    world = await openWorld(cheating('border', 'mix/1', alter))
    await world.play()
    expect((await world.fate('court')).code).toBe('proof.invalid')
    expect(world.reasons()).toContain('mix/1 by border')
    expect(await world.ending()).toMatch(/^aborted proof\.invalid by /)
  },
)

it('the last mixer, who counts, exchanges the labels of two rows; an evaluator with a list refuses', async () => {
  world = await openWorld(cheating('rapporteur', 'mix/3', relabel))
  await world.play()
  expect((await world.fate('border')).code).toBe('proof.invalid')
  expect(world.reasons()).toContain('mix/3 by rapporteur')
})

const persons = { 'police-2020': [1, 2, 3, 4] }

it('in a round without proofs a mixer exchanges the labels of two rows; nobody notices and the count is false', async () => {
  world = await openWorld(
    cheating('border', 'mix/1', (rows, world) => {
      added(rows, LABEL_AT, world, label(world, 'shelter-2020'))
      added(
        rows,
        LABEL_AT,
        world,
        world.engine.subtract(new Uint8Array(32), label(world, 'police-2020')),
      )
      return rows
    }),
    { persons, terms: { proofs: 'off' } },
  )
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([
    { lists: ['police-2020'], persons: 3 },
    { lists: ['shelter-2020'], persons: 1 },
  ])
})
