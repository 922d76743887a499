/*
 * What a person of the covered bag can be (protocol/specification.md 14.2): one bin for each set of
 * lists. Check persons are no bins: they stand for nobody, everybody learns afterwards which there
 * were, and they have to come out exactly. Reveals nothing: bins follow from the lists of the round.
 */
import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { type GroupEngine, IDENTITY } from '../group/engine.ts'
import { presenceElement } from '../psi/key-element.ts'

export interface Bin {
  /** The ids of its lists, sorted and joined by `+`. */
  readonly id: string
  /** Sorted. */
  readonly lists: readonly string[]
}

/**
 * How many bins change when one person stands on other lists, but as many: the two sets. It is no
 * more because padding rows open to nothing, whichever list they are of.
 */
export const CHANGED_BINS = 2

/** With two lists, how many persons stand on two lists is the overlap itself. */
const FEWEST_LISTS = 3
const MOST_LISTS = 8

/**
 * All sets of one or more of the lists, smaller ones first, then by their lists.
 *
 * @throws Problem `cover.too-few-lists`, `cover.too-many-lists`
 */
export function makeBins(lists: readonly string[]): Bin[] {
  const sorted = [...new Set(lists)].sort()
  refuseOtherNumber(sorted.length)
  const sets: string[][] = [[]]
  for (const list of sorted) sets.push(...sets.map((set) => [...set, list]))
  return sets
    .filter((set) => set.length > 0)
    .map((set) => ({ id: set.join('+'), lists: set }))
    .sort(compareBins)
}

/**
 * What opens to a bin: the sum of its labels ‖ its presence, 64 bytes each, in order of bins.
 *
 * @param labels the label element of each list
 */
export function binElements(
  engine: GroupEngine,
  bins: readonly Bin[],
  labels: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const vectors = bins.map(({ lists }) => {
    const sum = lists.reduce((total, list) => engine.add(total, labelOf(labels, list)), IDENTITY)
    return concatBytes(sum, IDENTITY)
  })
  return concatBytes(...vectors)
}

/**
 * What opens to nothing, 64 bytes: no label, and the presence of padding. It is what a padding row
 * without a label opens to as well, so that the number of padding rows hides among it; no set of
 * lists can be it, as its presence is another.
 */
export function nullElements(engine: GroupEngine): Uint8Array {
  return concatBytes(IDENTITY, presenceElement(engine, 'padding'))
}

function labelOf(labels: ReadonlyMap<string, Uint8Array>, list: string): Uint8Array {
  const label = labels.get(list)
  if (label === undefined) throw new RangeError(`no label of ${list}`)
  return label
}

function compareBins(one: Bin, other: Bin): number {
  if (one.lists.length !== other.lists.length) return one.lists.length - other.lists.length
  const at = one.lists.findIndex((list, index) => list !== other.lists[index])
  return (one.lists[at] ?? '') < (other.lists[at] ?? '') ? -1 : 1
}

function refuseOtherNumber(lists: number): void {
  if (lists < FEWEST_LISTS) {
    throw new Problem({
      code: 'cover.too-few-lists',
      what: 'Counts cannot be covered with so few lists: the sizes of persons would show the overlap',
      where: `${lists} lists, at least ${FEWEST_LISTS}`,
      remedy: 'Open a round with more lists, or agree on counting without cover.',
    })
  }
  if (lists <= MOST_LISTS) return
  throw new Problem({
    code: 'cover.too-many-lists',
    what: 'Counts cannot be covered with so many lists: there would be too many sets of lists',
    where: `${lists} lists, at most ${MOST_LISTS}`,
    remedy: 'Open rounds with fewer lists, or agree on counting without cover.',
  })
}
