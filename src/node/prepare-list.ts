import { UNKNOWN } from '../base/codes.ts'
import { Problem } from '../base/problem.ts'
import type { SlotRule } from '../base/slots.ts'
import type { Partition } from '../linkage/clusters.ts'
import { dropSharedValues, mergeDoubles, type RowKeys } from '../linkage/merge-doubles.ts'
import type { CheckPerson } from '../psi/check-persons.ts'
import type { AgreedTable } from '../round/agreement.ts'
import { CHUNK_ROWS, type Declaration } from '../round/batch.ts'
import { type Core, columnNames } from '../round/manifest.ts'
import type { ListQuality } from '../round/quality-reports.ts'
import { listBatch } from '../round/stages.ts'
import type { RecordStore } from '../storage/record-store.ts'
import { type ChunkSource, storedBatch } from '../work/batch-reader.ts'
import { publishBatch, transformRows } from '../work/batch-writer.ts'
import { CHECK, chosenColumns, PADDING, REAL } from '../work/list-columns.ts'
import type { RoundWork } from '../work/round-work.ts'
import { jointKeys } from '../work/stage-keys.ts'
import { secretOrder } from '../work/stage-rows.ts'
import { RecordPages } from './record-pages.ts'
import { codesOfRows } from './row-codes.ts'
import { rowQuality } from './row-quality.ts'

const ELEMENT_BYTES = 32

export interface ListParts {
  readonly list: string
  readonly slots: readonly SlotRule[]
  readonly records: RecordStore
  readonly storageKey: Uint8Array
  readonly minimumPersons: number
}

/** What stands in the rows of a list, before it is encrypted. */
interface ListRows {
  readonly list: string
  readonly pages: RecordPages
  /** Rows of persons, which come first. */
  readonly rows: RowKeys
  /** Per row a byte for each table: the place of its code. */
  readonly codes: Uint8Array
  /** The made-up persons on this list, which come next; padding fills the rest. */
  readonly checks: readonly CheckPerson[]
}

/** A list as it is declared, and what its counters are told of it besides. */
export interface PreparedList {
  readonly declaration: Declaration
  readonly quality: ListQuality
}

/**
 * Makes an owner's batch of one list (protocol/specification.md 5): doubles become one row, values
 * held twice go, empty slots get fillers, check rows and padding fill up to the agreed size, and all of
 * it stands in an order that only this node knows. Nothing leaves the node here.
 */
export async function prepareList(
  work: RoundWork,
  parts: ListParts & {
    readonly tables: readonly AgreedTable[]
    readonly checks: readonly CheckPerson[]
  },
): Promise<PreparedList> {
  const { core } = work.manifest
  const output = listBatch(core, parts.list)
  const pages = new RecordPages(parts)
  const { rows, doubles, digest } = await mergeList(pages, parts)
  refuseSize(rows.rows, output.rows - core.checks, parts)
  const codes = await codesOfRows(pages, doubles, parts.tables)
  const checks = parts.checks.filter(({ lists }) => lists.includes(parts.list))
  const list = { list: parts.list, pages, rows, codes, checks }
  const chosen = chosenColumns(work, parts.list)
  const columnKeys = jointKeys(work, columnNames(core))
  const seed = (label: string, chunk: number) => work.vault.seed(`${label}${output.name}`, chunk)
  await transformRows(work, {
    output,
    inputDigest: digest,
    source: keysOfRows(list, output.rows, core.slots.length),
    task: (keys, chunk) => ({
      op: 'submit',
      keys,
      slots: core.slots.length,
      chosen,
      picks: picksOfRows(list, core, { chunk, rows: keys.length / (core.slots.length * 32) }),
      columnKeys,
      seeds: {
        rows: seed('', chunk),
        fillers: seed('fillers ', chunk),
        proofs: seed('choices ', chunk),
      },
    }),
  })
  const order = secretOrder(work, output.name, output.rows)
  // The merge and the rows come from different readings; an import in between would mix two registers.
  if ((await new RecordPages(parts).digest()) !== digest) throw changedMeanwhile(parts.list)
  return {
    declaration: await publishBatch(work, output, storedBatch(work, output, order)),
    quality: { list: parts.list, records: doubles.person.length, ...rowQuality(rows, parts.slots) },
  }
}

/** 5.1 and 5.2, on the first bytes of each key. */
async function mergeList(
  pages: RecordPages,
  { slots }: ListParts,
): Promise<{ rows: RowKeys; doubles: Partition; digest: string }> {
  const { digest, ...prefixes } = await pages.prefixes(slots.length)
  const own = { ...prefixes, slots }
  const doubles = mergeDoubles(own)
  return { rows: dropSharedValues(own, doubles), doubles, digest }
}

/** How many rows the records of a list make: persons as far as this node can tell. */
export async function countRows(parts: ListParts): Promise<number> {
  return (await mergeList(new RecordPages(parts), parts)).rows.rows
}

/** Chunks of keys, slots · 32 bytes a row, zero bytes for empty slots and for padding. */
function keysOfRows(
  { list, pages, rows, checks }: ListRows,
  total: number,
  slots: number,
): ChunkSource {
  return async (chunk) => {
    const from = chunk * CHUNK_ROWS
    const to = Math.min(total, from + CHUNK_ROWS)
    const keys = new Uint8Array((to - from) * slots * ELEMENT_BYTES)
    const put = (row: number, slot: number, element: Uint8Array) =>
      keys.set(element, ((row - from) * slots + slot) * ELEMENT_BYTES)
    for (let row = from; row < Math.min(to, rows.rows); row++) {
      for (let slot = 0; slot < slots; slot++) {
        const record = rows.record[row * slots + slot]! // row < rows.rows
        if (record < 0) continue
        const at = slot * ELEMENT_BYTES
        put(row, slot, (await pages.at(record)).keys.subarray(at, at + ELEMENT_BYTES))
      }
    }
    for (const [at, { lists, rows: held }] of checks.entries()) {
      const row = rows.rows + at
      if (row < from || row >= to) continue
      for (const [slot, element] of (held[lists.indexOf(list)] ?? []).entries()) {
        if (element !== null) put(row, slot, element)
      }
    }
    return keys
  }
}

/** What presence and codes of each row of a chunk are: one byte for each. */
function picksOfRows(
  { rows, codes, checks }: ListRows,
  { tables }: Core,
  part: { readonly chunk: number; readonly rows: number },
): Uint8Array {
  const width = 1 + tables.length
  const picks = new Uint8Array(part.rows * width)
  for (let at = 0; at < part.rows; at++) {
    const row = part.chunk * CHUNK_ROWS + at
    const check = checks[row - rows.rows]
    picks[at * width] = row < rows.rows ? REAL : check === undefined ? PADDING : CHECK
    tables.forEach((table, place) => {
      const own = row < rows.rows ? codes[row * tables.length + place] : undefined
      const code = check?.codes[table.id] ?? UNKNOWN
      picks[at * width + 1 + place] = own ?? table.codes.indexOf(code)
    })
  }
  return picks
}

/** Refused before anything of the list is sent. */
function refuseSize(persons: number, size: number, parts: ListParts): void {
  if (persons > size) {
    throw new Problem({
      code: 'list.over-limit',
      what: 'A list holds more persons than its agreed size',
      where: `list ${parts.list}, agreed ${size} rows`,
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
