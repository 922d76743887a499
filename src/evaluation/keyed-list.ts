/**
 * Records of which it is known whose they are, with their match keys, as a node has them before it makes a list of
 * them. Pure; for measuring only.
 */
import { createHash } from 'node:crypto'
import type { OwnRecords } from '../linkage/merge-doubles.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import { PostcodeCounts } from '../matching/crowded-postcodes.ts'
import type { Sex } from '../matching/normalise-sex.ts'
import type { PersonFields } from '../matching/person-fields.ts'
import { keysOf, type Recipe, type RecipeSlot } from '../matching/recipe.ts'

export interface LabelledRecord {
  /** Equal for records of one person, over all lists. */
  readonly entity: string
  readonly person: PersonFields
}

export interface LabelledList {
  /** How the list is called when it is told of. */
  readonly name: string
  readonly records: readonly LabelledRecord[]
}

/** Of a list's records what linking sees, and what only a yardstick sees. */
export interface KeyedList extends OwnRecords {
  readonly name: string
  readonly slots: readonly RecipeSlot[]
  /** Canonical keys, slot by slot, record by record. */
  readonly canonical: readonly (Uint8Array | null)[]
  readonly entities: readonly string[]
  readonly sexes: readonly (Sex | undefined)[]
}

interface KeyedRecord extends LabelledRecord {
  readonly canonical: readonly (Uint8Array | null)[]
  readonly hashed: Uint8Array
}

/**
 * Builds the keys of a list. Records come in the order of their keys, so that no figure depends on the order in which
 * a file has them (which key a row takes, where it has more than slots, does).
 */
export function keyList({ name, records }: LabelledList, recipe: Recipe): KeyedList {
  const postcodes = new PostcodeCounts()
  for (const { person } of records) postcodes.add(person.postcode)
  const sorted = records
    .map((record) => keyRecord({ ...record, person: postcodes.marked(record.person) }, recipe))
    .sort((a, b) => Buffer.compare(a.hashed, b.hashed))
  const canonical = sorted.flatMap((record) => record.canonical)
  return {
    name,
    records: sorted.length,
    slots: recipe.slots,
    keys: new Uint8Array(Buffer.concat(sorted.map(({ hashed }) => hashed))),
    present: Uint8Array.from(canonical, (key) => (key === null ? 0 : 1)),
    canonical,
    entities: sorted.map(({ entity }) => entity),
    sexes: sorted.map(({ person }) => person.sex),
  }
}

/** A hash stands for the element, as linking compares bytes only (protocol/specification.md 8.2). */
function keyRecord(record: LabelledRecord, recipe: Recipe): KeyedRecord {
  const canonical = keysOf(record.person, recipe)
  const hashed = new Uint8Array(canonical.length * TOKEN_BYTES)
  for (const [at, key] of canonical.entries()) {
    const slot = recipe.slots[at]
    if (key !== null && slot !== undefined) hashed.set(hashOf(slot.keyId, key), at * TOKEN_BYTES)
  }
  return { ...record, canonical, hashed }
}

function hashOf(keyId: string, canonical: Uint8Array): Uint8Array {
  // All ids are of one length, so no two pairs of id and key give one text.
  const hash = createHash('sha256').update(keyId).update(canonical).digest()
  return hash.subarray(0, TOKEN_BYTES)
}

/** The same list with the keys of some slots only. */
export function onlySlots(list: KeyedList, wanted: (slot: RecipeSlot) => boolean): KeyedList {
  const width = list.slots.length
  const kept = list.slots.flatMap((slot, at) => (wanted(slot) ? [at] : []))
  const cells = Array.from({ length: list.records }, (_, record) =>
    kept.map((at) => record * width + at),
  ).flat()
  const keys = new Uint8Array(cells.length * TOKEN_BYTES)
  for (const [at, cell] of cells.entries()) {
    keys.set(list.keys.subarray(cell * TOKEN_BYTES, (cell + 1) * TOKEN_BYTES), at * TOKEN_BYTES)
  }
  return {
    ...list,
    slots: list.slots.filter(wanted),
    keys,
    present: Uint8Array.from(cells, (cell) => list.present[cell] ?? 0),
    canonical: cells.map((cell) => list.canonical[cell] ?? null),
  }
}
