/** From keys in the clear to what linking sees: 16-byte keys, fillers, tokens of shuffled rows. */
import { createHash } from 'node:crypto'
import type { Cell } from '../../src/base/lists.ts'
import type { SlotRule, Tier } from '../../src/base/slots.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { dropSharedValues, mergeDoubles, type OwnRecords } from '../../src/linkage/merge-doubles.ts'
import type { LinkedRows } from '../../src/linkage/rule-l2.ts'
import { collapseSets } from '../../src/psi/bag.ts'
import type { ClearRecord, ClearWorld } from '../world/in-the-clear.ts'

export type Keys = readonly (string | null)[]

export function slot(
  id: string,
  tier: Tier,
  more: { class?: string; family?: string; unique?: boolean } = {},
): SlotRule {
  const own = more.class ?? id
  return { id, class: own, tier, family: more.family ?? own, unique: more.unique ?? false }
}

/** Equal for equal keys of a class, as an element's first bytes are. */
export function keyBytes(rule: SlotRule, key: string): Uint8Array {
  const hash = createHash('sha256').update(JSON.stringify([rule.class, key]))
  return new Uint8Array(hash.digest().subarray(0, 16))
}

let fillers = 0
/** Bytes that no key and no other filler has. */
export function filler(): Uint8Array {
  const hash = createHash('sha256').update(`filler ${fillers++}`)
  return new Uint8Array(hash.digest().subarray(0, 16))
}

export function flatKeys(slots: readonly SlotRule[], rows: readonly Keys[]): Uint8Array {
  const cells = rows.flatMap((row) =>
    row.map((key, at) => (key === null ? filler() : keyBytes(slots[at]!, key))),
  )
  return new Uint8Array(Buffer.concat(cells))
}

export function link(slots: readonly SlotRule[], rows: readonly Keys[], max = 9): LinkedRows {
  const tokens = flatKeys(slots, rows)
  return linkRows({ rows: rows.length, slots, tokens, maxRowsPerPerson: max })
}

export function ownRecords(slots: readonly SlotRule[], rows: readonly Keys[]): OwnRecords {
  // Absent keys are zeros here: they would all agree if anything looked at them.
  const cells = rows.flatMap((row) =>
    row.map((key, at) => (key === null ? new Uint8Array(16) : keyBytes(slots[at]!, key))),
  )
  return {
    records: rows.length,
    slots,
    keys: new Uint8Array(Buffer.concat(cells)),
    present: Uint8Array.from(rows.flat(), (key) => (key === null ? 0 : 1)),
  }
}

/** Rows of persons, for reading in tests: [[0, 2], [1]]. */
export function personsOf({ persons, person }: { persons: number; person: Uint32Array }) {
  const rows = Array.from({ length: persons }, (): number[] => [])
  for (const [row, number] of person.entries()) rows[number]!.push(row)
  return rows
}

/** The keys of a list's rows as its node would send them. */
export function sentRows(world: ClearWorld, list: string): ClearRecord[] {
  const records = world.records.filter((record) => record.list === list)
  const own = ownRecords(
    world.slots,
    records.map((record) => record.keys),
  )
  const { rows, record } = dropSharedValues(own, mergeDoubles(own))
  const width = world.slots.length
  return Array.from({ length: rows }, (_, row) => ({
    list,
    keys: world.slots.map((_, at) => records[record[row * width + at]!]?.keys[at] ?? null),
  }))
}

/** The overlap table by way of the code under test; `order` sorts the rows of all lists. */
export function linkedTable(world: ClearWorld, order: (row: number) => number) {
  const rows = world.lists.flatMap((list) => sentRows(world, list))
  const shuffled = rows
    .map((row, at) => ({ row, key: order(at) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
  const keys = shuffled.map((row) => row.keys)
  const sets = personsOf(link(world.slots, keys, world.lists.length)).map((person) => ({
    lists: person.map((row) => shuffled[row]!.list).sort(),
    count: 1,
  }))
  const { cells, listTwice }: { cells: Cell[]; listTwice: number } = collapseSets(sets)
  return { cells, listTwice, rows: countRows(world, rows) }
}

function countRows(world: ClearWorld, rows: readonly ClearRecord[]): Map<string, number> {
  return new Map(world.lists.map((id) => [id, rows.filter((row) => row.list === id).length]))
}
