import { afterEach, beforeEach, expect, it } from 'vitest'
import { CHUNK_ROWS } from '../../src/round/batch.ts'
import type { ChunkSource } from '../../src/work/batch-reader.ts'
import { cutRows, openBatch, storedBatch } from '../../src/work/batch-reader.ts'
import { publishBatch, transformRows, uploadBatch } from '../../src/work/batch-writer.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleStore } from '../node/sample-node.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

const ROWS = 3 * CHUNK_ROWS - 5
const shape = { name: 'list/police-2020', rows: ROWS, rowBytes: 8 }
let store: Awaited<ReturnType<typeof sampleStore>>
let relay: ReturnType<typeof memoryRelay>
let police: RoundWork
let border: RoundWork
let shelter: RoundWork

beforeEach(async () => {
  store = await sampleStore()
  relay = memoryRelay()
  const { workOf } = await sampleWork(6, store.database, relay)
  police = workOf('police')
  border = workOf('border')
  shelter = { ...workOf('border'), self: 'shelter' }
})
afterEach(() => store.close())

/** Row r holds r. */
const source: ChunkSource = async (at) => {
  const rows = Math.min(CHUNK_ROWS, ROWS - at * CHUNK_ROWS)
  const bytes = new Uint8Array(rows * 8)
  const view = new DataView(bytes.buffer)
  for (let row = 0; row < rows; row++) view.setUint32(row * 8, at * CHUNK_ROWS + row)
  return bytes
}

function job(over: Partial<Parameters<typeof transformRows>[1]> = {}) {
  return { output: shape, inputDigest: 'input', source, task: null, ...over }
}

async function allRows(from: ChunkSource): Promise<number[]> {
  const rows: number[] = []
  for (let at = 0; at * CHUNK_ROWS < ROWS; at++) {
    const bytes = await from(at)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let row = 0; row < bytes.length; row += 8) rows.push(view.getUint32(row))
  }
  return rows
}

const inOrder = Array.from({ length: ROWS }, (_, at) => at)

it('keeps every row at its place, sealed', async () => {
  await transformRows(police, job())
  expect(await allRows(storedBatch(police, shape))).toEqual(inOrder)
  const { round } = police.manifest.core
  const [kept] = await store.database.stores.rows.range(round, shape.name, 7, 8)
  expect(kept?.bytes).toHaveLength(8 + 16)
})

it('goes on where it failed, does finished chunks no second time, and gives the same bytes', async () => {
  const asked: number[] = []
  const failing: ChunkSource = async (at) => {
    asked.push(at)
    if (at === 2 && asked.filter((one) => one === 2).length === 1) throw new Error('cut off')
    return source(at)
  }
  await expect(transformRows(police, job({ source: failing }))).rejects.toThrow('cut off')
  asked.splice(0, asked.length, 2)
  await transformRows(police, job({ source: failing }))
  expect(asked).toEqual([2, 2])
  expect(await allRows(storedBatch(police, shape))).toEqual(inOrder)
})

it('refuses to make the same batch from another input', async () => {
  await transformRows(police, job())
  const again = transformRows(police, job({ inputDigest: 'other input' }))
  expect((await refusalOf(again)).code).toBe('batch.other')
})

it('brings a batch to its recipients, who read what was sealed, and to nobody else', async () => {
  await transformRows(police, job())
  const declaration = await publishBatch(police, shape, storedBatch(police, shape))
  await uploadBatch(police, shape)
  expect(Object.keys(declaration.keys).sort()).toEqual(['border', 'court', 'rapporteur'])
  expect(await allRows(await openBatch(border, declaration, 'police'))).toEqual(inOrder)
  const wrong: [string, () => Promise<unknown>][] = [
    ['batch.not-for-us', () => openBatch(shelter, declaration, 'police')],
    ['seal.not-for-us', () => openBatch(border, declaration, 'shelter')],
    ['seal.not-for-us', () => openBatch(border, { ...declaration, name: 'mix/1' }, 'police')],
  ]
  for (const [code, run] of wrong) expect((await refusalOf(run())).code).toBe(code)
})

it('refuses a chunk that is not the one declared', async () => {
  await transformRows(police, job())
  const declaration = await publishBatch(police, shape, storedBatch(police, shape))
  await uploadBatch(police, shape)
  const [one, two, three] = declaration.chunks as [string, string, string]
  const altered = { ...declaration, chunks: [two, one, three] }
  const read = await openBatch(border, altered, 'police')
  expect((await refusalOf(read(0))).code).toBe('batch.digest')
  expect(await read(2)).toHaveLength((CHUNK_ROWS - 5) * 8)
  const short = await openBatch(border, { ...declaration, rows: ROWS - 1 }, 'police')
  expect((await refusalOf(short(2))).code).toBe('batch.digest')
})

it('seals the same chunks when it is done again, and sends only what has not arrived', async () => {
  await transformRows(police, job())
  const first = await publishBatch(police, shape, storedBatch(police, shape))
  await uploadBatch(police, shape)
  const sent = new Map(relay.chunks)
  expect(sent.size).toBe(3)
  relay.chunks.delete(`${shape.name} 1`)
  const second = await publishBatch(police, shape, storedBatch(police, shape))
  expect(second.digest).toBe(first.digest)
  const put: number[] = []
  const counting = {
    ...police,
    relay: {
      ...relay,
      put: async (round: string, batch: string, chunk: number, sealed: Uint8Array) => {
        put.push(chunk)
        await relay.put(round, batch, chunk, sealed)
      },
    },
  }
  await uploadBatch(counting, shape)
  expect(put).toEqual([1])
  expect(relay.chunks).toEqual(sent)
})

it('cuts columns out of rows', () => {
  const rows = Uint8Array.from([0, 1, 2, 3, 4, 10, 11, 12, 13, 14])
  expect([
    ...cutRows(rows, 5, [
      [0, 1],
      [3, 5],
    ]),
  ]).toEqual([0, 3, 4, 10, 13, 14])
  expect([...cutRows(rows, 5, [])]).toEqual([])
})
