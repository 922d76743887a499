/*
 * What the evaluators do with covered counts (protocol/specification.md 14.5, 14.6): each decides by
 * itself what is opened, and everybody checks what the others open. Assumes that the counts were signed.
 */
import { fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { type Budget, budgetOf } from '../cover/budget.ts'
import { checkCommitments } from '../cover/cover-secrets.ts'
import { type Charge, type LedgerEntry, openedBefore } from '../cover/ledger.ts'
import { type CoverOpening, impossible, verifyCoverOpening } from '../cover/opening.ts'
import { decideQuestions, type Question } from '../cover/questions.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { Agreement, Terms } from './agreement.ts'
import { coverPlanOf } from './cover-plan.ts'
import { coverQuestions } from './cover-questions.ts'
import { type Core, type KeyRecord, type Manifest, recordOf } from './manifest.ts'
import type { OpenedQuestion } from './statements.ts'

/** What each evaluator showed of its ledger when it signed the manifest. */
export type Ledgers = Readonly<Record<string, readonly LedgerEntry[]>>

/** Throws `cover.commitments` unless an evaluator committed to the cover of every bin. */
export function checkCoverRecord(engine: GroupEngine, core: Core, record: KeyRecord): void {
  const plan = coverPlanOf(core)
  if (plan === null || record.cover === null) return
  const flat = Buffer.concat(record.cover.map((one) => fromBase64Url(one)))
  checkCommitments(engine, plan, new Uint8Array(flat), record.holder)
}

/** The questions to open, in their order: the same for everybody who knows counts and ledgers. */
export function questionsDue(
  core: Core,
  terms: Terms,
  known: { readonly covered: readonly number[]; readonly ledgers: Ledgers },
): Question[] {
  const plan = coverPlanOf(core)
  if (plan === null || core.cover === null) return []
  if (known.covered.length !== plan.bins.length) throw impossible('not one count for each bin')
  const questions = coverQuestions(core, terms)
  const lists = core.lists.map(({ id }) => id)
  const decisions = decideQuestions(plan, questions, {
    evaluators: core.evaluators.length,
    threshold: terms.disclosure.threshold,
    delta: core.cover.delta,
    covered: known.covered,
    before: openedBefore(Object.values(known.ledgers).flat(), { id: core.round, lists }),
  })
  return questions.filter((_, at) => decisions[at]?.verdict === 'opened')
}

/**
 * What an evaluator opened, in the order of the questions that are due.
 *
 * @throws Problem `questions.differ`, `cover.opening-wrong`, `proof.opening`, each naming it
 */
export function checkOpenings(
  engine: GroupEngine,
  manifest: Manifest,
  said: {
    readonly evaluator: string
    readonly due: readonly Question[]
    readonly opened: readonly OpenedQuestion[]
  },
): CoverOpening[] {
  const { evaluator, due, opened } = said
  const plan = coverPlanOf(manifest.core)
  const same =
    due.map(({ id }) => id).join(' ') === opened.map(({ question }) => question).join(' ')
  if (plan === null || !same) throw otherQuestions(evaluator)
  const { cover } = recordOf(manifest.keys, evaluator)
  const flat = Buffer.concat((cover ?? []).map((one) => fromBase64Url(one)))
  return due.map((question, at) => {
    const { value = 0, blinding = '' } = opened[at] ?? {}
    const opening = { value, blinding: fromBase64Url(blinding) }
    verifyCoverOpening(engine, plan, question, {
      opening,
      commitments: new Uint8Array(flat),
      evaluator,
    })
    return opening
  })
}

function otherQuestions(evaluator: string): Problem {
  return new Problem({
    code: 'questions.differ',
    what: 'An evaluator opened other questions than counts and ledgers call for',
    where: `evaluator ${evaluator}`,
    remedy: 'The round ends here; compare the versions of the programs and the ledgers shown.',
    status: 409,
  })
}

const DAY_MS = 24 * 3_600_000

/** What all rounds together may cost: as many as may be opened while the agreement lasts (4.8). */
export function coverBudget({ terms, digest }: Agreement): Budget | null {
  if (terms.cover === null) return null
  const { from, until } = terms.validity
  const days = (Date.parse(until) - Date.parse(from)) / DAY_MS + 1
  return budgetOf(digest, terms.limits.roundsPerYear * Math.ceil(days / 365), terms.cover)
}

/** The whole price of a round, due as soon as tokens can be seen. */
export function coverCharge(core: Core): Charge | null {
  if (core.cover === null) return null
  const { epsilon, delta } = core.cover
  const { round, agreement } = core
  return { kind: 'charge', round, agreement, epsilon, delta, reason: 'tokens' }
}
