/**
 * From counts to a release: the sole maker of one. A count below the threshold is withheld, zero
 * included, and so is an estimate whose interval reaches below it; every other count is rounded by itself, totals too, so that parts need not add up;
 * ratios are of released numbers only. Pure; reveals to readers what the release holds.
 *
 * What this version does NOT do, and so does not protect against:
 * - complementary suppression: nothing is withheld merely because a withheld count could be narrowed
 *   down from other figures; rounding every figure by itself is all that stands in the way;
 * - an attacker gate: no programme tries to narrow the withheld counts before release, neither from
 *   this release alone nor with what one organisation knows of its own lists;
 * - comparison with earlier releases: two rounds over nearly the same lists can be subtracted;
 * - dominance: a figure may be nearly all of one organisation's list.
 */

import { type NamedCodeBook, namedCodesOf } from '../base/codes.ts'
import type { ListInfo, Organisation, Population } from '../base/lists.ts'
import { answerCodes, type CodeTable } from '../overlap/code-table.ts'
import type { LinkQuality, OverlapTable } from '../overlap/overlap-table.ts'
import { answerQuestions, type ExactFigure } from '../overlap/questions.ts'
import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import { sealRelease } from '../release/seal.ts'
import { type KnownLinking, protectLinkage } from './linkage.ts'
import { protectCount, protectEstimate } from './protect.ts'
import { type DisclosureRules, parseDisclosureRules } from './rules.ts'

/** All that was counted exactly in a round. */
export interface ExactCounts {
  readonly table: OverlapTable
  readonly codes: readonly CodeTable[]
  readonly linking: KnownLinking
}

/** A figure of a covered round: its exact value, or an estimate and an interval that holds the truth. */
export interface CoveredFigure extends ExactFigure {
  /** Null: the value is exact. */
  readonly interval: { readonly low: number; readonly high: number } | null
}

/** What is known of a covered round, and its law. */
export interface CoveredCounts {
  readonly lists: readonly ListInfo[]
  readonly figures: readonly CoveredFigure[]
  readonly quality: LinkQuality
  readonly cover: NonNullable<Release['cover']>
}

/** What a release says besides its figures. */
export interface ReleaseContext {
  readonly round: string
  readonly manifestDigest: string
  readonly agreement: Release['agreement']
  /** Dates as `2017-12-31`, both included. */
  readonly period: Release['period']
  /** Id of the organisation that counts. */
  readonly madeBy: string
  /** Milliseconds since 1970, UTC; released in whole seconds. */
  readonly madeAtMs: number
  readonly organisations: readonly Organisation[]
  /** The first is the one counted. */
  readonly populations: readonly Population[]
  /** Rows agreed per list id, padding included. */
  readonly agreedSizes: Readonly<Record<string, number>>
  readonly recipe: string
  readonly linkingRule: string
  readonly yearRule: Release['rules']['yearRule']
  readonly proofs: Release['proofs']
}

/**
 * Answers all questions over the tables and takes from them what the rules do not let through.
 * @throws Problem `disclosure.rules` for unusable rules, `questions.…` and `release.unreadable` for
 *   a context that does not fit the table
 */
export function controlDisclosure(
  { table, codes, linking }: ExactCounts,
  context: ReleaseContext,
  rules: DisclosureRules,
): Release {
  const { organisations, populations } = context
  const figures = [
    ...answerQuestions(table, organisations, populations),
    ...codes.flatMap((one) => answerCodes(one, table.lists, populations)),
  ].map((figure) => ({ ...figure, interval: null }))
  const { lists, quality } = table
  return release({ lists, codes, figures, quality, cover: null, linking }, context, rules)
}

/**
 * Likewise from what is known of a covered round: exact answers and estimates.
 * @throws Problem as controlDisclosure
 */
export function controlCovered(
  counts: CoveredCounts,
  context: ReleaseContext,
  rules: DisclosureRules,
): Release {
  return release({ ...counts, codes: [], linking: null }, context, rules)
}

