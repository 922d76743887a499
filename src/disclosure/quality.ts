/**
 * What may be told of the quality of a count and of its links: threshold and rounding, and what hardly
 * changed since an earlier release as it was then (protocol/disclosure-rules.md, Rounds). Shares are
 * compared by the rows that they are surely of, so that neither they nor counts tell of fewer than ten
 * that came or went. Pure; reveals what it gives.
 */
import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'
import { qualityShares, type ShareName } from '../release/quality.ts'
import type { Release } from '../release/release.ts'
import { protectCount } from './protect.ts'
import { type Before, LEAST_CHANGE, qualityKey, repeatedAs, type Span, spanOf } from './repeat.ts'
import type { DisclosureRules } from './rules.ts'

/** Of each share what the newest release says that says anything of it; null: that it is not shown. */
export type SharesBefore = ReadonlyMap<ShareName, number | null>

export function sharesBefore(earlier: readonly Pick<Release, 'linkage'>[]): SharesBefore {
  return new Map(earlier.flatMap(qualityShares))
}

/** Tells one count or share after another, and keeps which of them were said again. */
export interface QualityTeller {
  readonly count: (name: string, count: number) => ReleaseCell
  /** In whole percents; null: too few to be shown. */
  readonly share: (name: ShareName, percent: number | null) => number | null
  /** What a reader knows of the exact count behind a cell that was told. */
  readonly span: (name: string, cell: ReleaseCell) => Span
  readonly isAgain: (name: string) => boolean
}

/** @param rows that the shown figures of this release surely stand for */
export function qualityTeller(by: {
  readonly rules: DisclosureRules
  readonly before: Before
  readonly shares: SharesBefore
  readonly rows: number
}): QualityTeller {
  const { rules, before, shares, rows } = by
  const again = new Set<string>()
  return {
    count: (name, count) => {
      const said = repeatedAs(before, { key: qualityKey(name), value: count }, rules)
      if (said !== null) again.add(name)
      return said ?? protectCount(count, rules)
    },
    share: (name, percent) => {
      const said = shares.get(name)
      if (said === undefined || isShareNew(percent, said, { rows, rules })) return percent
      again.add(name)
      return said
    },
    span: (name, cell) => (again.has(name) ? widened : spanOf)(cell, rules),
    isAgain: (name) => again.has(name),
  }
}

/** As many rows as twice ten and a rounding, of the whole and of the part: else ten of either could do it. */
export function isShareNew(
  percent: number | null,
  said: number | null,
  { rows, rules }: { readonly rows: number; readonly rules: Pick<DisclosureRules, 'roundingBase'> },
): boolean {
  const apart = Math.min(
    ...ends(percent).flatMap((one) => ends(said).map((other) => Math.abs(one - other))),
  )
  // Both are rounded to whole percents.
  return (apart - 1) * rows >= 100 * (2 * LEAST_CHANGE + rules.roundingBase)
}

/** Not shown: nearly none or nearly all. */
function ends(percent: number | null): number[] {
  return percent === null ? [0, 100] : [percent]
}

/**
 * Of a repeated cell: its count is anywhere in a range that begins nearer than ten; and the cell may have
 * been rounded anew, if the rules became stricter since it was told.
 */
function widened(cell: ReleaseCell, rules: DisclosureRules): Span {
  const { low, high } = spanOf(cell, rules)
  const { threshold, roundingBase } = rules
  const give = LEAST_CHANGE + Math.max(threshold, roundingBase) - 2 + Math.floor(roundingBase / 2)
  return { low: Math.max(0, low - give), high: high + give }
}

/** What a reader knows of the exact count behind a figure now. */
export function figureSpan(
  { cell, exactness }: Pick<ReleaseFigure, 'cell' | 'exactness'>,
  rules: DisclosureRules,
): Span {
  return exactness === 'repeated' ? widened(cell, rules) : spanOf(cell, rules)
}

/** Rows on lists of the population counted that the shown figures surely stand for. */
export function rowsShown(figures: readonly ReleaseFigure[], rules: DisclosureRules): number {
  return figures
    .filter(({ question }) => question === 'reports' || question === 'enrichments')
    .filter(({ cell }) => cell.status === 'shown')
    .reduce((sum, figure) => sum + figureSpan(figure, rules).low, 0)
}
