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
import { type FigureOf, figureKey, type ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import { protectCount, protectEstimate } from './protect.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'

/** Fewer persons than these are not to be seen to come or go (protocol/disclosure-rules.md, Rounds). */
export const LEAST_CHANGE = 10

type Rules = Pick<Release['rules'], 'threshold' | 'roundingBase' | 'stratumThreshold'>

/** What the register says of each figure, by its key. */
export type Before = ReadonlyMap<string, Said>
interface Said {
  readonly cell: ReleaseCell
  readonly rules: Rules
}

/** Of each figure what the newest release says that says anything of it. */
export function saidBefore(earlier: readonly Release[]): Before {
  const before = new Map<string, { cell: ReleaseCell; rules: Rules }>()
  for (const { figures, asked, rules } of earlier) {
    for (const figure of figures) {
      if (!saysCount(figure.cell)) continue
      before.set(figureKey(figure), { cell: figure.cell, rules: rulesOf(rules, figure) })
    }
    for (const { question, figures: answers } of asked) {
      const own = rulesOf(rules, { table: tableOf(question) ?? null })
      for (const answer of answers.filter(({ cell }) => saysCount(cell))) {
        before.set(askedKey(question, answer), { cell: answer.cell, rules: own })
      }
    }
  }
  return before
}

function saysCount({ status }: ReleaseCell): boolean {
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
  const now = spanOf(protectCount(of.value, own), own)
  if (distance(now, spanOf(said.cell, said.rules)) >= LEAST_CHANGE) return null
  return byRules(said.cell, own)
}

/** What was published, by rules that may be stricter now. */
function byRules(cell: ReleaseCell, own: DisclosureRules): ReleaseCell {
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

interface Span {
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
