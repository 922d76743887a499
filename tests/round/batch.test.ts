import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toHex, utf8 } from '../../src/base/bytes.ts'
import {
  type BatchShape,
  batchDigest,
  CHUNK_ROWS,
  checkDeclaration,
  chunkCount,
  chunkDigest,
  chunkPlace,
  type Declaration,
  wrapInfo,
} from '../../src/round/batch.ts'
import { refusal } from '../refusal.ts'

const shape: BatchShape = { name: 'mix/1', rows: 3 * CHUNK_ROWS - 1, rowBytes: 160 }
const chunks = ['a', 'b', 'c'].map((text) => chunkDigest(utf8(text)))

function declare(altered: Partial<Declaration> = {}): Declaration {
  const parts = { ...shape, chunks, ...altered }
  return { keys: {}, digest: batchDigest('manifest', parts, parts.chunks), ...parts }
}

it('takes a declaration of the batch that is due', () => {
  expect(() => checkDeclaration(declare(), shape, 'manifest')).not.toThrow()
})

it('refuses another name, size, binding, chunk, number and order of chunks', () => {
  const [one, two, three] = chunks as [string, string, string]
  const wrong: [Declaration, string][] = [
    [declare({ name: 'mix/2' }), 'manifest'],
    [declare({ rows: shape.rows - 1 }), 'manifest'],
    [declare({ rowBytes: 161 }), 'manifest'],
    [declare({ chunks: [one, two] }), 'manifest'],
    [declare({ chunks: [...chunks, one] }), 'manifest'],
    [{ ...declare(), rowBytes: 161 }, 'manifest'],
    [{ ...declare(), chunks: [two, one, three] }, 'manifest'],
    [{ ...declare(), chunks: [one, two, chunkDigest(utf8('d'))] }, 'manifest'],
    [{ ...declare(), digest: chunkDigest(utf8('d')) }, 'manifest'],
    [declare(), 'another manifest'],
  ]
  for (const [declaration, binding] of wrong) {
    const problem = refusal(() => checkDeclaration(declaration, shape, binding))
    expect(problem).toMatchObject({ code: 'batch.declaration', where: 'mix/1' })
  }
})

it('holds as many chunks as it takes', () => {
  const counts = [0, 1, CHUNK_ROWS, CHUNK_ROWS + 1].map(chunkCount)
  expect(counts).toEqual([0, 1, 1, 2])
})

it('gives another digest for every change of rows', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (rows, at) => {
      const altered = rows.slice()
      altered[at % rows.length]! ^= 1 // within rows
      expect(chunkDigest(altered)).not.toBe(chunkDigest(rows))
    }),
  )
})

it('binds keys and chunks to round, batch, sender and receiver or place, whatever their names', () => {
  const infos = [
    wrapInfo('m', 'mix/1', 'a', 'b'),
    wrapInfo('n', 'mix/1', 'a', 'b'),
    wrapInfo('m', 'mix/2', 'a', 'b'),
    wrapInfo('m', 'mix/1', 'b', 'a'),
    wrapInfo('m', 'mix/1', 'ab', ''),
    wrapInfo('m', 'mix/1a', '', 'b'),
    chunkPlace('m', 'mix/1', 'a', 0),
    chunkPlace('m', 'mix/1', 'a', 1),
    chunkPlace('m', 'mix/1', 'b', 0),
    chunkPlace('n', 'mix/1', 'a', 0),
    chunkPlace('m', 'mix/2', 'a', 0),
  ]
  expect(new Set(infos.map(toHex)).size).toBe(infos.length)
})
