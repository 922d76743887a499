import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { addRows } from '../../src/psi/sum.ts'
import { cheating } from './mischief.ts'
import { openWorld, type World } from './world.ts'

/** `a`, label and presence. */
const ROW = 96

let world: World
afterEach(() => world.close())

type Alter = (rows: Uint8Array, world: World) => Uint8Array | undefined

const markSums: Alter = (rows, { engine }) => {
  for (let at = 32; at < rows.length; at += ROW) {
    const mark = engine.multiplyBase(new Uint8Array(32).fill(at / 32, 0, 1))
    rows.set(engine.add(rows.subarray(at, at + 32), mark), at)
  }
  return rows
}
const doubleSum: Alter = (rows) => rows.copyWithin(0, ROW, 2 * ROW)
const addSum: Alter = (rows, { engine }) => {
  rows.set(addRows(engine, rows.slice(0, ROW), rows.slice(ROW, 2 * ROW)))
  return rows
}
/** One sum, again and again with fresh randomness: the bag would show one person's lists alone. */
const emptyBag: Alter = (rows, { engine }) => {
  const keys = Uint8Array.from([...engine.multiplyBase(new Uint8Array(32).fill(2, 0, 1))])
  const both = Uint8Array.from([...keys, ...keys])
  for (let at = ROW; at < rows.length; at += ROW) {
    rows.set(rerandomiseRows(engine, rows.slice(0, ROW), both, secureRandom), at)
  }
  return rows
}

it.each<[string, Alter]>([
  ['marks the sums, so that it knows them again in the bag', markSums],
  ['drops a sum and doubles another', doubleSum],
  ['adds a sum to another', addSum],
  ['empties the bag but for one sum', emptyBag],
])('the first evaluator to strip %s; the others refuse its proof and name it', async (_, alter) => {
  world = await openWorld(cheating('border', 'open/persons/1', alter))
  await world.play()
  expect((await world.fate('court')).code).toBe('proof.invalid')
  expect(world.reasons()).toContain('open/persons/1 by border')
})

it.each<[string, 'sums' | 'first-strip', Alter]>([
  ['opens other sums than it linked', 'sums', addSum],
  ['opens the sum of one person in the place of another’s', 'sums', doubleSum],
  ['marks the sums that it opens', 'first-strip', markSums],
  ['empties the bag but for one sum', 'first-strip', emptyBag],
])('the coordinator %s; every counter refuses its proof', async (_, stage, alter) => {
  world = await openWorld(cheating(COORDINATOR, stage, alter))
  await world.play()
  expect((await world.fate('court')).code).toBe('proof.invalid')
  expect(world.reasons()).toContain('open/persons/0 by coordinator')
  expect(world.said.some((said) => JSON.stringify(said.body).includes('open/persons/1'))).toBe(
    false,
  )
})

it('the coordinator shows an opening to an evaluator with a list without the counters’ signatures; it refuses', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'stage.check' || said.to !== 'border') return said
      return { ...said, body: { ...(said.body as object), confirmed: [] } }
    },
  })
  await world.play()
  expect((await world.fate('border')).code).toBe('stage.wrong-input')
  expect(await world.ending()).toBe('aborted stage.wrong-input by border')
})
