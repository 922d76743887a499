/**
 * Two rounds over nearly the same persons can be subtracted. So a figure is not counted anew but said
 * again where what it would show now may differ by fewer than ten from what the last release before may
 * stand for (protocol/disclosure-rules.md, Rounds). Compares what would be shown with what was: neither
 * earlier exact counts nor the new one decide, as a figure that is *not* said again would tell of them.
 * Pure; reveals the figure it gives.
 */
import { Problem } from '../base/problem.ts'
import { tableOf } from '../questions/answer.ts'
import { askedKey } from '../release/asked.ts'
import {
  type FigureOf,
  figureKey,
  type ReleaseCell,
  type ReleaseFigure,
} from '../release/figure.ts'
import { qualityCells } from '../release/quality.ts'
import type { Release } from '../release/release.ts'
import { protectCount, protectEstimate } from './protect.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'

/** Fewer persons than these are not to be seen to come or go (protocol/disclosure-rules.md, Rounds). */
export const LEAST_CHANGE = 10

type Rules = Pick<Release['rules'], 'threshold' | 'roundingBase' | 'stratumThreshold'>

/** What the register says of each figure, by its key. */
export type Before = ReadonlyMap<string, Said>
export interface Said {
  readonly cell: ReleaseCell
  readonly rules: Rules
}

/**
 * Of each figure what the newest release says that says anything of it anew: what is said again was made
 * by the rules of the release that told it first, and stands for what it stood for there.
 */
export function saidBefore(earlier: readonly Release[]): Before {
  const before = new Map<string, { cell: ReleaseCell; rules: Rules }>()
  for (const release of earlier) {
    const { figures, asked, rules } = release
    for (const figure of figures) {
      const key = figureKey(figure)
      if (!saysCount(figure.cell) || isOld(figure, before.has(key))) continue
      before.set(key, { cell: figure.cell, rules: rulesOf(rules, figure) })
    }
    for (const { question, figures: answers } of asked) {
      const own = rulesOf(rules, { table: tableOf(question) ?? null })
      for (const answer of answers.filter(({ cell }) => saysCount(cell))) {
        const key = askedKey(question, answer)
        if (isOld(answer, before.has(key))) continue
        before.set(key, { cell: answer.cell, rules: own })
      }
    }
    for (const [name, cell] of qualityCells(release).filter(([, one]) => saysCount(one))) {
      if (release.repeated.includes(name) && before.has(qualityKey(name))) continue
      before.set(qualityKey(name), { cell, rules: rulesOf(rules, { table: null }) })
    }
  }
  return before
}

function isOld({ exactness }: Pick<ReleaseFigure, 'exactness'>, isKnown: boolean): boolean {
  return exactness === 'repeated' && isKnown
}

/** Of a count on quality, among the keys of figures. */
export function qualityKey(name: string): string {
  return `quality ${name}`
}

/** Else it says nothing that could be said again. */
export function saysCount({ status }: ReleaseCell): boolean {
  return status === 'shown' || status === 'withheld' || status === 'covered'
}

/**
 * The figure as it is to be said again, given its exact count or its estimate; null: it is new.
 * @param own the rules of this figure now, never looser than they were
 */
export function repeated(
  before: Before,
  of: FigureOf & { readonly value: number | null },
  own: DisclosureRules,
): ReleaseCell | null {
  return repeatedAs(before, { key: figureKey(of), value: of.value }, own)
}

/** Likewise of any figure that has a key, such as that of a question asked. */
export function repeatedAs(
  before: Before,
  of: { readonly key: string; readonly value: number | null },
  own: DisclosureRules,
): ReleaseCell | null {
  const said = before.get(of.key)
  if (said === undefined || of.value === null) return null
  return isNew(protectCount(of.value, own), said, own) ? null : byRules(said.cell, own)
}

/** Whether what a cell may stand for now is so far from what was said that it is to be told anew. */
export function isNew(now: ReleaseCell, said: Said, own: Rules): boolean {
  return distance(spanOf(now, own), spanOf(said.cell, said.rules)) >= LEAST_CHANGE
}

/** What was published, by rules that may be stricter now. */
export function byRules(cell: ReleaseCell, own: DisclosureRules): ReleaseCell {
  if (cell.status === 'shown') return protectCount(cell.value, own)
  if (cell.status === 'covered') return protectEstimate(cell, own)
  return { status: 'withheld', below: own.threshold }
}

/** The exact counts that a cell stood for when it was made. */
export function spanOf(cell: ReleaseCell, { threshold, roundingBase }: Rules): Span {
  if (cell.status === 'covered') return { low: cell.low, high: cell.high }
  if (cell.status !== 'shown') return { low: 0, high: threshold - 1 }
  const half = Math.floor(roundingBase / 2)
  return { low: Math.max(threshold, cell.value - half), high: cell.value + half }
}

export interface Span {
  readonly low: number
  readonly high: number
}

/** Between what two cells may stand for: so that the mark tells nothing that the new cell would not. */
function distance(now: Span, before: Span): number {
  return Math.max(0, before.low - now.high, now.low - before.high)
}

/**
 * What was withheld or blurred once is not to be told by a later release of the same persons.
 * @throws Problem `disclosure.loosened`
 */
export function refuseLooserRules(rules: DisclosureRules, earlier: readonly Release[]): void {
  const coded = (all: Rules) => rulesOf(all, { table: '' }).threshold
  const looser = earlier.find(
    (one) =>
      one.rules.threshold > rules.threshold ||
      one.rules.roundingBase > rules.roundingBase ||
      coded(one.rules) > coded(rules),
  )
  if (looser === undefined) return
  throw new Problem({
    code: 'disclosure.loosened',
    what: 'The threshold or rounding base is lower than in an earlier release of this agreement',
    where: `release ${looser.round}`,
    remedy: 'Agree on rules that are at least as strict as those of every earlier release.',
    status: 409,
  })
}
