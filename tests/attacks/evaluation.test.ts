import { afterEach, expect, it } from 'vitest'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import type { Task } from '../../src/work/tasks.ts'
import { cheating } from './mischief.ts'
import { openWorld, type World } from './world.ts'

/** `a` and two slots. */
const ROW = 96
const other = new Uint8Array(32).fill(7, 0, 1)

let world: World
afterEach(() => world.close())

type Alter = (rows: Uint8Array, world: World, task: Task) => Uint8Array | undefined

const otherKey: Alter = (rows, { engine }, task) => {
  if (task.op !== 'evaluate') return rows
  const one = evaluateRows(engine, task.rows.slice(0, ROW), { ...task, tokenKey: other })
  rows.set(one)
  return rows
}

const otherShare: Alter = (rows, { engine }, task) => {
  if (task.op !== 'evaluate') return rows
  const shares = Uint8Array.from([...other, ...task.shares.subarray(32)])
  return evaluateRows(engine, task.rows, { ...task, shares })
}

const exchangeColumns: Alter = (rows) => {
  const first = rows.slice(32, 64)
  rows.copyWithin(32, 64, 96)
  rows.set(first, 64)
  return rows
}

const exchangeRows: Alter = (rows) => {
  const first = rows.slice(0, ROW)
  rows.copyWithin(0, ROW, 2 * ROW)
  rows.set(first, ROW)
  return rows
}

const spoilPair: Alter = (rows, { engine }) => {
  // What one row gains the other loses: a sum without weights would not show it.
  const error = engine.multiplyBase(other)
  rows.set(engine.add(rows.slice(32, 64), error), 32)
  rows.set(engine.subtract(rows.slice(ROW + 32, ROW + 64), error), ROW + 32)
  return rows
}

it.each<[string, Alter]>([
  ['takes another token key for one row', otherKey],
  ['takes off another share than it committed to', otherShare],
  ['exchanges two columns of a row', exchangeColumns],
  ['exchanges two rows', exchangeRows],
  ['adds to one row what it takes from another', spoilPair],
])('an evaluator %s; the other evaluators refuse its proof and name it', async (_, alter) => {
  world = await openWorld(cheating('court', 'evaluate/2', alter))
  await world.play()
  expect((await world.fate('border')).code).toBe('proof.invalid')
  expect(world.reasons()).toContain('evaluate/2 by court')
  expect(await world.ending()).toMatch(/^aborted proof\.invalid by /)
})
