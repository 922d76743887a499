/*
 * Check persons (protocol/specification.md 5.8): made-up persons that every owner hides among its
 * rows, the same at all owners without a word said, since all derive them from the matching secret.
 * The counter learns the seed of one round, sealed to it, and must find exactly these persons in
 * the bag: so what links, labels and opens is tested where nobody can tell a test from a person.
 * The seed reveals nothing of the matching secret or of any key.
 */
import { createHmac } from 'node:crypto'
import { concatBytes, i2osp, lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import type { SlotRule } from '../base/slots.ts'
import { deriveBytes, keyStream } from '../crypto/derive.ts'
import type { GroupEngine } from '../group/engine.ts'
import { hashToGroup } from '../group/hash-to-group.ts'
import { permutation } from './permutation.ts'
import { deriveLabels, groupTags, SECRET_BYTES } from './suite.ts'

/** A made-up person: on which lists, with which codes, and in which slots its rows agree. */
export interface CheckPerson {
  /** Sorted; two or more where the round has as many. */
  readonly lists: readonly string[]
  /** Its code in each table. */
  readonly codes: Readonly<Record<string, string>>
  /** For each list in turn, per slot 32 bytes, or null for a filler. One slot is held by all rows. */
  readonly rows: readonly (readonly (Uint8Array | null)[])[]
}

/** What check persons are made for: part of the core, and what its recipe says of its slots. */
export interface CheckShape {
  readonly checks: number
  readonly lists: readonly { readonly id: string }[]
  readonly slots: readonly string[]
  /** Places of the slots whose key links by itself, ascending; at least one. */
  readonly anchors: readonly number[]
  readonly tables: readonly { readonly id: string; readonly codes: readonly string[] }[]
}

/** The largest number of lists that a check person is on. */
const MOST_LISTS = 4
/** Of four rows three hold what is not held by all of them: gaps as real records have. */
const GAP = 4

/** The slots whose key links by itself (protocol/specification.md 8.2). */
export function anchorsOf(slots: readonly SlotRule[]): number[] {
  return [...slots.keys()].filter((at) => (slots[at]?.tier ?? 4) <= 2)
}

/** HMAC-SHA-256(s, frame("samentel check v2")): what an owner keeps for all rounds. 32 bytes. */
export function checkRoot(matchingSecret: Uint8Array): Uint8Array {
  return hmac(matchingSecret, utf8('samentel check v2'))
}

/** HMAC-SHA-256(root, frame(core digest)): the seed of one round. 32 bytes. */
export function checkSeed(root: Uint8Array, coreDigest: Uint8Array): Uint8Array {
  return hmac(root, coreDigest)
}

/** The check persons of a round, the same for everybody who has the seed. */
export function checkPersons(
  engine: GroupEngine,
  seed: Uint8Array,
  shape: CheckShape,
): CheckPerson[] {
  return Array.from({ length: shape.checks }, (_, index) => checkPerson(engine, seed, shape, index))
}

function checkPerson(
  engine: GroupEngine,
  seed: Uint8Array,
  shape: CheckShape,
  index: number,
): CheckPerson {
  const place = i2osp(index, 4)
  const random = keyStream(deriveBytes(seed, deriveLabels.check, [place], SECRET_BYTES))
  const most = Math.min(MOST_LISTS, shape.lists.length)
  const size = most === 1 ? 1 : 2 + draw(random, most - 1)
  const chosen = permutation(shape.lists.length, random).subarray(0, size)
  // Which slots agree follows no rule that whoever links could go by.
  const pattern = 1 + draw(random, 2 ** shape.slots.length - 1)
  const codes = shape.tables.map(({ id, codes: all }) => [id, all[draw(random, all.length)]])
  const holds = (slot: number) => Math.floor(pattern / 2 ** slot) % 2 === 1
  // Keys that only support others would not make one person of its rows.
  const anchor = shape.anchors.find(holds) ?? shape.anchors[0]
  const elements = shape.slots.map((_, slot) => {
    return holds(slot) || slot === anchor
      ? checkElement(engine, seed, concatBytes(place, i2osp(slot, 4)))
      : null
  })
  return {
    lists: Array.from(chosen, (at) => shape.lists[at]?.id ?? '').sort(), // at < number of lists
    codes: Object.fromEntries(codes),
    rows: Array.from(chosen, () => rowOf(elements, anchor, random)),
  }
}

/** The anchor is held by every row, the other slots of the pattern by most. */
function rowOf(
  elements: readonly (Uint8Array | null)[],
  anchor: number | undefined,
  random: Random,
): (Uint8Array | null)[] {
  return elements.map((element, slot) => {
    if (element === null || slot === anchor) return element
    return draw(random, GAP) === 0 ? null : element
  })
}

function checkElement(engine: GroupEngine, seed: Uint8Array, place: Uint8Array): Uint8Array {
  const part = lengthPrefixed(utf8('element'), place)
  const mac = createHmac('sha512', seed).update(part).digest()
  return hashToGroup(engine, new Uint8Array(mac), groupTags.key)
}

/** A number below n: eight bytes modulo n, even to within 2^-50. */
function draw(random: Random, n: number): number {
  const bytes = random(8)
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) % BigInt(n))
}

function hmac(key: Uint8Array, part: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(lengthPrefixed(part)).digest())
}
