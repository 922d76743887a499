/**
 * How good the links of a round are, and what that means for its totals (protocol/disclosure-rules.md, Linking errors).
 * Every count goes through threshold and rounding first, and all rates and corrected totals are made of what is then
 * shown: they reveal nothing that the release does not say already.
 */
import type { Random } from '../base/random.ts'
import {
  correctedTotal,
  type LinkageError,
  linkageError,
  type Range,
  type Span,
} from '../overlap/linkage-error.ts'
import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'
import type { CorrectedTotal, LinkageQuality, Rate } from '../release/linkage.ts'
import { protectCount } from './protect.ts'
import { LEAST_CHANGE } from './repeat.ts'
import { roundToBase } from './rounding.ts'
import type { DisclosureRules } from './rules.ts'
import { isWithheld } from './threshold.ts'

/**
 * Exact counts of the links of a round (protocol/specification.md 8.5), check persons left out. Not those of keys: one
 * person has many keys, so that planted rows could lift such a count above the threshold by one person alone.
 */
export interface LinkingCounts {
  readonly links: number
  readonly linksByNumbers: number
  readonly labelled: readonly {
    readonly numbers: string
    readonly same: number
    readonly found: number
    readonly different: number
  }[]
  readonly conflicts: number
  readonly ties: number
}

/** Exact counts of the rows of one list (protocol/specification.md 5.9). */
export interface RowCounts {
  readonly rows: number
  readonly withoutLinkingKey: number
  readonly withoutKey: number
  readonly keys: number
  readonly dropped: number
}

export interface KnownLinking {
  readonly links: LinkingCounts
  readonly lists: readonly RowCounts[]
  /** Starts anew for every release: the same counts give the same release. */
  readonly draws: () => Random
}

interface Protected {
  readonly linkage: LinkageQuality | null
  readonly corrected: CorrectedTotal[]
}

export function protectLinkage(
  known: KnownLinking | null,
  figures: readonly ReleaseFigure[],
  { rules, withheld }: { readonly rules: DisclosureRules; readonly withheld: boolean },
): Protected {
  if (known === null) return { linkage: null, corrected: [] }
  if (withheld) return { linkage: withheldLinkage(known.links), corrected: [] }
  const cells = protectLinks(known.links, rules)
  const span = (cell: ReleaseCell) => spanOf(cell, rules)
  // A kind of which no link is shown would count half of what is withheld as missed.
  const seen = cells.labelled.filter(({ found, missed }) => {
    return found.status === 'shown' || missed.status === 'shown'
  })
  const labelled = seen.map(({ numbers, found, missed, different }) => {
    return { numbers, found: span(found), missed: span(missed), different: span(different) }
  })
  const counts = { links: span(cells.links), linksByNumbers: span(cells.linksByNumbers), labelled }
  const error = linkageError(counts, known.draws())
  const linkage = {
    ...cells,
    labelled: cells.labelled.map((one) => {
      return { ...one, recall: rateOf(error?.recalls[seen.indexOf(one)] ?? null) }
    }),
    recall: rateOf(error?.recall ?? null),
    precision: rateOf(error?.precision ?? null),
    ...protectRows(known.lists, rules),
  }
  const drawn = { rules, random: known.draws() }
  return { linkage, corrected: error === null ? [] : correctFigures(figures, error, drawn) }
}

/** Links are rows less persons: where these would tell too much, links and what is made of them would. */
function withheldLinkage({ labelled }: LinkingCounts): LinkageQuality {
  const cell = { status: 'secondary' } as const
  const told = labelled.map(({ numbers }) => {
    return { numbers, found: cell, missed: cell, different: cell, recall: null }
  })
  return {
    ...{ links: cell, linksByNumbers: cell, labelled: told, conflicts: cell, ties: cell },
    ...{ recall: null, precision: null },
    ...{ withoutLinkingKey: null, withoutKey: null, keysDropped: null },
  }
}

function protectLinks(links: LinkingCounts, rules: DisclosureRules) {
  const protect = (count: number) => protectCount(count, rules)
  return {
    links: protect(links.links),
    linksByNumbers: protect(links.linksByNumbers),
    labelled: links.labelled.map(({ numbers, same, found, different }) => ({
      numbers,
      found: protect(found),
      missed: protect(same - found),
      different: protect(different),
    })),
    conflicts: protect(links.conflicts),
    ties: protect(links.ties),
  }
}

