/**
 * Gives equal keys of a class equal numbers, so that the linking rule compares integers. One
 * open-addressing table in typed arrays per class: a million rows must fit in memory and finish
 * in seconds, which a Map with a string per key does not.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { Problem } from '../base/problem.ts'

/** Bytes of a token or key that are compared: a 128-bit prefix of an element. */
export const TOKEN_BYTES = 16

const WORDS = TOKEN_BYTES / 4
const MAX_CELLS = 2 ** 30

/** Keys of many rows, flat and row-major. */
export interface KeyGrid {
  readonly rows: number
  /** Slots per row. */
  readonly slots: number
  /** rows · slots · TOKEN_BYTES bytes. */
  readonly keys: Uint8Array
  /** rows · slots bytes, 0 where the slot is empty; left out when every slot is filled. */
  readonly present?: Uint8Array
}

/** The keys of one class as numbers. */
export interface NumberedKeys {
  /** Slots of the class. */
  readonly width: number
  /** rows · width; the key's number, or -1 when absent or held by too few rows. */
  readonly keyOf: Int32Array
  /** Numbers given: 0 … count − 1. */
  readonly count: number
}

/** @throws Problem `linkage.grid-size` when an array does not fit the number of rows and slots */
export function checkGrid(grid: KeyGrid): void {
  const cells = grid.rows * grid.slots
  const fits = Number.isSafeInteger(cells) && cells >= 0 && cells <= MAX_CELLS
  const presentFits = grid.present === undefined || grid.present.length === cells
  if (fits && presentFits && grid.keys.length === cells * TOKEN_BYTES) return
  throw new Problem({
    code: 'linkage.grid-size',
    what: 'The keys do not fit the number of rows and slots',
    where: `${grid.rows} rows of ${grid.slots} slots`,
    remedy: 'Use the slots of the manifest for all rows of the round.',
  })
}

/**
 * Numbers the keys in `slots` (one class) that at least `minHolders` different rows hold, by first
 * appearance.
 */
export function numberKeys(
  grid: KeyGrid,
  slots: readonly number[],
  minHolders: 1 | 2,
): NumberedKeys {
  const width = slots.length
  const keyOf = new Int32Array(grid.rows * width).fill(-1)
  const index = new KeyIndex(grid.keys, grid.rows * width)
  for (let row = 0; row < grid.rows; row++) {
    for (let at = 0; at < width; at++) {
      const cell = row * grid.slots + slots[at]!
      if (grid.present?.[cell] !== 0) keyOf[row * width + at] = index.enter(cell, row)
    }
  }
  return { width, keyOf, count: renumber(keyOf, index, minHolders) }
}

/** Replaces entries by consecutive numbers in place; entries with too few holders become -1. */
function renumber(keyOf: Int32Array, index: KeyIndex, minHolders: 1 | 2): number {
  let count = 0
  const numbers = new Int32Array(index.count)
  for (let entry = 0; entry < index.count; entry++) {
    numbers[entry] = minHolders === 1 || index.isShared(entry) ? count++ : -1
  }
  for (let at = 0; at < keyOf.length; at++) {
    const entry = keyOf[at]!
    if (entry >= 0) keyOf[at] = numbers[entry]!
  }
  return count
}

/** Open addressing with linear probing, at most half full; entries count up from zero. */
class KeyIndex {
  count = 0
  readonly #words: Uint32Array
  readonly #mask: number
  /** Entry + 1 per place, 0 where free. */
  readonly #places: Int32Array
  /** Where the entry's bytes were first seen. */
  readonly #firstCell: Uint32Array
  readonly #firstRow: Uint32Array
  readonly #shared: Uint8Array

  constructor(keys: Uint8Array, capacity: number) {
    this.#words = wordsOf(keys)
    const size = 2 ** Math.ceil(Math.log2(2 * capacity + 2))
    this.#mask = size - 1
    this.#places = new Int32Array(size)
    this.#firstCell = new Uint32Array(capacity)
    this.#firstRow = new Uint32Array(capacity)
    this.#shared = new Uint8Array(capacity)
  }

  /** The entry of the key in this cell, made when new; notes when a second row holds it. */
  enter(cell: number, row: number): number {
    let place = hashOf(this.#words, cell * WORDS) & this.#mask
    for (;;) {
      const entry = this.#places[place]! - 1
      if (entry < 0) return this.#add(place, cell, row)
      if (this.#holds(entry, cell)) {
        if (this.#firstRow[entry] !== row) this.#shared[entry] = 1
        return entry
      }
      place = (place + 1) & this.#mask
    }
  }

  /** Whether two different rows hold the entry's key. */
  isShared(entry: number): boolean {
    return this.#shared[entry] === 1
  }

  #add(place: number, cell: number, row: number): number {
    const entry = this.count++
    this.#places[place] = entry + 1
    this.#firstCell[entry] = cell
    this.#firstRow[entry] = row
    return entry
  }

  #holds(entry: number, cell: number): boolean {
    const words = this.#words
    const a = this.#firstCell[entry]! * WORDS
    const b = cell * WORDS
    for (let at = 0; at < WORDS; at++) if (words[a + at] !== words[b + at]) return false
    return true
  }
}

function wordsOf(keys: Uint8Array): Uint32Array {
  // A typed array of words must start at a multiple of four bytes.
  const aligned = keys.byteOffset % 4 === 0 ? keys : new Uint8Array(keys)
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
}

/** Spreads all bits: encoded elements have fixed bits, and related inputs must not pile up. */
function hashOf(words: Uint32Array, at: number): number {
  let hash = 0
  for (let word = 0; word < WORDS; word++) {
    hash = Math.imul(hash ^ words[at + word]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash, 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
