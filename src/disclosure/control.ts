/**
 * From counts to a release: the sole maker of one. A count below the threshold is withheld, zero
 * included, and so is an estimate whose interval reaches below it; every other count is rounded by itself, totals too, so that parts need not add up;
 * a count that has hardly changed since the last release is said as it was then; ratios are of released
 * numbers only. Then the release is attacked, and what would tell too much is withheld too, or all of
 * it (protocol/disclosure-rules.md). Pure; reveals to readers what the release holds.
 */

import type { ListInfo, Organisation, Population } from '../base/lists.ts'
import { answerCodes, type CodeTable } from '../overlap/code-table.ts'
import type { LinkQuality, OverlapTable } from '../overlap/overlap-table.ts'
import { answerQuestions, type ExactFigure } from '../overlap/questions.ts'
import type { Question } from '../questions/question.ts'
import { releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import { sealRelease } from '../release/seal.ts'
import { type AskedCounts, countAsked } from './asked.ts'
import { draftRelease, type RoundCounts } from './assemble.ts'
import { coarsen, type Judged } from './coarsen.ts'
import type { KnownLinking } from './linkage.ts'
import { sharesBefore } from './quality.ts'
import { refuseLooserRules, saidBefore } from './repeat.ts'
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
  /** To the questions of the agreement, in its order; absent: none are asked. */
  readonly asked?: readonly AskedCounts[] | undefined
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
  /** What the agreement asks besides; none where absent. */
  readonly questions?: readonly Question[] | undefined
  /** As they are to be published: attacked and rounded where they were made. */
  readonly estimates?: Release['estimates'] | undefined
}

/** By what a release is made and judged. */
export interface Control {
  readonly rules: DisclosureRules
  /** All earlier releases of the agreement, oldest first. */
  readonly earlier: readonly Release[]
  /** Tries the release as it would be, with the earlier ones; null only where all persons are made up. */
  readonly attack: ((release: Release) => Judged<Release>) | null
}

/**
 * Answers all questions over the tables and takes from them what the rules do not let through.
 * @throws Problem `disclosure.rules` for unusable rules, `disclosure.loosened` for looser ones than before,
 *   `disclosure.gate` where nothing can be released, `questions.…` and `release.unreadable` for a context that does not fit the table
 */
export function controlDisclosure(
  { table, codes, linking }: ExactCounts,
  context: ReleaseContext,
  control: Control,
): Release {
  const { organisations, populations, questions = [] } = context
  const figures = [
    ...answerQuestions(table, organisations, populations),
    ...codes.flatMap((one) => answerCodes(one, table.lists, populations)),
  ].map((figure) => ({ ...figure, interval: null }))
  const { lists, quality } = table
  const asked = countAsked(questions, { lists, cells: table.cells, codes }, organisations)
  return release({ lists, codes, figures, asked, quality, cover: null, linking }, context, control)
}

/**
 * Likewise from what is known of a covered round: exact answers and estimates.
 * @throws Problem as controlDisclosure
 */
export function controlCovered(
  counts: CoveredCounts,
  context: ReleaseContext,
  control: Control,
): Release {
  return release({ ...counts, codes: [], linking: null }, context, control)
}

function release(counts: RoundCounts, context: ReleaseContext, control: Control): Release {
  const rules = parseDisclosureRules(control.rules)
  const { earlier, attack } = control
  refuseLooserRules(rules, earlier)
  const draft = draftRelease(counts, context, {
    rules,
    before: saidBefore(earlier),
    shares: sharesBefore(earlier),
    earlier: earlier.map(releaseDigest),
  })
  const { release: made, report } = coarsen({ ...draft, attack })
  return sealRelease({ ...made, gate: report })
}