function protectRows(lists: readonly RowCounts[], rules: DisclosureRules) {
  const sum = (name: keyof RowCounts) => lists.reduce((total, list) => total + list[name], 0)
  const rows = sum('rows')
  return {
    withoutLinkingKey: share(sum('withoutLinkingKey'), rows, rules),
    withoutKey: share(sum('withoutKey'), rows, rules),
    keysDropped: share(sum('dropped'), sum('keys'), rules),
  }
}

/** Whole percents, of rounded counts; null where the part, or what is left, is too small to be shown. */
function share(
  part: number,
  whole: number,
  { threshold, roundingBase }: DisclosureRules,
): number | null {
  if (isWithheld(part, threshold) || isWithheld(whole - part, threshold)) return null
  const rounded = (count: number) => roundToBase(count, roundingBase)
  return Math.min(100, Math.round((100 * rounded(part)) / rounded(whole)))
}

/** What a reader knows of the exact count behind a cell. */
function spanOf(cell: ReleaseCell, { threshold, roundingBase }: DisclosureRules): Span {
  if (cell.status !== 'shown') return { low: 0, high: threshold - 1 }
  const half = Math.floor(roundingBase / 2)
  return { low: Math.max(threshold, cell.value - half), high: cell.value + half }
}

/** Of a repeated figure what it may be now: fewer than ten came or went since. */
function figureSpan({ cell, exactness }: ReleaseFigure, rules: DisclosureRules): Span {
  const { low, high } = spanOf(cell, rules)
  const change = exactness === 'repeated' ? LEAST_CHANGE - 1 : 0
  return { low: Math.max(0, low - change), high: high + change }
}

/** Whole percents, the ends rounded outwards. */
function rateOf(range: Range | null): Rate | null {
  if (range === null) return null
  const { estimate, low, high } = range
  return {
    estimate: Math.round(100 * estimate),
    low: Math.floor(100 * low),
    high: Math.ceil(100 * high),
  }
}

/** Sources whose rows are behind the persons of a total. */
const behind = {
  persons: ['reports', 'enrichments'],
  'persons-without-enrichment': ['reports'],
} as const

function correctFigures(
  figures: readonly ReleaseFigure[],
  error: LinkageError,
  { rules, random }: { readonly rules: DisclosureRules; readonly random: Random },
): CorrectedTotal[] {
  return figures.flatMap((figure) => {
    const { question, year, table, cell } = figure
    if (question !== 'persons' && question !== 'persons-without-enrichment') return []
    if (table !== null || cell.status !== 'shown') return []
    const reports = shownRows(figures, { sources: behind[question], year, rules })
    if (reports === null) return []
    const total = correctedTotal({ reports, persons: figureSpan(figure, rules) }, error, random)
    const { estimate, low, high } = outwards(total, rules.roundingBase)
    if (isWithheld(low, rules.threshold)) return []
    return [{ question, year, estimate, low, high }]
  })
}

/** All rows of these sources, of the year or of all; null where a part of them is not shown. */
function shownRows(
  figures: readonly ReleaseFigure[],
  of: {
    readonly sources: readonly string[]
    readonly year: number | null
    readonly rules: DisclosureRules
  },
): Span | null {
  const parts = figures.filter(
    ({ question, year, cell }) =>
      of.sources.includes(question) &&
      (of.year === null || year === of.year) &&
      cell.status !== 'not-applicable',
  )
  if (parts.some(({ cell }) => cell.status !== 'shown')) return null
  const spans = parts.map((figure) => figureSpan(figure, of.rules))
  const sum = (end: keyof Span) => spans.reduce((total, span) => total + span[end], 0)
  return { low: sum('low'), high: sum('high') }
}

function outwards({ estimate, low, high }: Range, base: number): Range {
  return {
    estimate: roundToBase(estimate, base),
    low: Math.floor(low / base) * base,
    high: Math.ceil(high / base) * base,
  }
}
