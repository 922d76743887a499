/**
 * What the figures of a round's release claim of counts. Assumes figures with terms of one space;
 * reveals nothing.
 */
import type { ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import type { Range } from '../release/table-release.ts'
import { type Claim, type Published, shown, withheld } from './claims.ts'
import type { RoundUnderAttack } from './round.ts'
import type { Figure } from './round-figures.ts'
import type { RoundSpace } from './round-space.ts'
import { saidAgain } from './said-again.ts'
import { saidFirst } from './said-first.ts'
import type { Term } from './solver.ts'

export function publishedBy(
  { release, earlier }: Pick<RoundUnderAttack, 'release' | 'earlier'>,
  figures: readonly Figure[],
  space: Pick<RoundSpace, 'termsOf'>,
): Published {
  const said = saidFirst(earlier)
  const claims = figures.flatMap((figure) => {
    const terms = summed(figure.parts.flatMap((part) => space.termsOf(part)))
    return claimOf(figure, terms, { release, said }) ?? []
  })
  return { id: release.round, claims }
}

function summed(terms: readonly Term[]): Term[] {
  const sums = new Map<number, number>()
  for (const [variable, factor] of terms) sums.set(variable, (sums.get(variable) ?? 0) + factor)
  return [...sums]
}

/** A figure is said again when it has changed by fewer than so many (protocol/disclosure-rules.md, Rounds). */
const LEAST_CHANGE = 10

/**
 * What was withheld for the sake of others claims nothing, but must not be told to be small. Of covered
 * figures the law of the cover bounds what is told; they claim nothing either, nor does what a covered
 * round says again, as that may rest on an estimate.
 */
export function claimOf(
  figure: Figure,
  terms: readonly Term[],
  { release, said }: { release: Rules & Pick<Release, 'cover'>; said: ReadonlyMap<string, Range> },
): Claim | null {
  const { id, cell, exactness, table } = figure
  const { rules, cover } = release
  if (exactness === 'covered' || (exactness === 'repeated' && cover !== null)) return null
  const threshold = table === null ? rules.threshold : (rules.stratumThreshold ?? rules.threshold)
  const claim = boundsOf(cell, { id, terms, threshold, roundingBase: rules.roundingBase })
  if (claim === null || exactness !== 'repeated') return claim
  // It was made by the rules of the release that told it first; if that is not at hand, by none stricter.
  const { roundingBase } = rules
  const reach = cell.status === 'shown' ? roundingBase : 0
  const unknown = { low: Math.max(0, claim.low - reach), high: claim.high + reach }
  return { ...claim, ...again(said.get(id) ?? unknown, { threshold, roundingBase }) }
}

type Rules = Pick<Release, 'rules'>

function again(before: Range, own: Pick<Release['rules'], 'threshold' | 'roundingBase'>): Range {
  return saidAgain(before, { ...own, mode: 'rounding', leastNewPersons: LEAST_CHANGE })
}

/**
 * How many persons can have no code in a table: those that it tells to stand for nothing, less those
 * that stand for no set of lists, which are among them (protocol/specification.md 9.4).
 */
export function withoutCode(
  release: Rules & Pick<Release, 'quality' | 'repeated'>,
  { id, undecodable }: Pick<Release['tables'][0], 'id' | 'undecodable'>,
): Range {
  const own = countOf(release, `undecodable/${id}`, undecodable)
  const all = countOf(release, 'undecodable', release.quality.undecodable)
  return { low: Math.max(0, own.low - all.high), high: own.high - all.low }
}

/** What a count on quality tells. */
function countOf(
  { rules, repeated }: Rules & Pick<Release, 'repeated'>,
  name: string,
  cell: ReleaseCell,
): Range {
  const { threshold, roundingBase } = rules
  const claim = boundsOf(cell, { id: name, terms: [], threshold, roundingBase })
  if (claim === null || cell.status === 'secondary')
    return { low: 0, high: Number.POSITIVE_INFINITY }
  const { low, high } = claim
  if (!repeated.includes(name)) return { low, high }
  // Told first by rules that are not at hand, but none stricter.
  const before = { low: Math.max(0, low - roundingBase), high: high + roundingBase }
  return again(before, { threshold, roundingBase })
}

function boundsOf(
  cell: ReleaseCell,
  {
    id,
    terms,
    threshold,
    roundingBase,
  }: {
    readonly id: string
    readonly terms: readonly Term[]
    readonly threshold: number
    readonly roundingBase: number
  },
): Claim | null {
  if (cell.status === 'withheld') return withheld(id, terms, cell.below)
  if (cell.status === 'secondary') {
    return { id, terms, low: 0, high: Number.POSITIVE_INFINITY, hidden: true, threshold }
  }
  if (cell.status !== 'shown') return null
  return shown(id, terms, { value: cell.value, threshold, roundingBase })
}
