/**
 * What a counter makes of an opened bag (protocol/specification.md 9.3): each element is the sum
 * of the labels of one person's rows and stands for one multiset of lists. Assumes that the bag was
 * shuffled and stripped by evaluators that follow the protocol: nothing proves it yet. Reveals to the counter how many persons stand on
 * exactly which lists, and nothing of who they are.
 */
import type { Cell } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { ELEMENT_BYTES, type GroupEngine, IDENTITY, isIdentity } from '../group/engine.ts'
import { decodeSums, type Label } from './label-sums.ts'

export interface Bag {
  /** The label element of every list of the round. */
  readonly labels: readonly Label[]
  /** What the presence column of a padding row holds. */
  readonly padding: Uint8Array
  /** One pair of elements per person: sum of labels, then sum of presences; 64 bytes each. */
  readonly pairs: Uint8Array
  /** Rows of the largest person that can be decoded; the number of lists. */
  readonly maxLists: number
}

/** Persons whose rows stand on exactly these lists; sorted, a list as often as it has rows. */
export interface ListSet {
  readonly lists: readonly string[]
  readonly count: number
}

export interface DecodedBag {
  /** By number of lists, then by list ids. */
  readonly sets: readonly ListSet[]
  /** Padding rows of each list that has any. */
  readonly padding: ReadonlyMap<string, number>
  /** Pairs that stand for no multiset of up to maxLists lists within reach. */
  readonly undecodable: number
}

/**
 * Decodes a bag. Equal pairs are decoded once, so time follows the number of different multisets.
 *
 * @throws Problem `bag.size`, `bag.padding`, `bag.labels`, `bag.max-lists`
 */
export function decodeBag(engine: GroupEngine, bag: Bag): DecodedBag {
  checkBag(bag)
  const pairs = countPairs(bag.pairs)
  const wanted = new Set([...pairs.values()].map((pair) => pair.labelSum))
  const decoded = decodeSums(engine, { ...bag, wanted })
  const sets: ListSet[] = []
  const padding = new Map<string, number>()
  let undecodable = 0
  for (const { labelSum, presence, count } of pairs.values()) {
    const lists = decoded.get(labelSum)
    const kind = rowKind(presence, bag.padding)
    if (lists !== undefined && kind === 'real') sets.push({ lists, count })
    else if (lists?.length === 1 && kind === 'padding') padding.set(lists[0]!, count)
    else undecodable += count
  }
  return { sets: sets.toSorted((a, b) => compareLists(a.lists, b.lists)), padding, undecodable }
}

/**
 * The overlap cells of decoded multisets. A list twice in one person is a false link: the person
 * counts once on that list, and `listTwice` says how many persons there were of the kind.
 */
export function collapseSets(sets: readonly ListSet[]): { cells: Cell[]; listTwice: number } {
  const cells = new Map<string, { lists: string[]; persons: number }>()
  let listTwice = 0
  for (const { lists, count } of sets) {
    const once = [...new Set(lists)].sort()
    if (once.length < lists.length) listTwice += count
    const key = JSON.stringify(once)
    const cell = cells.get(key) ?? { lists: once, persons: 0 }
    cell.persons += count
    cells.set(key, cell)
  }
  const sorted = [...cells.values()].sort((a, b) => compareLists(a.lists, b.lists))
  return { cells: sorted, listTwice }
}

function checkBag({ padding, pairs, maxLists }: Bag): void {
  if (padding.length !== ELEMENT_BYTES || isIdentity(padding)) {
    throw new Problem({
      code: 'bag.padding',
      what: 'The padding element is no element or the identity',
      remedy: 'Derive it as the suite of the round says.',
    })
  }
  if (pairs.length % (2 * ELEMENT_BYTES) !== 0) {
    throw new Problem({
      code: 'bag.size',
      what: 'A bag does not consist of whole pairs',
      where: `${pairs.length} bytes`,
      remedy: 'End the round: the last opening is cut off or of another table.',
    })
  }
  if (!Number.isSafeInteger(maxLists) || maxLists < 1) {
    throw new Problem({
      code: 'bag.max-lists',
      what: 'The size of the largest person is not a positive whole number',
      remedy: 'Give the number of lists of the round.',
    })
  }
}

interface CountedPair {
  readonly labelSum: string
  readonly presence: string
  count: number
}

/** Elements as one-byte strings: the keys of the maps here and in label-sums. */
function countPairs(bytes: Uint8Array): Map<string, CountedPair> {
  const pairs = new Map<string, CountedPair>()
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < all.length; at += 2 * ELEMENT_BYTES) {
    const key = all.toString('latin1', at, at + 2 * ELEMENT_BYTES)
    const pair = pairs.get(key)
    if (pair !== undefined) pair.count++
    else pairs.set(key, { ...splitPair(key), count: 1 })
  }
  return pairs
}

function splitPair(key: string): { labelSum: string; presence: string } {
  return { labelSum: key.slice(0, ELEMENT_BYTES), presence: key.slice(ELEMENT_BYTES) }
}

function rowKind(presence: string, padding: Uint8Array): 'real' | 'padding' | 'other' {
  if (presence === latin1(IDENTITY)) return 'real'
  return presence === latin1(padding) ? 'padding' : 'other'
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((list, index) => list !== b[index])
  if (at === -1) return 0
  return a[at]! < b[at]! ? -1 : 1
}
