import { beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { rowBytes } from '../../src/round/stages.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { type CheckListTask, checkListRows } from '../../src/work/check-list-rows.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { type SubmitTask, submitRows } from '../../src/work/submit-rows.ts'
import { refusal } from '../refusal.ts'
import { submitTask } from './sample-lists.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

const rows = [
  { keys: ['1', null], codes: ['farm'] },
  { keys: [null, 'b'], codes: ['conflict'] },
]
let work: RoundWork
let task: SubmitTask
let bytes: Uint8Array
beforeAll(async () => {
  const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  work = (await sampleWork(4, database, memoryRelay(), { tables: 1 })).workOf('police')
  task = submitTask(work, 'police-2020', rows)
  bytes = submitRows(work.engine, task)
  await database.close()
})

function checked(of: Uint8Array, over: Partial<CheckListTask> = {}): Uint8Array {
  const { columnKeys, chosen } = task
  return checkListRows(work.engine, {
    rows: of,
    columnKeys,
    chosen,
    labelColumn: 2,
    label: work.engine.multiplyBase(new Uint8Array(32).fill(1, 0, 1)),
    where: 'list L of O',
    from: 128,
    ...over,
  })
}

describe('rows of a list, checked', () => {
  it('give the ciphertexts with the label added in its column, and nothing else changed', () => {
    const width = rowBytes(work.manifest.core)
    const whole = bytes.length / 4
    const labelled = checked(bytes)
    expect(labelled).toHaveLength(4 * width)
    for (const row of [0, 1, 2, 3]) {
      const before = bytes.slice(row * whole, row * whole + width)
      const after = labelled.slice(row * width, (row + 1) * width)
      const place = 3 * 32
      expect(after.subarray(place, place + 32)).not.toEqual(before.subarray(place, place + 32))
      after.set(before.subarray(place, place + 32), place)
      expect(after).toEqual(before)
    }
  })

  it('are refused with the number of the row in its list, and the column, where one is not proven', () => {
    const whole = bytes.length / 4
    // The proof of the kind stands first, then that of the code.
    const firstProof = rowBytes(work.manifest.core)
    for (const [at, column] of [
      [firstProof, 2],
      [whole - 1, 4],
    ] as const) {
      const altered = bytes.slice()
      altered[2 * whole + at]! ^= 1
      const problem = refusal(() => checked(altered))
      expect([problem.code, problem.where]).toEqual([
        'proof.invalid',
        `list L of O, row 130, column ${column}`,
      ])
    }
  })

  it('are refused under another context or other keys: of another list, round or party', () => {
    const chosen = task.chosen.map((one) => ({ ...one, context: Uint8Array.of(1) }))
    expect(refusal(() => checked(bytes, { chosen })).code).toBe('proof.invalid')
    const columnKeys = task.columnKeys.slice()
    columnKeys.set(columnKeys.slice(0, 32), 3 * 32)
    expect(refusal(() => checked(bytes, { columnKeys })).code).toBe('proof.invalid')
  })

  it('are refused when an element is none, before any proof', () => {
    const altered = bytes.slice().fill(255, 0, 32)
    expect(refusal(() => checked(altered)).code).toBe('element.invalid')
  })
})
