/**
 * Links that show why rows are one person (protocol/specification.md 8.3): a forest of pairs of
 * places that hold the same token, so that each can be proven and none is said twice. Whoever has
 * the links knows which rows are one person, and in which slot they agree; nothing of tokens.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { Problem } from '../base/problem.ts'
import type { SlotRule } from '../base/slots.ts'
import { eachRowAlone, flatten, type Partition, partitionOf, rootOf, unite } from './clusters.ts'
import { keyClasses } from './key-class.ts'
import type { TokenRows } from './link-rows.ts'
import { type KeyGrid, type NumberedKeys, numberKeys } from './number-keys.ts'

/** Two places of one class that hold the same token. */
export interface Link {
  readonly row: number
  readonly slot: number
  readonly otherRow: number
  readonly otherSlot: number
}

/** Row, slot, other row, other slot: four bytes, one, four, one; big-endian. */
const LINK_BYTES = 10

/**
 * As many links as there are rows less persons, from tokens that rows of one person share. The same
 * for the same rows in the same order.
 */
export function spanningLinks(
  { rows, slots, tokens }: Pick<TokenRows, 'rows' | 'slots' | 'tokens'>,
  { person, persons }: Partition,
): Link[] {
  const grid: KeyGrid = { rows, slots: slots.length, keys: tokens }
  const parents = eachRowAlone(rows)
  const links: Link[] = []
  for (const rule of keyClasses(slots)) {
    const keys = numberKeys(grid, rule.slots, 2)
    for (const [at, first] of sharedPlaces(keys, person, persons)) {
      const [row, otherRow] = [rowOf(first, keys), rowOf(at, keys)]
      if (rootOf(parents, row) === rootOf(parents, otherRow)) continue
      unite(parents, row, otherRow)
      const slot = rule.slots[first % keys.width]!
      links.push({ row, slot, otherRow, otherSlot: rule.slots[at % keys.width]! })
    }
  }
  return links
}

/** Places that hold a key which an earlier place of the same person holds, with that place. */
function* sharedPlaces(
  keys: NumberedKeys,
  person: Uint32Array,
  persons: number,
): Generator<readonly [number, number]> {
  const firstOf = new Map<number, number>()
  for (let at = 0; at < keys.keyOf.length; at++) {
    const key = keys.keyOf[at]!
    if (key < 0) continue
    // Below 2^53: keys and persons are at most 2^30 and rows at most 5 million a list.
    const holder = key * persons + person[rowOf(at, keys)]!
    const first = firstOf.get(holder)
    if (first === undefined) firstOf.set(holder, at)
    else yield [at, first]
  }
}

function rowOf(at: number, keys: NumberedKeys): number {
  return Math.floor(at / keys.width)
}

export function encodeLinks(links: readonly Link[]): Uint8Array {
  const bytes = new Uint8Array(links.length * LINK_BYTES)
  const view = new DataView(bytes.buffer)
  for (const [at, { row, slot, otherRow, otherSlot }] of links.entries()) {
    view.setUint32(at * LINK_BYTES, row)
    view.setUint8(at * LINK_BYTES + 4, slot)
    view.setUint32(at * LINK_BYTES + 5, otherRow)
    view.setUint8(at * LINK_BYTES + 9, otherSlot)
  }
  return bytes
}

/**
 * Reads the coordinator's links, and the partition they make. Refuses places that there are none
 * of, of two classes, and a link between rows that are one person already (`links.place`,
 * `links.circle`): so that there is one number of persons for a number of links.
 */
export function readLinks(
  bytes: Uint8Array,
  rows: number,
  slots: readonly SlotRule[],
): { links: Link[]; partition: Partition } {
  if (bytes.length % LINK_BYTES !== 0) throw halfLink(bytes.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const parents = eachRowAlone(rows)
  const links = Array.from({ length: bytes.length / LINK_BYTES }, (_, at) => {
    const link = {
      row: view.getUint32(at * LINK_BYTES),
      slot: view.getUint8(at * LINK_BYTES + 4),
      otherRow: view.getUint32(at * LINK_BYTES + 5),
      otherSlot: view.getUint8(at * LINK_BYTES + 9),
    }
    refusePlaces(link, at, { rows, slots })
    if (rootOf(parents, link.row) === rootOf(parents, link.otherRow)) throw circle(at)
    unite(parents, link.row, link.otherRow)
    return link
  })
  return { links, partition: partitionOf(flatten(parents)) }
}

function refusePlaces(
  { row, slot, otherRow, otherSlot }: Link,
  at: number,
  { rows, slots }: { readonly rows: number; readonly slots: readonly SlotRule[] },
): void {
  const [rule, other] = [slots[slot], slots[otherSlot]]
  const there = row < rows && otherRow < rows && rule !== undefined && other !== undefined
  if (there && rule.class === other.class) return
  throw new Problem({
    code: 'links.place',
    what: 'A link names a row or slot that there is not, or slots that are never compared',
    where: `link ${at}`,
    remedy: 'End the round: the coordinator does not follow the protocol.',
  })
}

function halfLink(length: number): Problem {
  return new Problem({
    code: 'rows.length',
    what: `Links of ${length} bytes do not divide into parts of ${LINK_BYTES}`,
    remedy: 'Ask the sender for this chunk again.',
  })
}

function circle(at: number): Problem {
  return new Problem({
    code: 'links.circle',
    what: 'A link joins rows that are one person by the links before it',
    where: `link ${at}`,
    remedy: 'End the round: the coordinator does not follow the protocol.',
  })
}
