/**
 * A node's own list before it is encrypted: doubles become one row, and a key value that two rows
 * would hold goes (protocol/specification.md 5.1 and 5.2). Afterwards equal tokens of a round are
 * never of one list. Runs at the owner, on its own keys.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import type { SlotRule } from '../base/slots.ts'
import type { Partition } from './clusters.ts'
import { keyClasses } from './key-class.ts'
import { checkGrid, type KeyGrid, numberKeys } from './number-keys.ts'
import { applyRule, type LinkedRows } from './rule-l2.ts'
import type { ClassKeys } from './touched-clusters.ts'

export interface OwnRecords {
  readonly records: number
  readonly slots: readonly SlotRule[]
  /** records · slots · TOKEN_BYTES, record by record: the first bytes of each key's element. */
  readonly keys: Uint8Array
  /** records · slots bytes, 0 where the record has no such key. */
  readonly present: Uint8Array
}

/** Values of one class that more than one row of a list would hold. Counts only. */
export interface SharedValues {
  readonly class: string
  readonly values: number
  /** Rows that lost a value. */
  readonly rows: number
  /** Most rows that one value had. */
  readonly most: number
  readonly dropped: number
}

/** Which record gives each row its key, slot by slot. */
export interface RowKeys {
  readonly rows: number
  /** rows · slots; the record's position, or -1 where the slot takes a filler. */
  readonly record: Int32Array
  /** Slots emptied because another row of the list held the same value. */
  readonly dropped: number
  /** The same by class, in the order of the classes. */
  readonly shared: readonly SharedValues[]
}

/**
 * Groups the records that are one person. Absent keys never match and nothing limits the size of
 * a group; a number speaks against a link as soon as one record has it, since here it is no filler.
 *
 * @throws Problem `linkage.grid-size`, `linkage.class-mixed`
 */
export function mergeDoubles(own: OwnRecords): LinkedRows {
  const grid = gridOf(own)
  return applyRule(own.records, numberClasses(grid, own.slots), {
    maxRows: Number.POSITIVE_INFINITY,
  })
}

/**
 * Chooses for each row (a person of `merged`) and slot the key of the first record that has one
 * the row does not hold yet in that class, then empties every slot whose value two rows hold.
 *
 * @throws Problem `linkage.grid-size`, `linkage.class-mixed`
 */
export function dropSharedValues(own: OwnRecords, merged: Partition): RowKeys {
  const grid = gridOf(own)
  const record = new Int32Array(merged.persons * grid.slots).fill(-1)
  const shared = numberClasses(grid, own.slots).map((ownClass) => {
    chooseKeys(ownClass, grid, merged, record)
    return dropShared(ownClass, grid, record)
  })
  const dropped = shared.reduce((sum, one) => sum + one.dropped, 0)
  return { rows: merged.persons, record, dropped, shared }
}

/** The keys of a list as the rule sees them, class by class. */
export function ownClasses(own: OwnRecords): ClassKeys[] {
  return numberClasses(gridOf(own), own.slots)
}

function gridOf({ records, slots, keys, present }: OwnRecords): KeyGrid {
  const grid = { rows: records, slots: slots.length, keys, present }
  checkGrid(grid)
  return grid
}

function numberClasses(grid: KeyGrid, slots: readonly SlotRule[]): ClassKeys[] {
  return keyClasses(slots).map((rule) => ({ rule, keys: numberKeys(grid, rule.slots, 1) }))
}

function chooseKeys(own: ClassKeys, grid: KeyGrid, merged: Partition, record: Int32Array): void {
  const { keyOf, width } = own.keys
  const chosen = new Int32Array(merged.persons * width).fill(-1)
  for (let at = 0; at < width; at++) {
    for (let from = 0; from < grid.rows; from++) {
      const row = merged.person[from]!
      const key = keyOf[from * width + at]!
      if (key < 0 || chosen[row * width + at] !== -1) continue
      if (chosen.subarray(row * width, row * width + at).includes(key)) continue
      chosen[row * width + at] = key
      record[row * grid.slots + own.rule.slots[at]!] = from
    }
  }
}

/** Empties the slots of this class whose value another row holds too. */
function dropShared({ rule, keys }: ClassKeys, grid: KeyGrid, record: Int32Array): SharedValues {
  const holders = new Uint32Array(keys.count)
  const eachKey = (visit: (cell: number, key: number) => void) => {
    for (let row = 0; row < record.length; row += grid.slots) {
      for (const [at, slot] of rule.slots.entries()) {
        const from = record[row + slot]!
        if (from >= 0) visit(row + slot, keys.keyOf[from * keys.width + at]!)
      }
    }
  }
  const losers = new Set<number>()
  let dropped = 0
  let most = 0
  // A row holds a value once in a class, so the holders counted are different rows.
  eachKey((_, key) => holders[key]!++)
  eachKey((cell, key) => {
    if (holders[key]! < 2) return
    record[cell] = -1
    dropped++
    most = Math.max(most, holders[key]!)
    losers.add(Math.floor(cell / grid.slots))
  })
  const values = holders.reduce((sum, held) => (held < 2 ? sum : sum + 1), 0)
  return { class: rule.id, values, rows: losers.size, most, dropped }
}
