/**
 * Rows joined to clusters. Indexes below stay within their arrays by construction, hence the `!`
 * after each access.
 */

import type { NumberedKeys } from './number-keys.ts'

/** Per row the lowest row of its cluster, which names the cluster whatever order links came in. */
export type Clusters = Uint32Array

/** Every row is one person's, persons numbered by their first row (protocol/specification.md 8.3). */
export interface Partition {
  readonly persons: number
  /** Per row the number of its person, 0 … persons − 1. */
  readonly person: Uint32Array
}

export function eachRowAlone(rows: number): Clusters {
  return Uint32Array.from({ length: rows }, (_, row) => row)
}

/** Joins the clusters of two rows in a forest whose parents lead to lower rows. */
export function unite(parents: Uint32Array, a: number, b: number): void {
  const rootA = rootOf(parents, a)
  const rootB = rootOf(parents, b)
  if (rootA < rootB) parents[rootB] = rootA
  else parents[rootA] = rootB
}

export function rootOf(parents: Uint32Array, row: number): number {
  let at = row
  while (parents[at] !== at) {
    // Path halving keeps later walks short.
    const above = parents[parents[at]!]!
    parents[at] = above
    at = above
  }
  return at
}

/** Turns the forest into clusters in place: parents are lower rows, so one pass up is enough. */
export function flatten(parents: Uint32Array): Clusters {
  for (let row = 0; row < parents.length; row++) parents[row] = parents[parents[row]!]!
  return parents
}

/** Joins all rows that hold the same key of a class. */
export function uniteHolders(parents: Uint32Array, keys: NumberedKeys): void {
  const firstHolder = new Int32Array(keys.count).fill(-1)
  for (let at = 0; at < keys.keyOf.length; at++) {
    const key = keys.keyOf[at]!
    if (key < 0) continue
    const row = Math.floor(at / keys.width)
    if (firstHolder[key] === -1) firstHolder[key] = row
    else unite(parents, firstHolder[key]!, row)
  }
}

export function partitionOf(clusters: Clusters): Partition {
  const person = new Uint32Array(clusters.length)
  let persons = 0
  for (let row = 0; row < clusters.length; row++) {
    const first = clusters[row]!
    person[row] = first === row ? persons++ : person[first]!
  }
  return { persons, person }
}

/** How many persons have so many rows. */
export function rowsPerPerson({ persons, person }: Partition): Map<number, number> {
  const rows = new Uint32Array(persons)
  for (const one of person) rows[one]! += 1 // person < persons
  const found = new Map<number, number>()
  for (const count of rows) found.set(count, (found.get(count) ?? 0) + 1)
  return found
}
