import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { type BatchShape, CHUNK_ROWS, chunkDigest, type Declaration } from '../round/batch.ts'
import { openChunk } from './round-vault.ts'
import type { RoundWork } from './round-work.ts'

/** Gives chunk `at` of a batch: rows one after another. */
export type ChunkSource = (at: number) => Promise<Uint8Array>

/**
 * Reads somebody else's batch from the relay, chunk by chunk; each is opened and compared with its
 * declared digest before anything is done with it (protocol/specification.md 5.7).
 */
export async function openBatch(
  work: RoundWork,
  declaration: Declaration,
  sender: string,
): Promise<ChunkSource> {
  const { core, digest: binding } = work.manifest
  const contentKey = await work.vault.unwrap(binding, declaration, sender, work.self)
  return async (at) => {
    const sealed = await work.relay.get(core.round, declaration.name, at)
    const rows = openChunk(contentKey, { binding, batch: declaration, sender, at }, sealed)
    const expected = Math.min(CHUNK_ROWS, declaration.rows - at * CHUNK_ROWS)
    if (
      rows.length !== expected * declaration.rowBytes ||
      chunkDigest(rows) !== declaration.chunks[at]
    ) {
      throw new Problem({
        code: 'batch.digest',
        what: 'A chunk is not the one its sender signed',
        where: `${declaration.name} of ${sender}, chunk ${at}`,
      })
    }
    return rows
  }
}

/**
 * Reads rows of an own batch back from the store, in the order they were kept; or in another one: row
 * i is then the kept row `order[i]`.
 */
export function storedBatch(
  work: RoundWork,
  shape: BatchShape,
  order: Uint32Array | null = null,
): ChunkSource {
  const { round } = work.manifest.core
  return async (at) => {
    const [from, to] = [at * CHUNK_ROWS, Math.min(shape.rows, (at + 1) * CHUNK_ROWS)]
    if (order !== null) {
      const positions = Array.from(order.subarray(from, to))
      return openRows(work, shape, await work.database.stores.rows.at(round, shape.name, positions))
    }
    return rangeOf(work, shape, { from, to })
  }
}

/** Some rows of a kept batch, in the order they were kept. */
export async function rangeOf(
  work: RoundWork,
  shape: BatchShape,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Uint8Array> {
  const { rows } = work.database.stores
  const stored = await rows.range(work.manifest.core.round, shape.name, from, to)
  if (stored.length !== to - from) throw new Error(`${shape.name}: rows are missing in the store`)
  return openRows(work, shape, stored)
}

export function openRows(
  work: RoundWork,
  shape: BatchShape,
  stored: readonly { position: number; bytes: Uint8Array }[],
): Uint8Array {
  const rows = new Uint8Array(stored.length * shape.rowBytes)
  stored.forEach((row, index) => {
    rows.set(work.vault.openRow(shape.name, row.position, row.bytes), index * shape.rowBytes)
  })
  return rows
}

/** A whole batch in memory: for what is small beside the rows. */
export async function readAll(source: ChunkSource, chunks: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let at = 0; at < chunks; at++) parts.push(await source(at))
  return concatBytes(...parts)
}

/** A source that keeps some columns only: `pieces` are [from, to) in bytes of each row. */
export function cutColumns(
  source: ChunkSource,
  rowBytes: number,
  pieces: readonly (readonly [number, number])[],
): ChunkSource {
  return async (at) => cutRows(await source(at), rowBytes, pieces)
}

export function cutRows(
  rows: Uint8Array,
  rowBytes: number,
  pieces: readonly (readonly [number, number])[],
): Uint8Array {
  const kept = pieces.reduce((sum, [from, to]) => sum + to - from, 0)
  const out = new Uint8Array((rows.length / rowBytes) * kept)
  let end = 0
  for (let row = 0; row < rows.length; row += rowBytes) {
    for (const [from, to] of pieces) {
      out.set(rows.subarray(row + from, row + to), end)
      end += to - from
    }
  }
  return out
}
