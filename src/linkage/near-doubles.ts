/**
 * Records of a node's own list that its rule takes for one person, and those that it nearly did, for the eyes of who keeps
 * the register. Runs at the owner on its own keys; nothing of it is sent to anybody.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { type Clusters, flatten, type Partition, unite } from './clusters.ts'
import { ClusterTraits } from './one-person.ts'
import { MOST_HOLDERS, type Pair, sharedFamilies, supportedPairs } from './supported-links.ts'
import { type ClassKeys, linkedClusters } from './touched-clusters.ts'

/** Families in which two persons agree, so that the rule would think of joining them. */
const FEWEST = 2

export interface DoubleGroup {
  /** Two or more, ascending. */
  readonly records: readonly number[]
  /**
   * `joined`: one person. `numbers`: one person that holds two numbers of a kind given once. `near-numbers`: several
   * persons, as their numbers differ. `near-tie`: several persons, as not every two of them agree in enough.
   */
  readonly kind: 'joined' | 'numbers' | 'near-numbers' | 'near-tie'
}

/** `classes` are those of all records, and `merged` what the rule made of them. */
export function doubleGroups(classes: readonly ClassKeys[], merged: Partition): DoubleGroup[] {
  const clusters = clustersOf(merged)
  const unique = classes.filter(({ rule }) => rule.unique).map(({ keys }) => keys)
  const traits = new ClusterTraits(clusters, { maxRows: Number.POSITIVE_INFINITY, unique })
  const members = recordsOf(clusters)
  const joined = [...members]
    .filter(([, records]) => records.length > 1)
    .map(([cluster, records]): DoubleGroup => {
      return { records, kind: traits.isConflicting(cluster) ? 'numbers' : 'joined' }
    })
  const near = nearGroups(clusters, classes).map((group): DoubleGroup => {
    const records = group.flatMap((cluster) => members.get(cluster) ?? [cluster])
    const kind = traits.canJoin(group) ? 'near-tie' : 'near-numbers'
    return { records: records.toSorted((a, b) => a - b), kind }
  })
  return [...joined, ...near]
}

/** For each record of a group, the classes in which it agrees with a record that `holderOf` gives to another holder. */
export function agreeingClasses(
  classes: readonly ClassKeys[],
  records: readonly number[],
  holderOf: (record: number) => number,
): string[][] {
  const agreeing = records.map((): string[] => [])
  for (const { rule, keys } of classes) {
    const shared = keysOfSeveral(keys, records, holderOf)
    for (const [at, record] of records.entries()) {
      if (keysOf(keys, record).some((key) => shared.has(key))) agreeing[at]!.push(rule.id)
    }
  }
  return agreeing
}

/** In one pass, as a number that stands for "not known" can make a whole list one group. */
function keysOfSeveral(
  keys: ClassKeys['keys'],
  records: readonly number[],
  holderOf: (record: number) => number,
): Set<number> {
  const first = new Map<number, number>()
  const several = new Set<number>()
  for (const record of records) {
    const holder = holderOf(record)
    for (const key of keysOf(keys, record)) {
      if (!first.has(key)) first.set(key, holder)
      else if (first.get(key) !== holder) several.add(key)
    }
  }
  return several
}

function keysOf({ keyOf, width }: ClassKeys['keys'], record: number): number[] {
  return [...keyOf.subarray(record * width, (record + 1) * width)].filter((key) => key >= 0)
}

/** Persons named by their first records. */
function clustersOf({ person, persons }: Partition): Clusters {
  const first = new Int32Array(persons).fill(-1)
  return person.map((number, record) => {
    if (first[number] === -1) first[number] = record
    return first[number]!
  })
}

/** Of persons with more than one record; a list has few. */
function recordsOf(clusters: Clusters): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (const [record, cluster] of clusters.entries()) {
    if (cluster === record) continue
    const known = members.get(cluster)
    if (known === undefined) members.set(cluster, [cluster, record])
    else known.push(record)
  }
  return members
}

/** Persons that share a key that names them, or keys of enough families, and are apart all the same. */
function nearGroups(clusters: Clusters, classes: readonly ClassKeys[]): number[][] {
  const { families } = sharedFamilies(clusters, classes)
  const pairs = [
    ...supportedPairs(families, clusters.length, FEWEST),
    ...namedPairs(clusters, classes),
  ]
  const parents = clusters.slice()
  for (const { one, other } of pairs) unite(parents, one, other)
  flatten(parents)
  const groups = new Map<number, Set<number>>()
  for (const { one, other } of pairs) {
    const root = parents[one]!
    const group = groups.get(root) ?? new Set()
    groups.set(root, group.add(one).add(other))
  }
  return [...groups.values()].map((group) => [...group].sort((a, b) => a - b))
}

function namedPairs(clusters: Clusters, classes: readonly ClassKeys[]): Pair[] {
  return classes
    .filter(({ rule }) => rule.tier === 2)
    .flatMap(({ keys }) => [...linkedClusters(clusters, keys)])
    .filter((touched) => touched.length <= MOST_HOLDERS)
    .flatMap(([one, ...rest]) => rest.map((other) => ({ one: one!, other })))
}
