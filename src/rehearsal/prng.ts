/**
 * A seeded source of chance for fiction only: it repeats from the same seed and is predictable.
 * Nothing that protects a person may use it; protocol code takes `Random` of src/base/random.ts.
 */
export interface Prng {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number
  /** Uniform integer in [0, bound). */
  below(bound: number): number
  /** Uniform integer in [from, to], both ends included. */
  between(from: number, to: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One item, each as likely; the list holds at least one. */
  pick<Item>(items: readonly Item[]): Item
  /** An index, as likely as its weight; weights are not negative, one at least is positive. */
  weighted(weights: readonly number[]): number
  /** A shuffled copy (Fisher-Yates). */
  shuffled<Item>(items: readonly Item[]): Item[]
}

/**
 * One stream per (seed, label): streams do not disturb each other, so that a change in how names are
 * drawn leaves the dates as they were.
 *
 * @param seed any finite number
 * @param label names the stream
 */
export function seededPrng(seed: number, label: string): Prng {
  const next = xoshiro128(`${seed}/${label}`)
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => pickAt(items, below(items.length)),
    weighted: (weights) => weightedIndex(weights, next()),
    shuffled: <Item>(items: readonly Item[]) => {
      const out = [...items]
      for (let at = out.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const held = pickAt(out, at)
        out[at] = pickAt(out, other)
        out[other] = held
      }
      return out
    },
  }
}

function pickAt<Item>(items: readonly Item[], at: number): Item {
  if (at < 0 || at >= items.length) throw new RangeError('nothing to pick from')
  return items[at] as Item
}

function weightedIndex(weights: readonly number[], chance: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) throw new RangeError('no weight is positive')
  let rest = chance * total
  for (const [at, weight] of weights.entries()) {
    rest -= weight
    if (rest < 0) return at
  }
  return weights.findLastIndex((weight) => weight > 0)
}

/** xoshiro128** of Blackman and Vigna, in 32-bit arithmetic. */
function xoshiro128(label: string): () => number {
  let [a, b, c, d] = stateOf(label)
  return () => {
    const scrambled = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
    return scrambled / 4294967296
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

/** FNV-1a over the label, then four steps of a splitmix of 32 bits (murmur3's finaliser). */
function stateOf(label: string): [number, number, number, number] {
  let hash = 0x811c9dc5
  for (const character of label) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return mixed ^ (mixed >>> 16)
  }
  return [word(), word(), word(), word() | 1]
}
