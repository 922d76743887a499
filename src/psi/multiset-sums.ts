/**
 * From a sum of elements back to the multiset it was made of (protocol/specification.md 9.3): labels
 * of lists, codes of a table. By a table of the sums of all small multisets, and beyond it by meeting
 * in the middle. All are hashed to the group, so two multisets with one sum would be a relation of
 * discrete logarithms that nobody can find. Works on what a counter may see; reveals nothing more.
 */
import type { Problem } from '../base/problem.ts'
import { type GroupEngine, isIdentity } from '../group/engine.ts'

/** Sums held at most: all pairs of 360 lists, all triples of 71. */
export const MAX_SUMS = 65_536

/** An element and what it stands for: a list, a code. */
export interface Summand {
  readonly name: string
  readonly element: Uint8Array
}

export interface SumSearch {
  readonly summands: readonly Summand[]
  /** Size of the largest multiset that is looked for. */
  readonly maxPicks: number
  /** Encoded elements as one-byte strings. */
  readonly wanted: ReadonlySet<string>
  /** After more failures than this the rest is left out unseen: the caller refuses all of it anyway. */
  readonly mayFail: number
  /** Thrown when summands are no elements, repeat or depend on each other. */
  readonly refusal: () => Problem
}

/**
 * The multiset of names, sorted, of each wanted sum that has at most decodableSize(summands,
 * maxPicks) of them. Others are left out.
 */
export function decodeSums(engine: GroupEngine, search: SumSearch): Map<string, string[]> {
  checkSummands(engine, search)
  const { summands, maxPicks, wanted } = search
  const sorted = summands.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const table = new SumTable(engine, sorted, search.refusal)
  const depth = tableDepth(sorted.length, maxPicks)
  const open = new Set(wanted)
  const found = new Map<string, string[]>()
  const settle = (sum: string, picks: readonly number[]) => {
    open.delete(sum)
    found.set(
      sum,
      picks.map((pick) => sorted[pick]!.name), // picks are places in sorted
    )
  }
  while (open.size > 0 && table.depth < depth) {
    table.grow()
    for (const sum of open) {
      const picks = table.find(sum)
      if (picks !== undefined) settle(sum, picks)
    }
  }
  let failures = 0
  for (const sum of open) {
    const picks = meetInTheMiddle(engine, table, sum, maxPicks - depth)
    if (picks !== undefined) settle(sum, picks)
    else if (++failures > search.mayFail) break
  }
  return found
}

/** Size of the largest multiset that is surely decoded. Both counters must agree on it. */
export function decodableSize(summands: number, maxPicks: number): number {
  return Math.min(maxPicks, 2 * tableDepth(summands, maxPicks))
}

/** Half the largest multiset, or less where the table would outgrow MAX_SUMS. */
function tableDepth(summands: number, maxPicks: number): number {
  const half = Math.ceil(maxPicks / 2)
  let depth = Math.min(1, half)
  let level = summands
  let sums = summands
  while (depth < half) {
    // Multisets of size d + 1 out of n: C(n + d, d + 1).
    level = (level * (summands + depth)) / (depth + 1)
    sums += level
    if (sums > MAX_SUMS) break
    depth++
  }
  return depth
}

function checkSummands(engine: GroupEngine, { summands, refusal }: SumSearch): void {
  const names = new Set(summands.map((summand) => summand.name))
  const standsForNothing = summands.some(
    ({ element }) => isIdentity(element) || !engine.isElement(element),
  )
  if (names.size < summands.length || standsForNothing) throw refusal()
}

interface Sum {
  readonly picks: readonly number[]
  readonly element: Uint8Array
}

/** Sums of all multisets of summands up to the depth, smaller multisets first. */
class SumTable {
  depth = 0
  readonly #engine: GroupEngine
  readonly #summands: readonly Summand[]
  readonly #refusal: () => Problem
  readonly #sums = new Map<string, Sum>()
  #largest: Sum[] = []

  constructor(engine: GroupEngine, summands: readonly Summand[], refusal: () => Problem) {
    this.#engine = engine
    this.#summands = summands
    this.#refusal = refusal
  }

  find(sum: string): readonly number[] | undefined {
    return this.#sums.get(sum)?.picks
  }

  all(): Iterable<Sum> {
    return this.#sums.values()
  }

  /** Adds the multisets with one summand more. */
  grow(): void {
    this.#largest =
      this.depth === 0 ? this.#single() : this.#largest.flatMap((s) => this.#beyond(s))
    this.depth++
    for (const sum of this.#largest) this.#enter(sum)
  }

  #single(): Sum[] {
    return this.#summands.map(({ element }, pick) => ({ picks: [pick], element }))
  }

  /** Summands are added in order, so each multiset arises once. */
  #beyond({ picks, element }: Sum): Sum[] {
    const last = picks.at(-1) ?? 0
    return this.#summands.slice(last).map((summand, more) => ({
      picks: [...picks, last + more],
      element: this.#engine.add(element, summand.element),
    }))
  }

  #enter(sum: Sum): void {
    const key = keyOf(sum.element)
    if (this.#sums.has(key)) throw this.#refusal()
    this.#sums.set(key, sum)
  }
}

/** A sum of the table from which a rest of the table is missing; the smallest such multiset. */
function meetInTheMiddle(
  engine: GroupEngine,
  table: SumTable,
  sum: string,
  maxPicks: number,
): number[] | undefined {
  const target = new Uint8Array(Buffer.from(sum, 'latin1'))
  if (!engine.isElement(target)) return undefined
  for (const { picks, element } of table.all()) {
    if (picks.length > maxPicks) return undefined
    const rest = table.find(keyOf(engine.subtract(target, element)))
    if (rest !== undefined) return [...picks, ...rest].sort((a, b) => a - b)
  }
  return undefined
}

function keyOf(element: Uint8Array): string {
  return Buffer.from(element.buffer, element.byteOffset, element.length).toString('latin1')
}
