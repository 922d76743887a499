import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { systemClock } from '../../src/base/clock.ts'
import { stripLast } from '../../src/psi/strip.ts'
import { columnNames, keyHolders } from '../../src/round/manifest.ts'
import { listBatch, proofBytes, rowBytes } from '../../src/round/stages.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { checkListRows } from '../../src/work/check-list-rows.ts'
import { CHECK, PADDING, REAL } from '../../src/work/list-columns.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { sharesOf } from '../../src/work/stage-keys.ts'
import { oneOfBytes, type SubmitTask, submitRows } from '../../src/work/submit-rows.ts'
import { submitTask } from './sample-lists.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

const LIST = 'police-2020'
const rows = [
  { keys: ['1', null], codes: ['farm'] },
  { keys: [null, 'b'], codes: ['conflict'] },
]
let work: RoundWork
let task: SubmitTask
let open: (bytes: Uint8Array) => Uint8Array
beforeAll(async () => {
  const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  const sample = await sampleWork(4, database, memoryRelay(), { tables: 1 })
  const { engine, core, workOf } = sample
  work = workOf('police')
  task = submitTask(work, LIST, rows)
  const names = columnNames(core)
  const shares = keyHolders(core).map((holder) => sharesOf(workOf(holder), names))
  const scalar = (flat: Uint8Array, at: number) => flat.subarray(at * 32, at * 32 + 32)
  const whole = names.map((_, at) =>
    shares.map((flat) => scalar(flat, at)).reduce((sum, one) => engine.scalarAdd(sum, one)),
  )
  open = (bytes) => stripLast(engine, bytes, concatBytes(...whole))
  await database.close()
})

const labelled = (of: SubmitTask, bytes: Uint8Array) =>
  checkListRows(work.engine, {
    rows: bytes,
    columnKeys: of.columnKeys,
    chosen: of.chosen,
    labelColumn: 2,
    label: new Uint8Array(label()),
    where: 'list L of O',
    from: 128,
  })

/** Minus what padding takes off. */
function label(): Uint8Array {
  return work.engine.subtract(new Uint8Array(32), task.chosen[0]!.choices.subarray(64, 96))
}

describe('rows of a list', () => {
  it('have the agreed width: ciphertext, then a proof of kind and of each code', () => {
    const { core } = work.manifest
    const width = listBatch(core, LIST).rowBytes
    expect(submitRows(work.engine, task)).toHaveLength(4 * width)
    const proofs = task.chosen.map(oneOfBytes).reduce((sum, one) => sum + one)
    expect([width, proofs]).toEqual([rowBytes(core) + proofBytes(core), proofBytes(core)])
  })

  it('open, once labelled, to label, presence and code; padding to no label', () => {
    const plain = open(labelled(task, submitRows(work.engine, task)))
    const cell = (row: number, column: number) =>
      plain.subarray((row * 5 + column) * 32, (row * 5 + column + 1) * 32)
    const [kinds, codes] = task.chosen.map(({ choices }) => choices) as [Uint8Array, Uint8Array]
    const presence = (kind: number) => kinds.subarray(kind * 64 + 32, kind * 64 + 64)
    for (const row of [0, 1, 2, 3]) {
      const real = row < rows.length
      expect(cell(row, 2)).toEqual(real ? label() : new Uint8Array(32))
      expect(cell(row, 3)).toEqual(presence(real ? REAL : PADDING))
      const code = task.picks[row * 2 + 1]!
      expect(cell(row, 4)).toEqual(codes.subarray(code * 32, code * 32 + 32))
    }
    expect(cell(0, 0)).toEqual(task.keys.subarray(0, 32))
    const fillers = [cell(0, 1), cell(1, 0), cell(2, 0), cell(2, 1), cell(3, 0), cell(3, 1)]
    expect(new Set(fillers.map((one) => one.join())).size).toBe(6)
  })

  it('may be check persons: they keep the label, with a presence of their own', () => {
    const picks = task.picks.slice()
    picks[2 * 2] = CHECK
    const plain = open(labelled(task, submitRows(work.engine, { ...task, picks })))
    const [start, kinds] = [(2 * 5 + 2) * 32, task.chosen[0]!.choices]
    expect(plain.subarray(start, start + 32)).toEqual(label())
    expect(plain.subarray(start + 32, start + 64)).toEqual(kinds.subarray(160, 192))
  })

  it('are the same when they are made again', () => {
    expect(submitRows(work.engine, task)).toEqual(submitRows(work.engine, task))
  })

  it('carry no proofs in an unproven round, and are taken without', () => {
    const chosen = task.chosen.map((one) => ({ ...one, context: null }))
    const unproven = { ...task, chosen }
    const bytes = submitRows(work.engine, unproven)
    expect(bytes).toHaveLength(4 * rowBytes(work.manifest.core))
    expect(labelled(unproven, bytes)).toEqual(labelled(task, submitRows(work.engine, task)))
  })
})
