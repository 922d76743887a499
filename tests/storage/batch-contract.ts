import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Database } from '../../src/storage/database.ts'
import { digest, type Open } from './store-contract.ts'

const row = (position: number, fill: number) => ({ position, bytes: digest(fill) })

export function batchContract(open: Open): void {
  it('begins a batch again with the same header only', async () => {
    const { batches } = (await open()).database.stores
    await batches.begin('r', 'mix/1', { b: 1, a: ['x'] }, 10)
    await batches.begin('r', 'mix/1', { a: ['x'], b: 1 }, 10)
    const refusal = { code: 'batch.other', status: 409 }
    const otherHeader = batches.begin('r', 'mix/1', { b: 2, a: ['x'] }, 10)
    await expect(otherHeader).rejects.toMatchObject(refusal)
    const otherRows = batches.begin('r', 'mix/1', { b: 1, a: ['x'] }, 11)
    await expect(otherRows).rejects.toMatchObject(refusal)
    await batches.begin('q', 'mix/1', 'other', 1)
  })

  it('moves a batch forward, never back', async () => {
    const { batches } = (await open()).database.stores
    await batches.begin('r', 'b', 'header', 600)
    await batches.begin('r', 'a', null, 1)
    await batches.advance('r', 'b', 2)
    await batches.advance('r', 'b', 1)
    const begun = { name: 'b', header: 'header', rows: 600, done: 2 }
    expect(await batches.get('r', 'b')).toEqual(begun)
    expect((await batches.list('r')).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(await batches.get('r', 'c')).toBeNull()
  })

  it('gives rows in order, or in the order asked', async () => {
    const { rows } = (await open()).database.stores
    await rows.putRows('r', 'b', [row(7, 70), row(0, 1), row(3, 30)])
    await rows.putRows('r', 'c', [row(3, 99)])
    await rows.putRows('q', 'b', [row(4, 99)])
    expect(await rows.range('r', 'b', 0, 7)).toEqual([row(0, 1), row(3, 30)])
    const asked = await rows.at('r', 'b', [7, 0, 7])
    expect(asked).toEqual([row(7, 70), row(0, 1), row(7, 70)])
    expect(await rows.at('r', 'b', [])).toEqual([])
    expect(await rows.range('r', 'b', 0, 20_000)).toHaveLength(3)
    const missing = rows.at('r', 'b', [0, 4])
    await expect(missing).rejects.toMatchObject({ code: 'batch.row-missing' })
  })

  it('replaces rows at the same position', async () => {
    const { rows } = (await open()).database.stores
    await rows.putRows('r', 'b', [row(1, 1), row(2, 2)])
    await rows.putRows('r', 'b', [row(2, 22), row(3, 3)])
    await rows.putRows('r', 'b', [])
    expect(await rows.range('r', 'b', 0, 9)).toEqual([row(1, 1), row(2, 22), row(3, 3)])
  })

  it('gives back any bytes, as plain arrays of bytes', async () => {
    const { database } = await open()
    const bytes = fc.uint8Array({ maxLength: 700 })
    const seed = Date.now() | 0
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 12 }), fc.uuid(), async (blobs, name) => {
        const entries = blobs.map((blob, position) => ({ position, bytes: blob }))
        await database.stores.rows.putRows('r', name, entries)
        const range = await database.stores.rows.range('r', name, 0, 99)
        expect(range).toEqual(entries)
        expect(
          range.every((entry) => Object.getPrototypeOf(entry.bytes) === Uint8Array.prototype),
        ).toBe(true)
        await putAndGetChunks(database, name, blobs)
      }),
      { numRuns: 25, seed, verbose: true },
    )
  })

  it('keeps a chunk once and refuses another in its place', async () => {
    const { chunks } = (await open()).database.stores
    await chunks.put('r', 'b', 10, digest(1))
    await chunks.put('r', 'b', 9, digest(2))
    await chunks.put('r', 'b', 10, digest(1))
    const other = chunks.put('r', 'b', 10, digest(3))
    await expect(other).rejects.toMatchObject({ code: 'chunk.other', status: 409 })
    expect(await chunks.positions('r', 'b')).toEqual([9, 10])
    expect(await chunks.get('r', 'b', 10)).toEqual(digest(1))
    expect(await chunks.get('r', 'b', 11)).toBeNull()
  })

  it('drops the pieces of one batch or one round and nothing else', async () => {
    const { chunks, rows } = (await open()).database.stores
    for (const [round, name] of [
      ['r', 'a'],
      ['r', 'b'],
      ['r', 'c'],
      ['q', 'a'],
    ] as const) {
      // More than one slice of chunks.
      for (let at = 0; at < 100; at++) await chunks.put(round, name, at, digest(at))
      await rows.putRows(round, name, [row(1, 1), row(2, 2)])
    }
    await chunks.dropBatch('r', 'b')
    await rows.dropBatch('r', 'b')
    expect(await sizes(chunks, rows)).toEqual([100, 2, 0, 0, 100, 2, 100, 2])
    await chunks.dropRound('r')
    await rows.dropRound('r')
    expect(await sizes(chunks, rows)).toEqual([0, 0, 0, 0, 0, 0, 100, 2])
  })

  it('scrubs every row, chunk and batch of a round and keeps what it answered', async () => {
    const { database } = await open()
    await fillRound(database, 'r')
    await fillRound(database, 'q')
    await database.scrubRound('r')
    await database.scrubRound('r')
    const { rows, chunks, batches, answers, received, outbox, rounds } = database.stores
    expect(await rows.range('r', 'b', 0, 20_000)).toHaveLength(0)
    expect(await chunks.positions('r', 'b')).toEqual([])
    expect(await batches.list('r')).toEqual([])
    expect((await answers.get('r', 'mix'))?.inputDigest).toEqual(digest(1))
    expect(await received.remember('r', 'a', 1, digest(1))).toBe('same')
    expect((await outbox.unsent(9)).map(({ round }) => round)).toEqual(['r', 'q'])
    expect(await rounds.get('r')).not.toBeNull()
    expect(await rows.range('q', 'b', 0, 20_000)).toHaveLength(17_000)
    expect(await chunks.positions('q', 'b')).toEqual([0])
    expect(await batches.list('q')).toHaveLength(1)
  })
}

