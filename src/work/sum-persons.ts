import { concatBytes } from '../base/bytes.ts'
import type { Partition } from '../linkage/clusters.ts'
import { decodePartition, encodePartition } from '../linkage/partition.ts'
import {
  type BatchShape,
  batchDigest,
  CHUNK_ROWS,
  chunkCount,
  chunkDigest,
} from '../round/batch.ts'
import { outputOf, rowBytes, SUM_BYTES, slotBytes, totalRows } from '../round/stages.ts'
import { type ChunkSource, cutColumns, cutRows, openRows, storedBatch } from './batch-reader.ts'
import { transformRows } from './batch-writer.ts'
import { stageOrder } from './evaluator-stages.ts'
import type { RoundWork } from './round-work.ts'

/** The mixed rows without their slots, where the whole rows are not kept anyway. */
const MIXED = 'mixed'
export const SUMS = 'sums'

type Pieces = readonly (readonly [number, number])[]

/** `a`, label and presence of a row. */
function sumPieces(work: RoundWork): Pieces {
  const { core } = work.manifest
  return [
    [0, 32],
    [slotBytes(core), rowBytes(core)],
  ]
}

/** Keeps label and presence of the mixed rows, fetched from the last mixer. */
export async function keepMixed(
  work: RoundWork,
  source: ChunkSource,
  inputDigest: string,
): Promise<void> {
  const { core } = work.manifest
  const pieces = sumPieces(work)
  const cut = cutColumns(source, rowBytes(core), pieces)
  await transformRows(work, {
    output: { name: MIXED, rows: totalRows(core), rowBytes: SUM_BYTES },
    inputDigest,
    source: cut,
    task: null,
  })
}

/**
 * Sums each person's rows column by column (8.4) and gives the digest that coordinator and counters
 * compare. `ownMix`: this node made the last mix and still holds its whole rows.
 */
export async function sumPersons(
  work: RoundWork,
  partition: Partition,
  ownMix: boolean,
): Promise<string> {
  const { digest: binding } = work.manifest
  const order = rowsByPerson(partition)
  const output: BatchShape = { name: SUMS, rows: partition.persons, rowBytes: SUM_BYTES }
  const rows = mixedRows(work, ownMix)
  await transformRows(work, {
    output,
    inputDigest: chunkDigest(encodePartition(partition)),
    source: async (at) => rows(order.of(at)),
    task: (bytes, at) => ({
      op: 'sum',
      rows: bytes,
      rowBytes: SUM_BYTES,
      counts: order.counts(at),
    }),
  })
  const source = storedBatch(work, output)
  const chunks: string[] = []
  for (let at = 0; at < chunkCount(output.rows); at++) chunks.push(chunkDigest(await source(at)))
  return batchDigest(binding, output, chunks)
}

/** Reads mixed rows at any positions, cut to `a`, label and presence. */
function mixedRows(
  work: RoundWork,
  ownMix: boolean,
): (positions: readonly number[]) => Promise<Uint8Array> {
  const { core } = work.manifest
  const lastMix = { kind: 'mix', turn: core.evaluators.length } as const
  const whole = outputOf(core, lastMix, 0)
  const kept = { name: MIXED, rows: totalRows(core), rowBytes: SUM_BYTES }
  const rowsAt = async (shape: BatchShape, positions: readonly number[]) =>
    openRows(work, shape, await work.database.stores.rows.at(core.round, shape.name, positions))
  if (!ownMix) return (positions) => rowsAt(kept, positions)
  // Kept as they came in; the rows that went out are in this order.
  const order = stageOrder(work, lastMix, whole.rows)
  return async (positions) => {
    const rows = await rowsAt(
      whole,
      positions.map((position) => order[position]!), // position < rows of the mix
    )
    return cutRows(rows, whole.rowBytes, sumPieces(work))
  }
}

/** Counting sort: rows of person 0, then of person 1, …; eight bytes a row, no objects. */
function rowsByPerson({ persons, person }: Partition) {
  const start = new Uint32Array(persons + 1)
  for (const one of person) start[one + 1]! += 1 // person < persons
  for (let at = 0; at < persons; at++) start[at + 1]! += start[at]! // both within start
  const fill = start.slice()
  const rows = new Uint32Array(person.length)
  person.forEach((one, row) => {
    rows[fill[one]!++] = row // fill[one] < person.length by the counts above
  })
  const ends = (at: number) => [at * CHUNK_ROWS, Math.min(persons, (at + 1) * CHUNK_ROWS)] as const
  return {
    of: (at: number) => {
      const [from, to] = ends(at)
      return Array.from(rows.subarray(start[from], start[to]))
    },
    counts: (at: number) => {
      const [from, to] = ends(at)
      return Array.from(
        { length: to - from },
        (_, one) => start[from + one + 1]! - start[from + one]!,
      )
    },
  }
}

/** The encoded partition as a batch of four-byte rows. */
export function partitionSource(encoded: Uint8Array): ChunkSource {
  return async (at) => encoded.slice(at * CHUNK_ROWS * 4, (at + 1) * CHUNK_ROWS * 4)
}

export async function readPartition(source: ChunkSource, rows: number): Promise<Partition> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < chunkCount(rows); at++) chunks.push(await source(at))
  return decodePartition(concatBytes(...chunks), rows)
}
