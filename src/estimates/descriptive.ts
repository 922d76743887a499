/*
 * What a table shows before any model: totals, overlaps, how many persons stand on how many lists. All of it exact,
 * so for the counter alone; a reader gets what a release rounds and withholds.
 */
import { type CaptureTable, sharedBy } from './capture-table.ts'
import { type ChaoFigures, chaoFigures } from './chao.ts'
import { pairTerms } from './model.ts'
import { frequenciesOf, listsOf, onSeveralLists } from './regroup.ts'
import { chapman, lincolnPetersen, seberVariance } from './two-lists.ts'

export interface PairFigures {
  readonly lists: readonly string[]
  readonly n1: number
  readonly n2: number
  readonly overlap: number
  readonly lincolnPetersen: number | null
  readonly chapman: number
  readonly chapmanVarianceSeber: number
  readonly chapmanSE: number
}

export interface Descriptive {
  readonly listTotals: Readonly<Record<string, number>>
  /** Persons on exactly one list, on two … on all. */
  readonly frequencyOfCapture: readonly number[]
  readonly onSeveralLists: number
  readonly shareOnSeveralLists: number
  readonly pairs: readonly PairFigures[]
  /** Pairs of lists that share nobody. */
  readonly nonOverlappingPairs: number
  /** None for a single list. */
  readonly chao: ChaoFigures | null
}

export function describeTable(table: CaptureTable): Descriptive {
  const frequencies = frequenciesOf(table)
  const several = onSeveralLists(table)
  const shared = sharedBy(table)
  const pairs = pairTerms(table.lists.length).map((pair) => pairFigures(table.lists, pair, shared))
  return {
    listTotals: Object.fromEntries(
      table.lists.map((list, at) => [list, shared[1 << at] ?? 0] as const),
    ),
    frequencyOfCapture: frequencies,
    onSeveralLists: several,
    shareOnSeveralLists: several / table.observed,
    pairs,
    nonOverlappingPairs: pairs.filter(({ overlap }) => overlap === 0).length,
    chao: table.lists.length < 2 ? null : chaoFigures(frequencies),
  }
}

function pairFigures(lists: readonly string[], pair: number, shared: Float64Array): PairFigures {
  const [n1 = 0, n2 = 0] = lists.flatMap((_, at) =>
    (pair >> at) & 1 ? [shared[1 << at] ?? 0] : [],
  )
  const overlap = shared[pair] ?? 0
  const counted = { one: n1, other: n2, both: overlap }
  const variance = seberVariance(counted)
  return {
    lists: listsOf(lists, pair),
    n1,
    n2,
    overlap,
    lincolnPetersen: lincolnPetersen(counted),
    chapman: chapman(counted),
    chapmanVarianceSeber: variance,
    chapmanSE: Math.sqrt(variance),
  }
}