async function putAndGetChunks(database: Database, name: string, blobs: readonly Uint8Array[]) {
  const { chunks } = database.stores
  for (const [at, blob] of blobs.entries()) {
    await chunks.put('r', name, at, blob)
    expect(await chunks.get('r', name, at)).toEqual(blob)
  }
}

async function sizes(
  chunks: Database['stores']['chunks'],
  rows: Database['stores']['rows'],
): Promise<number[]> {
  const found: number[] = []
  for (const [round, name] of [
    ['r', 'a'],
    ['r', 'b'],
    ['r', 'c'],
    ['q', 'a'],
  ] as const) {
    found.push((await chunks.positions(round, name)).length)
    found.push((await rows.range(round, name, 0, 9)).length)
  }
  return found
}

/** One of everything, and more rows than one slice of a scrub. */
async function fillRound(database: Database, round: string): Promise<void> {
  await database.transaction('fill', async (stores) => {
    await stores.rounds.put({ id: round, role: 'node', phase: 'mixing', state: {} })
    await stores.batches.begin(round, 'b', 'header', 17_000)
    await stores.rows.putRows(
      round,
      'b',
      Array.from({ length: 17_000 }, (_, position) => row(position, position % 256)),
    )
    await stores.chunks.put(round, 'b', 0, digest(1))
    await stores.answers.begin(round, 'mix', digest(1))
    await stores.received.remember(round, 'a', 1, digest(1))
    await stores.outbox.append(round, 'a', () => 'text')
  })
}
