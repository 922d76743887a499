/**
 * Linking rule `l2` (protocol/specification.md 8.2). It says nothing of lists or fillers: the
 * coordinator, which applies it to a round, sees tokens only; a node applies it to its own records
 * to find doubles (5.1). The outcome depends on which rows hold which keys, never on their order.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import {
  type Clusters,
  eachRowAlone,
  flatten,
  type Partition,
  partitionOf,
  unite,
  uniteHolders,
} from './clusters.ts'
import type { NumberedKeys } from './number-keys.ts'
import { ClusterTraits, type PersonLimits } from './one-person.ts'
import { linkSupported } from './supported-links.ts'
import { type ClassKeys, linkedClusters } from './touched-clusters.ts'

/** Written in the agreement and the manifest; another rule has another name. */
export const LINK_RULE = 'l2'

/** What the rule met, for the quality table of a release. Counts only. */
export interface LinkQuality {
  /** Persons linked by numbers that have more rows than a person can have. */
  readonly overfull: number
  /** Persons linked by numbers that hold two numbers of a kind given once. */
  readonly conflicts: number
  /** Keys of tier 2 that proposed a link between persons who cannot be one. */
  readonly ambiguous: number
  /** Chains of links that together could not be one person and were undone. */
  readonly chainsUndone: number
  /** Supporting keys that too many persons shared. */
  readonly capped: number
  /** Groups of persons that support each other, but not every two of them: left apart. */
  readonly ties: number
}

export interface LinkedRows extends Partition {
  readonly quality: LinkQuality
}

/** What the rule is told of persons beside the keys. */
export interface RuleLimits {
  readonly maxRows: number
  /** What a round never shows: the list of each row, and more of which a person has one. For yardsticks. */
  readonly seen?: { readonly lists: Uint32Array; readonly unique: readonly NumberedKeys[] }
}

/** Agreement in three families comes before agreement in two. */
const support = [3, 2]

/** Links rows by the numbered keys of all classes, in the order of the classes. */
export function applyRule(
  rows: number,
  classes: readonly ClassKeys[],
  { maxRows, seen }: RuleLimits,
): LinkedRows {
  const numbers = classes.filter(({ rule }) => rule.unique).map(({ keys }) => keys)
  const limits = { maxRows, unique: [...numbers, ...(seen?.unique ?? [])], lists: seen?.lists }
  const numbered = linkNumbers(rows, classes)
  const named = linkNames(numbered, classes, limits)
  const supported = linkAllSupported(named.clusters, classes, limits)
  return {
    ...partitionOf(supported.clusters),
    quality: {
      ...judgeNumbers(numbered, limits),
      ambiguous: named.ambiguous,
      chainsUndone: named.undone + supported.undone,
      capped: supported.capped,
      ties: supported.ties,
    },
  }
}

/** Tier 1: whoever shares a number is one person, whatever else speaks against it. */
function linkNumbers(rows: number, classes: readonly ClassKeys[]): Clusters {
  const parents = eachRowAlone(rows)
  for (const { rule, keys } of classes) {
    if (rule.tier === 1) uniteHolders(parents, keys)
  }
  return flatten(parents)
}

/** Tier 2, class by class in their order. */
function linkNames(numbered: Clusters, classes: readonly ClassKeys[], limits: PersonLimits) {
  let clusters = numbered
  let ambiguous = 0
  let undone = 0
  for (const { rule, keys } of classes) {
    if (rule.tier !== 2) continue
    const pass = linkSoft(clusters, keys, limits)
    clusters = pass.clusters
    ambiguous += pass.ambiguous
    undone += pass.undone
  }
  return { clusters, ambiguous, undone }
}

/** All tiers together, for what is still apart. */
function linkAllSupported(named: Clusters, classes: readonly ClassKeys[], limits: PersonLimits) {
  let clusters = named
  let undone = 0
  let last = { capped: 0, ties: 0 }
  for (const fewest of support) {
    const traits = new ClusterTraits(clusters, limits)
    const canJoin = (some: readonly number[]) => traits.canJoin(some)
    const { joined, capped, ties } = linkSupported(clusters, classes, { fewest, canJoin })
    const kept = undoChains(clusters, joined, limits)
    clusters = kept.clusters
    undone += kept.undone
    last = { capped, ties }
  }
  return { clusters, undone, ...last }
}

function judgeNumbers(clusters: Clusters, limits: PersonLimits) {
  const traits = new ClusterTraits(clusters, limits)
  let overfull = 0
  let conflicts = 0
  for (let row = 0; row < clusters.length; row++) {
    if (clusters[row] !== row) continue
    if (traits.isOverfull(row)) overfull++
    if (traits.isConflicting(row)) conflicts++
  }
  return { overfull, conflicts }
}

/** One class: every link is judged against the clusters as they stood before the pass. */
function linkSoft(clusters: Clusters, keys: NumberedKeys, limits: PersonLimits) {
  const traits = new ClusterTraits(clusters, limits)
  const parents = clusters.slice()
  let ambiguous = 0
  for (const touched of linkedClusters(clusters, keys)) {
    if (!traits.canJoin(touched)) ambiguous++
    else for (const cluster of touched) unite(parents, touched[0]!, cluster)
  }
  const joined = flatten(parents)
  return { ...undoChains(clusters, joined, limits), ambiguous }
}

/** Keeps what was joined where it can be one person, else goes back to the clusters before. */
function undoChains(before: Clusters, joined: Clusters, limits: PersonLimits) {
  const traits = new ClusterTraits(joined, limits)
  const grown = new Uint8Array(joined.length)
  for (let row = 0; row < joined.length; row++) {
    if (before[row] !== joined[row]) grown[joined[row]!] = 1
  }
  const clusters = joined.slice()
  let undone = 0
  for (let row = 0; row < joined.length; row++) {
    const cluster = joined[row]!
    if (grown[cluster] === 0 || traits.canBeOnePerson(cluster)) continue
    clusters[row] = before[row]!
    if (cluster === row) undone++
  }
  return { clusters, undone }
}
