/*
 * What a counter makes of an opened bag with cover in it (protocol/specification.md 14.4). It learns
 * covered counts, and what is in no bin: persons in whom a list occurs twice and what cannot be
 * decoded. Those have no cover.
 */
import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { type GroupEngine, IDENTITY } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { impossible } from './opening.ts'
import { type CoverElements, type CoverPlan, coverRowCount, pairAt, rowsPerBin } from './plan.ts'

export interface CoveredCounts {
  /** Of each bin: persons and cover. */
  readonly covered: readonly number[]
  /** Check persons of each bin's set of lists; exact. */
  readonly checks: readonly number[]
  /** Padding rows, and cover that holds nothing. */
  readonly nothing: number
  /** Pairs that are none of these, one after another, for the decoding of 9.3. */
  readonly outside: Uint8Array
}

/**
 * Sorts the bag by what each pair is.
 *
 * @param bag.pairs label sum ‖ presence of every row, 64 bytes each
 * @param bag.check what the presence column of a check row holds
 * @throws Problem `cover.rows` unless there are as many pairs as persons and cover
 */
export function countCovered(
  engine: GroupEngine,
  plan: CoverPlan,
  bag: {
    readonly elements: CoverElements
    readonly check: Uint8Array
    readonly pairs: Uint8Array
    readonly persons: number
    readonly evaluators: number
  },
): CoveredCounts {
  const rows = bag.persons + bag.evaluators * coverRowCount(plan)
  if (bag.pairs.length !== rows * bag.elements.nothing.length) throw otherRows()
  const meanings = meaningsOf(engine, plan, bag)
  const covered = plan.bins.map(() => 0)
  const checks = plan.bins.map(() => 0)
  const outside: Uint8Array[] = []
  let nothing = 0
  for (let at = 0; at < rows; at++) {
    const pair = pairAt(bag.pairs, at)
    const meaning = meanings.get(keyOf(pair))
    if (meaning === undefined) outside.push(pair)
    else if (meaning.kind === 'nothing') nothing++
    else addOne(meaning.kind === 'bin' ? covered : checks, meaning.bin)
  }
  return { covered, checks, nothing, outside: concatBytes(...outside) }
}

/** How many persons have so many rows, as the partition says; check persons among them. */
export type RowsPerPerson = ReadonlyMap<number, number>

/** Persons on a number of lists: `least` to `most`, cover taken into account but not known. */
export interface SizeTotal {
  readonly lists: number
  readonly least: number
  readonly most: number
}

/**
 * The true number of persons on s lists, for every s, from the partition: exact for s > 1 where
 * nothing is outside the bins. For s = 1 padding rows are among the persons, and so it is an upper end.
 *
 * @throws Problem `cover.totals` when the covered counts cannot come from these persons
 */
export function sizeTotals(
  plan: CoverPlan,
  counts: CoveredCounts,
  known: { readonly rowsPerPerson: RowsPerPerson; readonly evaluators: number },
): SizeTotal[] {
  const outside = counts.outside.length / pairBytes
  const sizes = [...new Set(plan.bins.map((bin) => bin.lists.length))]
  return sizes.map((lists) => {
    const places = plan.bins.flatMap((bin, at) => (bin.lists.length === lists ? [at] : []))
    const sum = (of: readonly number[]) => places.reduce((total, at) => total + (of[at] ?? 0), 0)
    const most = (known.rowsPerPerson.get(lists) ?? 0) - sum(counts.checks)
    const cover = known.evaluators * places.length * rowsPerBin(plan)
    const least = lists === 1 ? 0 : Math.max(0, most - outside)
    const covered = sum(counts.covered)
    if (most < 0 || covered > most + cover || covered < least) {
      // Not of how many lists: the end of a round is told to everybody.
      throw impossible('covered counts')
    }
    return { lists, least, most }
  })
}

type Meaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'bin' | 'check'; readonly bin: number }

/** What each pair stands for. A check person holds the presence `check` once for each list. */
function meaningsOf(
  engine: GroupEngine,
  plan: CoverPlan,
  bag: { readonly elements: CoverElements; readonly check: Uint8Array },
): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>([[keyOf(bag.elements.nothing), { kind: 'nothing' }]])
  for (const [bin, { lists }] of plan.bins.entries()) {
    const pair = pairAt(bag.elements.bins, bin)
    meanings.set(keyOf(pair), { kind: 'bin', bin })
    const presence = lists.reduce((sum) => engine.add(sum, bag.check), IDENTITY)
    meanings.set(keyOf(concatBytes(elementAt(pair, 0), presence)), { kind: 'check', bin })
  }
  return meanings
}

const pairBytes = 64

function addOne(counts: number[], bin: number): void {
  counts[bin] = (counts[bin] ?? 0) + 1
}

function keyOf(pair: Uint8Array): string {
  return Buffer.from(pair.buffer, pair.byteOffset, pair.length).toString('latin1')
}

function otherRows(): Problem {
  return new Problem({
    code: 'cover.rows',
    what: 'A covered bag has another number of rows than persons and cover make',
    where: 'the bag of persons', // their number is told to nobody
    remedy: 'The round ends here; compare the declarations of the last stages.',
  })
}
