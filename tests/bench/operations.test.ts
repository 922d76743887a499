import { beforeAll, expect, it } from 'vitest'
import { FILLED_SLOTS } from '../../src/bench/bench-step.ts'
import { type OperationName, operationsOf, type Step, steps } from '../../src/bench/operations.ts'
import { distinctElements, sampleRows } from '../../src/bench/sample-elements.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { REAL } from '../../src/work/list-columns.ts'
import { runTask, type Task } from '../../src/work/tasks.ts'

const SLOTS = 4
const COLUMNS = SLOTS + 2
const seed = new Uint8Array(32)

const names: Partial<Record<keyof GroupEngine, OperationName>> = {
  scalarFromWide: 'reduce',
  multiplyBase: 'base',
  multiply: 'multiply',
  add: 'add',
  subtract: 'subtract',
  fromUniform: 'map',
  isElement: 'check',
}

let engine: GroupEngine
beforeAll(async () => {
  engine = await loadSodiumEngine()
})

/** The engine, with a count of what is asked of it. */
function countingEngine() {
  const counts: Partial<Record<OperationName, number>> = {}
  const counting = new Proxy(engine, {
    get(target, key: keyof GroupEngine) {
      const name = names[key]
      if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
      return target[key]
    },
  })
  return { counting, counts }
}

function taskOf(step: Step, rows: number): Task {
  const columnKeys = sampleRows(engine, COLUMNS, 32)
  const shares = new Uint8Array(SLOTS * 32).fill(1)
  switch (step) {
    case 'submit':
      return { op: step, keys: keysOf(rows), slots: SLOTS, columnKeys, ...unproven(rows) }
    case 'mix':
      return { op: step, rows: sampleRows(engine, rows, 32 * (COLUMNS + 1)), columnKeys, seed }
    case 'evaluate': {
      const tokenKey = shares.subarray(0, 32)
      return { op: step, rows: sampleRows(engine, rows, 32 * (SLOTS + 1)), tokenKey, shares }
    }
    case 'open': {
      const two = { shares: shares.subarray(0, 64), restKeys: columnKeys.subarray(0, 64) }
      return { op: step, rows: sampleRows(engine, rows, 96), ...two, seed }
    }
  }
}

/** Persons, as the bare round has them: label and presence hold nothing, and nothing is proven. */
function unproven(rows: number) {
  const held = { columns: [SLOTS, SLOTS + 1], choices: new Uint8Array(64), context: null }
  const seeds = { rows: seed, fillers: seed, proofs: seed }
  return { chosen: [held], picks: new Uint8Array(rows).fill(REAL), seeds }
}

function keysOf(rows: number): Uint8Array {
  const next = distinctElements(engine)
  const keys = new Uint8Array(rows * SLOTS * 32)
  for (let row = 0; row < rows; row++) {
    for (let slot = 0; slot < FILLED_SLOTS; slot++) keys.set(next(), (row * SLOTS + slot) * 32)
  }
  return keys
}

it.each(steps)('counts for %s the very operations that one more row costs', (step) => {
  const [one, two] = [1, 2].map((rows) => {
    const { counting, counts } = countingEngine()
    runTask(counting, taskOf(step, rows))
    return counts
  })
  const more: Partial<Record<OperationName, number>> = {}
  for (const name of Object.values(names)) {
    const count = (two?.[name] ?? 0) - (one?.[name] ?? 0)
    if (count > 0) more[name] = count
  }
  expect(more).toEqual(operationsOf(step, SLOTS, FILLED_SLOTS))
})
