import { Problem } from '../base/problem.ts'
import type { SlotRule } from '../base/slots.ts'
import { dropSharedValues, mergeDoubles, type RowKeys } from '../linkage/merge-doubles.ts'
import { type BatchShape, CHUNK_ROWS, type Declaration } from '../round/batch.ts'
import { columnNames } from '../round/manifest.ts'
import { listBatch } from '../round/stages.ts'
import type { RecordStore } from '../storage/record-store.ts'
import { type ChunkSource, storedBatch } from '../work/batch-reader.ts'
import { publishBatch, transformRows } from '../work/batch-writer.ts'
import { jointKeys, secretOrder } from '../work/evaluator-stages.ts'
import type { RoundWork } from '../work/round-work.ts'
import { RecordPages } from './record-pages.ts'

const ELEMENT_BYTES = 32

export interface ListParts {
  readonly list: string
  readonly slots: readonly SlotRule[]
  readonly records: RecordStore
  readonly storageKey: Uint8Array
  readonly minimumPersons: number
}

/**
 * Makes an owner's batch of one list (protocol/specification.md 5): doubles become one row, values
 * held twice go, empty slots get fillers, padding fills up to the agreed size, and all of it stands in
 * an order that only this node knows. Nothing leaves the node here.
 */
export async function prepareList(work: RoundWork, parts: ListParts): Promise<Declaration> {
  const { core } = work.manifest
  const output = listBatch(core, parts.list)
  const pages = new RecordPages(parts)
  const { rows, digest } = await mergeList(pages, parts)
  refuseSize(rows.rows, output, parts)
  const columnKeys = jointKeys(work, columnNames(core.slots))
  await transformRows(work, {
    output,
    inputDigest: digest,
    source: keysOfRows(pages, rows, output.rows, core.slots.length),
    task: (keys, chunk) => ({
      op: 'submit',
      keys,
      slots: core.slots.length,
      paddingFrom: rows.rows - chunk * CHUNK_ROWS,
      columnKeys,
      seed: work.vault.seed(output.name, chunk),
    }),
  })
  const order = secretOrder(work, output.name, output.rows)
  // The merge and the rows come from different readings; an import in between would mix two registers.
  if ((await new RecordPages(parts).digest()) !== digest) throw changedMeanwhile(parts.list)
  return publishBatch(work, output, storedBatch(work, output, order))
}

/** 5.1 and 5.2, on the first bytes of each key. */
async function mergeList(
  pages: RecordPages,
  { slots }: ListParts,
): Promise<{ rows: RowKeys; digest: string }> {
  const { digest, ...prefixes } = await pages.prefixes(slots.length)
  const own = { ...prefixes, slots }
  return { rows: dropSharedValues(own, mergeDoubles(own)), digest }
}

/** How many rows the records of a list make: persons as far as this node can tell. */
export async function countRows(parts: ListParts): Promise<number> {
  return (await mergeList(new RecordPages(parts), parts)).rows.rows
}

/** Chunks of keys, slots · 32 bytes a row, zero bytes for empty slots and for padding. */
function keysOfRows(pages: RecordPages, rows: RowKeys, total: number, slots: number): ChunkSource {
  return async (chunk) => {
    const from = chunk * CHUNK_ROWS
    const to = Math.min(total, from + CHUNK_ROWS)
    const keys = new Uint8Array((to - from) * slots * ELEMENT_BYTES)
    for (let row = from; row < Math.min(to, rows.rows); row++) {
      for (let slot = 0; slot < slots; slot++) {
        const record = rows.record[row * slots + slot]! // row < rows.rows
        if (record < 0) continue
        const own = (await pages.at(record)).subarray(
          slot * ELEMENT_BYTES,
          (slot + 1) * ELEMENT_BYTES,
        )
        keys.set(own, ((row - from) * slots + slot) * ELEMENT_BYTES)
      }
    }
    return keys
  }
}

/** Refused before anything of the list is sent. */
function refuseSize(persons: number, batch: BatchShape, parts: ListParts): void {
  if (persons > batch.rows) {
    throw new Problem({
      code: 'list.over-limit',
      what: 'A list holds more persons than its agreed size',
      where: `list ${parts.list}, agreed ${batch.rows} rows`,
      remedy: 'Agree on a larger size for this list, or import the right period.',
    })
  }
  if (persons > 0 && persons < parts.minimumPersons) {
    throw new Problem({
      code: 'list.below-minimum',
      what: 'A list holds so few persons that it must not be sent',
      where: `list ${parts.list}, the agreement asks for at least ${parts.minimumPersons}`,
      remedy:
        'Leave the list out of the round, or agree on a wider list; an empty one may be sent.',
    })
  }
}

function changedMeanwhile(list: string): Problem {
  return new Problem({
    code: 'records.changed',
    what: 'Records were imported while a round read them',
    where: `list ${list}`,
    remedy: 'Import before a round is opened, or after this node has submitted.',
  })
}
