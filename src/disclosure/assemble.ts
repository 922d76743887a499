/**
 * A release as it would be with some groups of figures withheld: every count by threshold and rounding,
 * or as the last release before said it, then what is made of shown numbers only. Pure; reveals nothing
 * before control.ts lets it go.
 */
import { type NamedCodeBook, namedCodesOf } from '../base/codes.ts'
import type { ListInfo } from '../base/lists.ts'
import type { CodeTable } from '../overlap/code-table.ts'
import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'
import type { FigureClass, ReleaseStep } from '../release/gate.ts'
import { qualityCells, qualityShares } from '../release/quality.ts'
import { RELEASE_VERSION, type Release } from '../release/release.ts'
import { askedGroups, protectAsked, withholdAsked } from './asked.ts'
import { groupOf, isTaken, type Withholdable } from './coarsen.ts'
import type { CoveredCounts, CoveredFigure, ReleaseContext } from './control.ts'
import { dominanceFlags } from './dominance.ts'
import { type KnownLinking, linksGiveBack, protectLinkage } from './linkage.ts'
import { protectCount, protectEstimate, secondary } from './protect.ts'
import { qualityTeller, rowsShown, type SharesBefore } from './quality.ts'
import { ratios } from './ratios.ts'
import { type Before, repeated } from './repeat.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'
import { withholdEstimates } from './withhold-estimates.ts'

/** All that was counted in a round, exactly or not. */
export interface RoundCounts extends Omit<CoveredCounts, 'cover'> {
  readonly codes: readonly CodeTable[]
  readonly cover: Release['cover']
  /** Null: counts of links are not told in a covered round. */
  readonly linking: KnownLinking | null
}

export interface Draft {
  readonly make: (steps: readonly ReleaseStep[]) => Release
  readonly groups: readonly Withholdable[]
}

interface Grouped {
  readonly figure: ReleaseFigure
  readonly group: Withholdable | null
}

const QUALITY = group('quality')
const LINKAGE = group('linkage')
const LINKAGE_STEP = { withheld: 'linkage', year: null, table: null } as const

export function draftRelease(
  counts: RoundCounts,
  context: ReleaseContext,
  by: {
    readonly rules: DisclosureRules
    readonly before: Before
    readonly shares: SharesBefore
    readonly earlier: readonly string[]
  },
): Draft {
  const narrow = narrowCodes(counts.codes)
  const grouped = counts.figures.map((one): Grouped => {
    const figure = protectFigure(one, by)
    const isNarrow = figure.code !== null && narrow.has(`${figure.table} ${figure.code}`)
    return { figure, group: groupOf(figure, isNarrow) }
  })
  const { organisations, populations } = context
  const names = {
    organisations,
    populations,
    lists: counts.lists,
    tables: counts.codes.map(({ book }) => book),
  }
  const asked = protectAsked(counts.asked ?? [], names, by)
  const frame = frameOf(counts, context, by)
  const make = (steps: readonly ReleaseStep[]) => {
    const figures = grouped.map((one) => withheldBy(steps, one))
    const all = counts.linking === null ? steps : withLinks(steps, figures)
    const shown = madeOfShown(counts, figures, { ...by, steps: all })
    const estimates = withholdEstimates(context.estimates ?? [], figures)
    return { ...frame, ...shown, estimates, asked: withholdAsked(asked, steps), steps: all }
  }
  const told = grouped.filter(({ figure }) => figure.cell.status !== 'not-applicable')
  const groups = told.flatMap(({ group }) => (group === null ? [] : [group]))
  return {
    make,
    groups: [
      ...groups,
      ...askedGroups(asked),
      QUALITY,
      ...(counts.linking === null ? [] : [LINKAGE]),
    ],
  }
}

/** Codes within a broader one: they tell most, and are withheld first. */
function narrowCodes(codes: readonly CodeTable[]): ReadonlySet<string> {
  return new Set(
    codes.flatMap(({ book }) =>
      namedCodesOf(book)
        .filter(({ within }) => within !== undefined)
        .map(({ id }) => `${book.id} ${id}`),
    ),
  )
}

