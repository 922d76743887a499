/**
 * How well pairs of records were judged, counted over all pairs of all files from the sizes of groups: no pair is ever
 * listed, so that tens of thousands of records take seconds. Pure; for measuring only, as truth is never in a round.
 */

export interface PairFigures {
  /** Pairs taken for one person. */
  readonly linked: number
  /** Of these, the pairs that are one. */
  readonly correct: number
  /** Pairs that are one person. */
  readonly true: number
  /** Pairs taken for one person that are two. */
  readonly false: number
  /** Pairs that are one person and were taken for two. */
  readonly missed: number
  /** Null where nothing is linked: of no links none is wrong, and none right. */
  readonly precision: number | null
  /** Null where no two records are one person. */
  readonly recall: number | null
  /** Twice the correct by linked and true together; null where there are neither. */
  readonly f1: number | null
}

export interface PairCounts {
  readonly linked: number
  readonly correct: number
  readonly true: number
}

export function figuresOf(counts: PairCounts): PairFigures {
  const { linked, correct } = counts
  return {
    linked,
    correct,
    true: counts.true,
    false: linked - correct,
    missed: counts.true - correct,
    precision: share(correct, linked),
    recall: share(correct, counts.true),
    f1: share(2 * correct, linked + counts.true),
  }
}

/** Null where there is nothing to have a share of. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Two numberings of the same records: whose they were taken for, and whose they are. */
export function countPairs(taken: readonly string[], truth: readonly string[]): PairCounts {
  const both = taken.map((group, at) => `${group} ${truth[at]}`)
  return { linked: pairsWithin(taken), correct: pairsWithin(both), true: pairsWithin(truth) }
}

/** Whether two numberings of the same records put the same pairs together. */
export function isSamePairs(one: readonly string[], other: readonly string[]): boolean {
  const counts = countPairs(one, other)
  return counts.correct === counts.linked && counts.correct === counts.true
}

/** Pairs of records of one group. */
export function pairsWithin(groups: Iterable<string>): number {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  let pairs = 0
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2
  return pairs
}
