/**
 * Links that no key makes alone (protocol/specification.md 8.2, step 3). Runs where the rule runs: on tokens at the
 * coordinator, on a node's own keys at the node.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { Problem } from '../base/problem.ts'
import { type Clusters, flatten, unite } from './clusters.ts'
import { type ClassKeys, linkedClusters } from './touched-clusters.ts'

/** A key that more persons share than this says too little to support a link. */
export const MOST_HOLDERS = 8

/** What a map can hold is 2^24 entries. Honest rows make less than one pair each. */
const MOST_PAIRS = 12_000_000

/** Two clusters with keys of enough families in common. */
export interface Pair {
  readonly one: number
  readonly other: number
}

export interface Supported {
  readonly joined: Clusters
  /** Keys that too many shared. */
  readonly capped: number
  /** Groups in which not every two supported each other; nothing in them was joined. */
  readonly ties: number
}

export interface Support {
  /** Families in which two clusters must agree, two or more. */
  readonly fewest: number
  /** Whether these clusters together can be one person. */
  readonly canJoin: (clusters: readonly number[]) => boolean
}

/**
 * Joins the clusters every two of which have keys of enough families in common. Where A supports B and B supports C but
 * A and C share too little, it is a tie: B cannot be both, so all stay apart.
 */
export function linkSupported(
  clusters: Clusters,
  classes: readonly ClassKeys[],
  { fewest, canJoin }: Support,
): Supported {
  const { families, capped } = sharedFamilies(clusters, classes)
  const pairs = supportedPairs(families, clusters.length, fewest).filter(({ one, other }) =>
    canJoin([one, other]),
  )
  const groups = groupsOf(clusters, pairs)
  const joined = clusters.slice()
  let ties = 0
  for (const { members, links } of groups.values()) {
    if (links !== (members.size * (members.size - 1)) / 2) ties++
    else for (const member of members) unite(joined, Math.min(...members), member)
  }
  return { joined: flatten(joined), capped, ties }
}

/** For each pair of clusters (first · rows + second) the families they share a key of, a bit each. */
export function sharedFamilies(
  clusters: Clusters,
  classes: readonly ClassKeys[],
  mostPairs = MOST_PAIRS,
) {
  const names = [...new Set(classes.map(({ rule }) => rule.family))]
  const families = new Map<number, number>()
  let capped = 0
  for (const { rule, keys } of classes) {
    const bit = 1 << names.indexOf(rule.family)
    for (const touched of linkedClusters(clusters, keys)) {
      if (touched.length > MOST_HOLDERS) capped++
      else addPairs(families, pairsOf(touched, clusters.length), bit)
      if (families.size > mostPairs) throw tooManyPairs()
    }
  }
  return { families, capped }
}

function addPairs(families: Map<number, number>, pairs: Iterable<number>, bit: number): void {
  for (const pair of pairs) families.set(pair, (families.get(pair) ?? 0) | bit)
}

function tooManyPairs(): Problem {
  return new Problem({
    code: 'linkage.too-many-pairs',
    what: 'So many rows share weak keys that the pairs of them cannot be held',
    remedy:
      'Look for a list whose records are not persons, or whose dates and addresses are the same for many; else hold rounds over fewer lists.',
  })
}

function* pairsOf(touched: readonly number[], rows: number): Generator<number> {
  const sorted = touched.toSorted((a, b) => a - b)
  for (const [at, one] of sorted.entries()) {
    for (const other of sorted.slice(at + 1)) yield one * rows + other
  }
}

/** Pairs with keys of so many families in common. */
export function supportedPairs(
  families: ReadonlyMap<number, number>,
  rows: number,
  fewest: number,
): Pair[] {
  const pairs: Pair[] = []
  for (const [pair, bits] of families) {
    if (bitsSet(bits) >= fewest) pairs.push({ one: Math.floor(pair / rows), other: pair % rows })
  }
  return pairs
}

/** Clusters that pairs connect, with the number of pairs among them. */
function groupsOf(clusters: Clusters, pairs: readonly Pair[]) {
  const parents = clusters.slice()
  for (const { one, other } of pairs) unite(parents, one, other)
  flatten(parents)
  const groups = new Map<number, { members: Set<number>; links: number }>()
  for (const { one, other } of pairs) {
    const group = groups.get(parents[one]!) ?? { members: new Set<number>(), links: 0 }
    group.members.add(one).add(other)
    group.links++
    groups.set(parents[one]!, group)
  }
  return groups
}

function bitsSet(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
