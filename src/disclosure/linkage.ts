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
import type { ReleaseFigure } from '../release/figure.ts'
import type { CorrectedTotal, LinkageQuality, Rate } from '../release/linkage.ts'
import { figureSpan, type QualityTeller } from './quality.ts'
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
  by: {
    readonly rules: DisclosureRules
    readonly withheld: boolean
    readonly teller: QualityTeller
  },
): Protected {
  const { rules, withheld, teller } = by
  if (known === null) return { linkage: null, corrected: [] }
  if (withheld) return { linkage: withheldLinkage(known.links), corrected: [] }
  const cells = protectLinks(known.links, teller)
  // A kind of which no link is shown would count half of what is withheld as missed.
  const seen = cells.labelled.filter(({ found, missed }) => {
    return found.status === 'shown' || missed.status === 'shown'
  })
  const labelled = seen.map(({ numbers, ...told }) => ({
    numbers,
    found: teller.span(`found/${numbers}`, told.found),
    missed: teller.span(`missed/${numbers}`, told.missed),
    different: teller.span(`different/${numbers}`, told.different),
  }))
  const links = teller.span('links', cells.links)
  const linksByNumbers = teller.span('linksByNumbers', cells.linksByNumbers)
  const error = linkageError({ links, linksByNumbers, labelled }, known.draws())
  const linkage = {
    ...cells,
    labelled: cells.labelled.map((one) => {
      return { ...one, recall: rateOf(error?.recalls[seen.indexOf(one)] ?? null) }
    }),
    recall: rateOf(error?.recall ?? null),
    precision: rateOf(error?.precision ?? null),
    ...protectRows(known.lists, rules, teller),
  }
  const drawn = { rules, random: known.draws() }
  return { linkage, corrected: error === null ? [] : correctFigures(figures, error, drawn) }
}

/** Of what links are the difference, and by whom they are joined to persons of other populations. */
const AROUND_LINKS = new Set(['reports', 'enrichments', 'persons', 'population-total', 'also-in'])

/** Links in all are rows less persons: where one of these is withheld, they would give it back. */
export function linksGiveBack(figures: readonly ReleaseFigure[]): boolean {
  return figures.some(
    ({ question, table, cell }) =>
      table === null &&
      AROUND_LINKS.has(question) &&
      (cell.status === 'withheld' || cell.status === 'secondary'),
  )
}

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

function protectLinks(links: LinkingCounts, { count }: QualityTeller) {
  return {
    links: count('links', links.links),
    linksByNumbers: count('linksByNumbers', links.linksByNumbers),
    labelled: links.labelled.map(({ numbers, same, found, different }) => ({
      numbers,
      found: count(`found/${numbers}`, found),
      missed: count(`missed/${numbers}`, same - found),
      different: count(`different/${numbers}`, different),
    })),
    conflicts: count('conflicts', links.conflicts),
    ties: count('ties', links.ties),
  }
}

function protectRows(lists: readonly RowCounts[], rules: DisclosureRules, teller: QualityTeller) {
  const sum = (name: keyof RowCounts) => lists.reduce((total, list) => total + list[name], 0)
  const rows = sum('rows')
  const without = share(sum('withoutLinkingKey'), rows, rules)
  return {
    withoutLinkingKey: teller.share('withoutLinkingKey', without),
    withoutKey: teller.share('withoutKey', share(sum('withoutKey'), rows, rules)),
    keysDropped: teller.share('keysDropped', share(sum('dropped'), sum('keys'), rules)),
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
