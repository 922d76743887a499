/**
 * Whether rows can be one person: not more rows than lists, not two numbers of a kind that is
 * given once; where lists are seen, which is never in a round, one row on each. Indexes below stay
 * within their arrays by construction, hence the `!`.
 */
import type { Clusters } from './clusters.ts'
import type { NumberedKeys } from './number-keys.ts'

/** No number of the class seen yet; several different ones. */
const NONE = -1
const SEVERAL = -2

/** What a person may be: at most `maxRows` rows, one key in each class of `unique`. */
export interface PersonLimits {
  readonly maxRows: number
  readonly unique: readonly NumberedKeys[]
  /** The list of each row, where it is seen: a person has one row on each. */
  readonly lists?: Uint32Array | undefined
}

/** Sizes and numbers of clusters, addressed by the lowest row of the cluster. */
export class ClusterTraits {
  readonly #limits: PersonLimits
  readonly #size: Uint32Array
  /** Per unique class: the one key of the cluster, NONE or SEVERAL. */
  readonly #numbers: readonly Int32Array[]
  /** The lists of the cluster's rows; none where they are not seen. */
  readonly #lists: readonly number[][]

  constructor(clusters: Clusters, limits: PersonLimits) {
    this.#limits = limits
    this.#size = new Uint32Array(clusters.length)
    for (const cluster of clusters) this.#size[cluster]!++
    this.#numbers = limits.unique.map((keys) => numbersOf(clusters, keys))
    this.#lists = listsOf(clusters, limits.lists)
  }

  isOverfull(cluster: number): boolean {
    return this.#size[cluster]! > this.#limits.maxRows || this.#twiceOnAList([cluster])
  }

  isConflicting(cluster: number): boolean {
    return this.#numbers.some((numbers) => numbers[cluster] === SEVERAL)
  }

  canBeOnePerson(cluster: number): boolean {
    return !this.isOverfull(cluster) && !this.isConflicting(cluster)
  }

  /** Whether these different clusters together could be one person. */
  canJoin(clusters: readonly number[]): boolean {
    let rows = 0
    for (const cluster of clusters) rows += this.#size[cluster]!
    const fits = rows <= this.#limits.maxRows && !this.#twiceOnAList(clusters)
    return fits && this.#numbers.every((all) => agree(all, clusters))
  }

  #twiceOnAList(clusters: readonly number[]): boolean {
    if (this.#lists.length === 0) return false
    const lists = clusters.flatMap((cluster) => this.#lists[cluster] ?? [])
    return new Set(lists).size < lists.length
  }
}

function listsOf(clusters: Clusters, lists: Uint32Array | undefined): number[][] {
  const found: number[][] = []
  for (const [row, list] of lists?.entries() ?? []) {
    const cluster = clusters[row]!
    found[cluster] = [...(found[cluster] ?? []), list]
  }
  return found
}

function numbersOf(clusters: Clusters, keys: NumberedKeys): Int32Array {
  const numbers = new Int32Array(clusters.length).fill(NONE)
  for (let at = 0; at < keys.keyOf.length; at++) {
    const key = keys.keyOf[at]!
    if (key < 0) continue
    const cluster = clusters[Math.floor(at / keys.width)]!
    if (numbers[cluster] === NONE) numbers[cluster] = key
    else if (numbers[cluster] !== key) numbers[cluster] = SEVERAL
  }
  return numbers
}

function agree(numbers: Int32Array, clusters: readonly number[]): boolean {
  let seen = NONE
  for (const cluster of clusters) {
    const number = numbers[cluster]!
    if (number === SEVERAL) return false
    if (number === NONE || number === seen) continue
    if (seen !== NONE) return false
    seen = number
  }
  return true
}
