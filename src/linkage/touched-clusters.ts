/**
 * Which clusters each key of a class touches.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import type { Clusters } from './clusters.ts'
import type { KeyClass } from './key-class.ts'
import type { NumberedKeys } from './number-keys.ts'

export interface ClassKeys {
  readonly rule: KeyClass
  readonly keys: NumberedKeys
}

/** For each key that rows of two or more clusters hold, those clusters. */
export function* linkedClusters(clusters: Clusters, keys: NumberedKeys): Generator<number[]> {
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
