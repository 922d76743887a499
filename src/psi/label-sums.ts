/**
 * From a sum of label elements back to the multiset of lists (protocol/specification.md 9.3): by a
 * table of the sums of all small multisets, and beyond it by meeting in the middle. Labels are
 * hashed to the group, so two multisets with one sum would be a relation of discrete logarithms
 * that nobody can find. Works on what a counter may see; reveals nothing more.
 */
import { Problem } from '../base/problem.ts'
import { type GroupEngine, isIdentity } from '../group/engine.ts'

/** Sums held at most: all pairs of 360 lists, all triples of 71. */
export const MAX_SUMS = 65_536

/** What stands for a list in the label column. */
export interface Label {
  readonly list: string
  readonly element: Uint8Array
}

export interface SumSearch {
  readonly labels: readonly Label[]
  readonly maxLists: number
  /** Encoded elements as one-byte strings. */
  readonly wanted: ReadonlySet<string>
}

/**
 * The multiset of lists, sorted, of each wanted sum that has at most decodableSize(labels,
 * maxLists) lists. Others are left out.
 *
 * @throws Problem `bag.labels` when labels are no elements, repeat or depend on each other
 */
export function decodeSums(engine: GroupEngine, search: SumSearch): Map<string, string[]> {
  const { labels, maxLists, wanted } = search
  checkLabels(engine, labels)
  const sorted = labels.toSorted((a, b) => (a.list < b.list ? -1 : 1))
  const table = new SumTable(engine, sorted)
  const depth = tableDepth(sorted.length, maxLists)
  const open = new Set(wanted)
  const found = new Map<string, string[]>()
  const settle = (sum: string, picks: readonly number[]) => {
    open.delete(sum)
    found.set(
      sum,
      picks.map((pick) => sorted[pick]!.list),
    )
  }
  while (open.size > 0 && table.depth < depth) {
    table.grow()
    for (const sum of open) {
      const picks = table.find(sum)
      if (picks !== undefined) settle(sum, picks)
    }
  }
  for (const sum of open) {
    const picks = meetInTheMiddle(engine, table, sum, maxLists - depth)
    if (picks !== undefined) settle(sum, picks)
  }
  return found
}

/** Rows of the largest person that is surely decoded. Both counters must agree on it. */
export function decodableSize(lists: number, maxLists: number): number {
  return Math.min(maxLists, 2 * tableDepth(lists, maxLists))
}

/** Half the largest person, or less where the table would outgrow MAX_SUMS. */
function tableDepth(lists: number, maxLists: number): number {
  const half = Math.ceil(maxLists / 2)
  let depth = Math.min(1, half)
  let level = lists
  let sums = lists
  while (depth < half) {
    // Multisets of size d + 1 out of n: C(n + d, d + 1).
    level = (level * (lists + depth)) / (depth + 1)
    sums += level
    if (sums > MAX_SUMS) break
    depth++
  }
  return depth
}

function checkLabels(engine: GroupEngine, labels: readonly Label[]): void {
  const lists = new Set(labels.map((label) => label.list))
  const standsForNothing = labels.some(
    ({ element }) => isIdentity(element) || !engine.isElement(element),
  )
  if (lists.size < labels.length || standsForNothing) throw badLabels()
}

function badLabels(): Problem {
  return new Problem({
    code: 'bag.labels',
    what: 'Labels of lists are no elements, repeat or depend on each other',
    remedy: 'Derive every label from its own list as the manifest names it.',
  })
}

interface Sum {
  readonly picks: readonly number[]
  readonly element: Uint8Array
}

/** Sums of all multisets of labels up to the depth, smaller multisets first. */
class SumTable {
  depth = 0
  readonly #engine: GroupEngine
  readonly #labels: readonly Label[]
  readonly #sums = new Map<string, Sum>()
  #largest: Sum[] = []

  constructor(engine: GroupEngine, labels: readonly Label[]) {
    this.#engine = engine
    this.#labels = labels
  }

  find(sum: string): readonly number[] | undefined {
    return this.#sums.get(sum)?.picks
  }

  all(): Iterable<Sum> {
    return this.#sums.values()
  }

  /** Adds the multisets with one list more. */
  grow(): void {
    this.#largest =
      this.depth === 0 ? this.#single() : this.#largest.flatMap((s) => this.#beyond(s))
    this.depth++
    for (const sum of this.#largest) this.#enter(sum)
  }

  #single(): Sum[] {
    return this.#labels.map(({ element }, pick) => ({ picks: [pick], element }))
  }

  /** Labels are added in order, so each multiset arises once. */
  #beyond({ picks, element }: Sum): Sum[] {
    const last = picks.at(-1) ?? 0
    return this.#labels.slice(last).map((label, more) => ({
      picks: [...picks, last + more],
      element: this.#engine.add(element, label.element),
    }))
  }

  #enter(sum: Sum): void {
    const key = keyOf(sum.element)
    if (this.#sums.has(key)) throw badLabels()
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
