import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BenchRound, openBenchRound } from '../../src/bench/bench-round.ts'
import { bareScene } from '../../src/bench/bench-terms.ts'
import { type BatchShape, CHUNK_ROWS, chunkCount } from '../../src/round/batch.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { publishBatch, transformRows, uploadBatch } from '../../src/work/batch-writer.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { secretOrder } from '../../src/work/stage-rows.ts'

/** More chunks than become durable at once, and a last one that is not full. */
const ROWS = 17 * CHUNK_ROWS + 5
const shape: BatchShape = { name: 'mix/1', rows: ROWS, rowBytes: 32 }

let pool: PsiPool
let round: BenchRound
let work: RoundWork
beforeAll(async () => {
  pool = startPool(1)
  round = await openBenchRound({ ...bareScene, rows: ROWS }, pool)
  work = await round.workOf('evaluator-1')
})
afterAll(async () => {
  await round.close()
  await pool.close()
})

/** Each row says which one it is. */
function numbered(from: number, to: number): Uint8Array {
  const rows = new Uint8Array((to - from) * shape.rowBytes)
  const view = new DataView(rows.buffer)
  for (let row = from; row < to; row++) view.setUint32((row - from) * shape.rowBytes, row)
  return rows
}

function numbersOf(rows: Uint8Array): number[] {
  const view = new DataView(rows.buffer, rows.byteOffset, rows.length)
  return Array.from({ length: rows.length / shape.rowBytes }, (_, row) =>
    view.getUint32(row * shape.rowBytes),
  )
}

async function keep(failAt: number | null): Promise<void> {
  await transformRows(work, {
    output: shape,
    inputDigest: 'input',
    source: async (at) => {
      if (at === failAt) throw new Error('the power fails')
      return numbered(at * CHUNK_ROWS, Math.min(ROWS, (at + 1) * CHUNK_ROWS))
    },
    task: null,
  })
}

it('keeps rows as they come, over a failure on the way, and reads them in another order', async () => {
  await expect(keep(9)).rejects.toThrow('the power fails')
  await keep(null)
  const order = secretOrder(work, shape.name, ROWS)
  const [plain, ordered]: number[][] = [[], []]
  for (let at = 0; at < chunkCount(ROWS); at++) {
    plain?.push(...numbersOf(await storedBatch(work, shape)(at)))
    ordered?.push(...numbersOf(await storedBatch(work, shape, order)(at)))
  }
  expect(plain).toEqual(Array.from({ length: ROWS }, (_, row) => row))
  expect(ordered).toEqual(Array.from(order))
  expect(ordered).not.toEqual(plain)
})

it('publishes the same chunks again after some were stored, and brings all of them', async () => {
  const order = secretOrder(work, shape.name, ROWS)
  const source = storedBatch(work, shape, order)
  const failing = publishBatch(work, shape, (at) =>
    at === 16 ? Promise.reject(new Error('the power fails')) : source(at),
  )
  await expect(failing).rejects.toThrow('the power fails')
  const { chunks } = work.database.stores
  const half = await chunks.positions('bench', shape.name)
  expect(half).toEqual(Array.from({ length: 16 }, (_, at) => at))
  const first = await publishBatch(work, shape, source)
  const again = await publishBatch(work, shape, source)
  expect(again.chunks).toEqual(first.chunks)
  expect(again.digest).toBe(first.digest)
  await uploadBatch(work, shape)
  expect([...(await work.relay.present('bench', shape.name))]).toHaveLength(chunkCount(ROWS))
})
