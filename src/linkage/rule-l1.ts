/**
 * Linking rule `l1` (protocol/specification.md 8.2). It says nothing of lists or fillers: the
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
import type { KeyClass } from './key-class.ts'
import type { NumberedKeys } from './number-keys.ts'
import { ClusterTraits, type PersonLimits } from './one-person.ts'

/** Written in the agreement and the manifest; another rule has another name. */
export const LINK_RULE = 'l1'

/** What the rule met, for the quality table of a release. Counts only. */
export interface LinkQuality {
  /** Soft keys that proposed a link and were dropped as ambiguous. */
  readonly softAmbiguous: number
  /** Chains of soft links that together could not be one person and were undone. */
  readonly chainsUndone: number
  /** Persons linked by strong keys that have more rows than a person can have. */
  readonly overfull: number
  /** Persons linked by strong keys that hold two numbers of a kind given once. */
  readonly conflicts: number
}

export interface LinkedRows extends Partition {
  readonly quality: LinkQuality
}

export interface ClassKeys {
  readonly rule: KeyClass
  readonly keys: NumberedKeys
}

/** Links rows by the numbered keys of all classes, in the order of the classes. */
export function applyRule(
  rows: number,
  classes: readonly ClassKeys[],
  maxRows: number,
): LinkedRows {
  const unique = classes.filter(({ rule }) => rule.unique).map(({ keys }) => keys)
  const limits = { maxRows, unique }
  const strong = linkStrong(rows, classes)
  const { overfull, conflicts } = judgeStrong(strong, limits)
  let clusters = strong
  let softAmbiguous = 0
  let chainsUndone = 0
  for (const { rule, keys } of classes) {
    if (rule.strength !== 'soft') continue
    const pass = linkSoft(clusters, keys, limits)
    clusters = pass.clusters
    softAmbiguous += pass.ambiguous
    chainsUndone += pass.undone
  }
  return {
    ...partitionOf(clusters),
    quality: { softAmbiguous, chainsUndone, overfull, conflicts },
  }
}

function linkStrong(rows: number, classes: readonly ClassKeys[]): Clusters {
  const parents = eachRowAlone(rows)
  for (const { rule, keys } of classes) {
    if (rule.strength === 'strong') uniteHolders(parents, keys)
  }
  return flatten(parents)
}

function judgeStrong(clusters: Clusters, limits: PersonLimits) {
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

/** One soft class: every link is judged against the clusters as they stood before the pass. */
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

/** For each key that rows of two or more clusters hold, those clusters. */
function* linkedClusters(clusters: Clusters, keys: NumberedKeys): Generator<number[]> {
  const { start, holders } = holdersByKey(keys)
  const lastKey = new Int32Array(clusters.length).fill(-1)
  for (let key = 0; key < keys.count; key++) {
    const touched: number[] = []
    for (let at = start[key]!; at < start[key + 1]!; at++) {
      const cluster = clusters[holders[at]!]!
      if (lastKey[cluster] === key) continue
      lastKey[cluster] = key
      touched.push(cluster)
    }
    if (touched.length > 1) yield touched
  }
}

/** The rows that hold each key, key by key: those of key k stand from start[k] to start[k + 1]. */
function holdersByKey({ keyOf, width, count }: NumberedKeys) {
  const start = new Uint32Array(count + 1)
  for (const key of keyOf) if (key >= 0) start[key + 1]!++
  for (let key = 0; key < count; key++) start[key + 1]! += start[key]!
  const next = start.slice()
  const holders = new Uint32Array(start[count]!)
  for (let at = 0; at < keyOf.length; at++) {
    const key = keyOf[at]!
    if (key >= 0) holders[next[key]!++] = Math.floor(at / width)
  }
  return { start, holders }
}