function release(
  counts: Omit<CoveredCounts, 'cover'> & {
    readonly codes: readonly CodeTable[]
    readonly cover: Release['cover']
    /** Null: counts of links are not told in a covered round. */
    readonly linking: KnownLinking | null
  },
  context: ReleaseContext,
  rules: DisclosureRules,
): Release {
  const { threshold, roundingBase } = parseDisclosureRules(rules)
  const protect = (value: number | null) => protectCount(value, { threshold, roundingBase })
  const figures = counts.figures.map((figure) => protectFigure(figure, { threshold, roundingBase }))
  const { agreedSizes, madeAtMs, recipe, linkingRule, yearRule, ...rest } = context
  return sealRelease({
    version: 2,
    ...rest,
    madeAt: `${new Date(madeAtMs).toISOString().slice(0, 19)}Z`,
    lists: counts.lists.map((list) => releaseList(list, agreedSizes)),
    tables: counts.codes.map(({ book, undecodable }) => ({
      ...releaseBook(book),
      undecodable: protect(undecodable),
    })),
    rules: { threshold, roundingBase, recipe, linkingRule, yearRule },
    cover: counts.cover,
    figures: [...figures, ...ratios(figures, threshold)],
    quality: {
      listTwice: protect(counts.quality.listTwice),
      undecodable: protect(counts.quality.undecodable),
    },
    ...protectLinkage(counts.linking, figures, { threshold, roundingBase }),
  })
}

function protectFigure(
  { value, interval, ...of }: CoveredFigure,
  rules: DisclosureRules,
): ReleaseFigure {
  if (interval === null || value === null) {
    return { ...of, exactness: 'exact', cell: protectCount(value, rules) }
  }
  return { ...of, exactness: 'covered', cell: protectEstimate({ value, ...interval }, rules) }
}

/** Field by field: whatever else an agreement says of a list stays out of the release. */
function releaseList(list: ListInfo, sizes: Readonly<Record<string, number>>): Release['lists'][0] {
  const { id, organisation, population, year, source } = list
  return { id, organisation, population, year, source, agreedSize: sizes[id] ?? 0 }
}

function releaseBook(book: NamedCodeBook): Omit<Release['tables'][0], 'undecodable'> {
  const codes = namedCodesOf(book)
  return {
    id: book.id,
    name: book.name,
    codes: codes.map(({ id, name, within }) => ({ id, name, within: within ?? null })),
  }
}

function ratios(figures: readonly ReleaseFigure[], threshold: number): ReleaseFigure[] {
  const find = (year: number | null, question: ReleaseFigure['question']) =>
    figures.find((one) => one.question === question && one.year === year)
  return figures
    .filter((figure) => figure.question === 'reports')
    .map((reports) => {
      const persons = find(reports.year, 'persons-without-enrichment')
      const cell = ratio(reports.cell, persons?.cell, threshold)
      const covered = [reports, persons].some((one) => one?.exactness === 'covered')
      const exactness = covered && cell.status !== 'not-applicable' ? 'covered' : 'exact'
      return { ...reports, question: 'reports-per-person' as const, exactness, cell } as const
    })
}

/** Made of released cells only, so that it says nothing that they do not say. */
function ratio(over: ReleaseCell, under: ReleaseCell | undefined, threshold: number): ReleaseCell {
  if (isNumber(over) && under !== undefined && isNumber(under)) {
    return { status: 'ratio', value: Math.round((100 * over.value) / under.value) / 100 }
  }
  const applies = over.status !== 'not-applicable' && under?.status !== 'not-applicable'
  return applies ? { status: 'withheld', below: threshold } : { status: 'not-applicable' }
}

function isNumber(
  cell: ReleaseCell,
): cell is Extract<ReleaseCell, { status: 'shown' | 'covered' }> {
  return cell.status === 'shown' || cell.status === 'covered'
}
