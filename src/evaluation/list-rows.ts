/**
 * Lists to rows and rows to persons, as owners and the coordinator do it (protocol/specification.md 5.1, 5.2, 8.2), on
 * hashed keys instead of tokens. Pure; for measuring only.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { linkRows } from '../linkage/link-rows.ts'
import { dropSharedValues, mergeDoubles, type RowKeys } from '../linkage/merge-doubles.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import type { LinkedRows, LinkQuality } from '../linkage/rule-l2.ts'
import type { KeyedList } from './keyed-list.ts'

/** A list after its own doubles. */
export interface ListRows extends RowKeys {
  readonly list: KeyedList
  /** Per record its row. */
  readonly rowOf: Uint32Array
  readonly doubles: LinkQuality
}

/** The rows of all lists, list after list. */
export interface RowGrid {
  readonly rows: number
  readonly slots: KeyedList['slots']
  /** TOKEN_BYTES a slot; fillers where a row has no key. */
  readonly tokens: Uint8Array
  readonly present: Uint8Array
  /** Per row its list. */
  readonly lists: Uint32Array
}

export function rowsOf(list: KeyedList): ListRows {
  const merged = mergeDoubles(list)
  const rows = dropSharedValues(list, merged)
  return { ...rows, list, rowOf: merged.person, doubles: merged.quality }
}

export function gridOf(lists: readonly ListRows[]): RowGrid {
  const slots = lists[0]?.list.slots ?? []
  const rows = lists.reduce((sum, one) => sum + one.rows, 0)
  const tokens = new Uint8Array(rows * slots.length * TOKEN_BYTES)
  const present = new Uint8Array(rows * slots.length)
  const view = new DataView(tokens.buffer)
  let cell = 0
  for (const { list, record } of lists) {
    for (let at = 0; at < record.length; at++) {
      const from = record[at]!
      // A filler is the number of its cell: no other has it, and a hash is like it with a chance of 2^-96.
      if (from < 0) view.setUint32(cell * TOKEN_BYTES, cell)
      else
        tokens.set(keyAt(list.keys, from * slots.length + (at % slots.length)), cell * TOKEN_BYTES)
      present[cell++] = from < 0 ? 0 : 1
    }
  }
  const ofList = lists.flatMap((one, at) => Array<number>(one.rows).fill(at))
  return { rows, slots, tokens, present, lists: Uint32Array.from(ofList) }
}

/** What the coordinator does, which sees neither lists nor fillers. */
export function linkLists(lists: readonly ListRows[]): LinkedRows {
  return linkRows({ ...gridOf(lists), maxRowsPerPerson: lists.length })
}

/** The person of each record, list after list, from the persons of rows. */
export function personsOfRecords(lists: readonly ListRows[], person: Uint32Array): string[] {
  let before = 0
  return lists.flatMap(({ rowOf, rows }) => {
    const found = Array.from(rowOf, (row) => String(person[before + row]!))
    before += rows
    return found
  })
}

/** Canonical keys of a list's rows, slot by slot, as its owner would send them; null where a filler goes. */
export function keysOfRows({ list, record }: ListRows): (Uint8Array | null)[] {
  const width = list.slots.length
  return Array.from(record, (from, at) =>
    from < 0 ? null : (list.canonical[from * width + (at % width)] ?? null),
  )
}

function keyAt(keys: Uint8Array, cell: number): Uint8Array {
  return keys.subarray(cell * TOKEN_BYTES, (cell + 1) * TOKEN_BYTES)
}