function protectFigure(
  { value, interval, ...of }: CoveredFigure,
  { rules, before }: { readonly rules: DisclosureRules; readonly before: Before },
): ReleaseFigure {
  const own = rulesOf(rules, of)
  const again = repeated(before, { ...of, value }, own)
  if (again !== null) return { ...of, exactness: 'repeated', cell: again }
  if (interval === null || value === null) {
    return { ...of, exactness: 'exact', cell: protectCount(value, own) }
  }
  return { ...of, exactness: 'covered', cell: protectEstimate({ value, ...interval }, own) }
}

function withheldBy(steps: readonly ReleaseStep[], { figure, group }: Grouped): ReleaseFigure {
  if (group === null || figure.cell.status === 'not-applicable') return figure
  // What would have been withheld by itself too: that it is small is not to be seen either.
  // Nor how it was counted: that a figure would have been said again tells of its count.
  return isWithheldBy(steps, group) ? { ...figure, ...secondary } : figure
}

function isWithheldBy(steps: readonly ReleaseStep[], group: Withholdable): boolean {
  return steps.some((step) => isTaken(group, step))
}

/** What does not depend on what is withheld. */
function frameOf(
  counts: RoundCounts,
  context: ReleaseContext,
  by: { readonly rules: DisclosureRules; readonly earlier: readonly string[] },
) {
  const { agreedSizes, madeAtMs, recipe, linkingRule, yearRule, questions: _, ...rest } = context
  return {
    version: RELEASE_VERSION,
    ...rest,
    madeAt: `${new Date(madeAtMs).toISOString().slice(0, 19)}Z`,
    lists: counts.lists.map((list) => releaseList(list, agreedSizes)),
    rules: { ...by.rules, recipe, linkingRule, yearRule },
    cover: counts.cover,
    earlier: [...by.earlier],
    gate: { passed: false, checks: [] },
  } as const
}

function madeOfShown(
  counts: RoundCounts,
  figures: readonly ReleaseFigure[],
  by: {
    readonly rules: DisclosureRules
    readonly before: Before
    readonly shares: SharesBefore
    readonly steps: readonly ReleaseStep[]
  },
) {
  const { rules, steps } = by
  const teller = qualityTeller({ ...by, rows: rowsShown(figures, rules) })
  const hidesQuality = isWithheldBy(steps, QUALITY)
  const tell = (name: string, count: number): ReleaseCell =>
    hidesQuality ? { status: 'secondary' } : teller.count(name, count)
  const withheld = isWithheldBy(steps, LINKAGE)
  const links = protectLinkage(counts.linking, figures, { rules, withheld, teller })
  const { listTwice, undecodable } = counts.quality
  const told = {
    tables: counts.codes.map((one) => ({
      ...releaseBook(one.book),
      undecodable: tell(`undecodable/${one.book.id}`, one.undecodable),
    })),
    quality: {
      listTwice: tell('listTwice', listTwice),
      undecodable: tell('undecodable', undecodable),
    },
    ...links,
  }
  const names = [...qualityCells(told), ...qualityShares(told)].map(([name]) => name)
  return {
    ...told,
    figures: [...figures, ...ratios(figures, rules.threshold)],
    repeated: names.filter(teller.isAgain),
    dominance: dominanceFlags(figures, rules),
  }
}

/** Not found by an attack, so the reason is none of its checks: what is withheld was so before. */
function withLinks(
  steps: readonly ReleaseStep[],
  figures: readonly ReleaseFigure[],
): readonly ReleaseStep[] {
  if (isWithheldBy(steps, LINKAGE) || !linksGiveBack(figures)) return steps
  return [...steps, { ...LINKAGE_STEP, because: ['links'] }]
}

function group(one: FigureClass): Withholdable {
  return { class: one, year: null, table: null }
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
