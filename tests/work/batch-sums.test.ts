import { afterAll, beforeAll, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { systemClock } from '../../src/base/clock.ts'
import { drawScalars } from '../../src/proofs/shuffle-secrets.ts'
import { weights } from '../../src/proofs/weights.ts'
import { CHUNK_ROWS } from '../../src/round/batch.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import type { ChunkSource } from '../../src/work/batch-reader.ts'
import { weighBatch, weighLinkedBatch, weighRandomness } from '../../src/work/batch-sums.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

/** A chunk and a bit of another. */
const ROWS = CHUNK_ROWS + 3
const seed = new Uint8Array(32).fill(8)
let database: Database
let work: RoundWork
let scalars: Uint8Array
beforeAll(async () => {
  database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  work = (await sampleWork(4, database, memoryRelay())).workOf('border')
  const chunks = [CHUNK_ROWS, ROWS - CHUNK_ROWS]
  scalars = concatBytes(
    ...chunks.map((count, at) => drawScalars(work.engine, work.vault.seed('rows', at), count)),
  )
})
afterAll(() => database.close())

function part(flat: Uint8Array, at: number): Uint8Array {
  return flat.subarray(at * 32, at * 32 + 32)
}

/** Rows r·G and (r + 1)·G, those of `order` in that order. */
function rowsOf(order: readonly number[]): ChunkSource {
  const one = new Uint8Array(32).fill(1, 0, 1)
  const rows = order.map((at) => {
    const r = part(scalars, at)
    const { engine } = work
    return concatBytes(engine.multiplyBase(r), engine.multiplyBase(engine.scalarAdd(r, one)))
  })
  return async (chunk) => concatBytes(...rows.slice(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS))
}

const inOrder = Array.from({ length: ROWS }, (_, at) => at)

it('weighs the rows of all chunks, each element for itself', async () => {
  const { engine } = work
  const batch = { source: rowsOf(inOrder), rows: ROWS, elements: 2 }
  const sums = await weighBatch(work, batch, seed)
  const all = weights(engine, seed, 0, ROWS)
  const source = concatBytes(await batch.source(0), await batch.source(1))
  for (const column of [0, 1]) {
    const cells = concatBytes(...inOrder.map((row) => part(source, row * 2 + column)))
    expect(part(sums, column)).toEqual(engine.multiScalar(all, cells))
  }
})

it('weighs the randomness that rows were made with as the rows', async () => {
  const drawn = (chunk: number) => work.vault.seed('rows', chunk)
  const sums = await weighBatch(work, { source: rowsOf(inOrder), rows: ROWS, elements: 2 }, seed)
  const sum = await weighRandomness(work, { rows: ROWS, seed: drawn }, seed)
  expect(work.engine.multiplyBase(sum)).toEqual(part(sums, 0))
})

it('weighs nothing to nothing', async () => {
  const none = { source: rowsOf([]), rows: 0, elements: 2 }
  expect(await weighBatch(work, none, seed)).toEqual(new Uint8Array(64))
  const drawn = () => seed
  const sum = await weighRandomness(work, { rows: 0, seed: drawn }, seed)
  expect(sum).toEqual(new Uint8Array(32))
})

it('weighs linked places by their factors: what is in no link does not count', async () => {
  const { engine } = work
  const factors = new Uint8Array(ROWS * 32)
  const [first, last] = [part(scalars, 5), part(scalars, 6)]
  factors.set(first, 0)
  factors.set(last, (ROWS - 1) * 32)
  const source = rowsOf(inOrder)
  const sums = await weighLinkedBatch(work, { source, rows: ROWS, slots: 1 }, factors)
  const cells = concatBytes(await source(0), await source(1))
  for (const place of [0, 1]) {
    const two = concatBytes(part(cells, place), part(cells, (ROWS - 1) * 2 + place))
    expect(part(sums, place)).toEqual(engine.multiScalar(concatBytes(first, last), two))
  }
})

it('stops when the round ends meanwhile', async () => {
  const ended = { ...work, refuseEnded: () => Promise.reject(new Error('the round has ended')) }
  const batch = { source: rowsOf(inOrder), rows: ROWS, elements: 2 }
  await expect(weighBatch(ended, batch, seed)).rejects.toThrow('the round has ended')
})
