/*
 * Check persons (protocol/specification.md 5.8): made-up persons that every owner hides among its
 * rows, the same at all owners without a word said, since all derive them from the matching secret.
 * The counter learns the seed of one round, sealed to it, and must find exactly these persons in
 * the bag: so what links, labels and opens is tested where nobody can tell a test from a person.
 * The seed reveals nothing of the matching secret or of any key.
 */
import { createHmac } from 'node:crypto'
import { i2osp, lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { deriveBytes, keyStream } from '../crypto/derive.ts'
import type { GroupEngine } from '../group/engine.ts'
import { hashToGroup } from '../group/hash-to-group.ts'
import { permutation } from './permutation.ts'
import { deriveLabels, groupTags, SECRET_BYTES } from './suite.ts'

/** A made-up person: on which lists, with which codes, and in which slot its rows agree. */
export interface CheckPerson {
  /** Sorted; at least one. */
  readonly lists: readonly string[]
  /** Its code in each table. */
  readonly codes: Readonly<Record<string, string>>
  /** Place of the slot that holds its element; the others hold fillers. */
  readonly slot: number
  /** 32 bytes, what that slot holds in all its rows. */
  readonly element: Uint8Array
}

/** What check persons are made for: part of the core. */
export interface CheckShape {
  readonly checks: number
  readonly lists: readonly { readonly id: string }[]
  readonly slots: readonly string[]
  readonly tables: readonly { readonly id: string; readonly codes: readonly string[] }[]
}

/** The largest number of lists that a check person is on. */
const MOST_LISTS = 4

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
  const size = 1 + draw(random, Math.min(MOST_LISTS, shape.lists.length))
  const chosen = permutation(shape.lists.length, random).subarray(0, size)
  const slot = draw(random, shape.slots.length)
  const codes = shape.tables.map(({ id, codes: all }) => [id, all[draw(random, all.length)]])
  const mac = createHmac('sha512', seed)
    .update(lengthPrefixed(utf8('element'), place))
    .digest()
  return {
    lists: Array.from(chosen, (at) => shape.lists[at]?.id ?? '').sort(), // at < number of lists
    codes: Object.fromEntries(codes),
    slot,
    element: hashToGroup(engine, new Uint8Array(mac), groupTags.key),
  }
}

/** A number below n: eight bytes modulo n, even to within 2^-50. */
function draw(random: Random, n: number): number {
  const bytes = random(8)
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) % BigInt(n))
}

function hmac(key: Uint8Array, part: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(lengthPrefixed(part)).digest())
}
