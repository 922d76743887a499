import { concatBytes } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { permutation } from '../psi/permutation.ts'
import { type BatchShape, CHUNK_ROWS } from '../round/batch.ts'
import { columnNames, openedColumns, PERSONS } from '../round/manifest.ts'
import {
  addedRows,
  coveredParts,
  inputStage,
  isLastStrip,
  lastMix,
  makerOf,
  openBytes,
  outputOf,
  rowBytes,
  type Stage,
  slotBytes,
  totalRows,
} from '../round/stages.ts'
import {
  type ChunkSource,
  cutColumns,
  cutRows,
  openRows,
  rangeOf,
  storedBatch,
} from './batch-reader.ts'
import type { RoundWork } from './round-work.ts'

/** Rows of all lists with their labels, as the first mix takes them. */
export const INPUT = 'input'

const ELEMENT_BYTES = 32

/** Whether the maker of a stage puts its rows in a secret order. */
export function shuffles(work: RoundWork, stage: Stage): boolean {
  if (stage.kind === 'mix') return true
  return stage.kind === 'open' && stage.turn > 0 && !isLastStrip(work.manifest.core, stage)
}

/** The secret order of an own batch: the same after a restart, unknown to everybody else. */
export function secretOrder(work: RoundWork, batch: string, rows: number): Uint32Array {
  return permutation(rows, keyStream(work.vault.seed(`order ${batch}`, 0)))
}

/** What a stage put out, as this node keeps it: its own, or what it has checked of others. */
export function stageRows(work: RoundWork, stage: Stage, rows: number): ChunkSource {
  const shape = outputOf(work.manifest.core, stage, rows)
  return storedBatch(work, shape, keptOrder(work, stage, shape))
}

/** Own shuffled rows are kept as they came in; they went out in this order. */
export function keptOrder(work: RoundWork, stage: Stage, shape: BatchShape): Uint32Array | null {
  const own = makerOf(work.manifest.core, stage) === work.self
  return own && shuffles(work, stage) ? secretOrder(work, shape.name, shape.rows) : null
}

/** What a stage works on: `rows` of it, with the columns that the stage takes. */
export function inputRows(work: RoundWork, stage: Stage, rows: number): ChunkSource {
  const { core } = work.manifest
  const input = inputStage(core, stage)
  if (input === null) {
    return storedBatch(work, { name: INPUT, rows: totalRows(core), rowBytes: rowBytes(core) })
  }
  if (stage.kind === 'open' && stage.turn === 0)
    return storedBatch(work, sumsBatch(stage.table, rows))
  if (input.kind === 'cover') return coveredRows(work, rows)
  const source = stageRows(work, input, rows)
  if (stage.kind !== 'evaluate' || stage.turn > 1) return source
  return cutColumns(source, rowBytes(core), [[0, slotBytes(core)]])
}

/** The persons' sums and all covers, one after another, as one batch of `rows` rows (14.3). */
function coveredRows(work: RoundWork, rows: number): ChunkSource {
  const { core } = work.manifest
  const persons = rows - addedRows(core, PERSONS)
  const shapes = coveredParts(core).map((stage) => outputOf(core, stage, persons))
  const width = openBytes(PERSONS)
  return async (at) => {
    const parts: Uint8Array[] = []
    let first = 0
    for (const shape of shapes) {
      const from = Math.max(0, at * CHUNK_ROWS - first)
      const to = Math.min(shape.rows, (at + 1) * CHUNK_ROWS - first)
      if (from < to) {
        const kept = await rangeOf(work, shape, { from, to })
        parts.push(cutRows(kept, shape.rowBytes, [[0, width]]))
      }
      first += shape.rows
    }
    return concatBytes(...parts)
  }
}

/** The persons' sums of a table's columns: at the coordinator and the counters (8.4). */
export function sumsBatch(table: string, persons: number): BatchShape {
  return { name: `sums/${table}`, rows: persons, rowBytes: openBytes(table) }
}

export type Pieces = readonly (readonly [number, number])[]

/** Where `a` and the columns opened for a table stand in a row of the last mix. */
export function openedPieces(work: RoundWork, table: string): Pieces {
  const names = columnNames(work.manifest.core)
  const places = openedColumns(table).map((column) => names.indexOf(column) + 1)
  return [0, ...places].map((at) => [at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES])
}

/** Reads rows of the last mix at any places. */
export function lastMixRows(
  work: RoundWork,
): (positions: readonly number[]) => Promise<Uint8Array> {
  const { core } = work.manifest
  const stage = lastMix(core)
  const shape = outputOf(core, stage, 0)
  const order = keptOrder(work, stage, shape)
  return async (positions) => {
    const kept = order === null ? positions : positions.map((position) => order[position]!) // below the rows of the mix
    return openRows(work, shape, await work.database.stores.rows.at(core.round, shape.name, kept))
  }
}
