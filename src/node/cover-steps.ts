import { Problem } from '../base/problem.ts'
import { refuseSpent } from '../cover/budget.ts'
import { checkRemembered, type LedgerEntry, type Remembered } from '../cover/ledger.ts'
import type { Question } from '../cover/questions.ts'
import type { Agreement } from '../round/agreement.ts'
import { coverBudget, coverCharge, type Ledgers } from '../round/cover-answers.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import type { Core } from '../round/manifest.ts'
import { evaluatorAt, findStage } from '../round/stages.ts'
import type { NodeBody, OpenedQuestion, StageDone } from '../round/statements.ts'
import { untimely } from './agree-steps.ts'
import { nextOf, requireIdle, type Seat } from './evaluator-steps.ts'
import type { Said } from './events.ts'
import type { RunningState } from './owner-steps.ts'
import type { Outcome } from './step.ts'

/** What steps of covered rounds look at besides their state. */
export interface CoverDeps {
  readonly self: string
  readonly agreement: Agreement
  /** This node's own entries. */
  readonly ledger: readonly LedgerEntry[]
  /** By evaluator. */
  readonly remembered: Readonly<Record<string, Remembered>>
}

/** 14.6: a round that its budget does not bear is refused before anything is made for it. */
export function refuseUnbearable(core: Core, { self, agreement, ledger }: CoverDeps): void {
  coverPlanOf(core)
  if (core.evaluators.includes(self)) refuseSpentOn(core, agreement, ledger)
}

function refuseSpentOn(core: Core, agreement: Agreement, ledger: readonly LedgerEntry[]): void {
  const [budget, charge] = [coverBudget(agreement), coverCharge(core)]
  if (budget !== null && charge !== null) refuseSpent(ledger, budget, charge)
}

/** 14.6: the ledgers that the evaluators showed; each goes on from what is remembered of it. */
export function shownLedgers(
  core: Core,
  signatures: Said<NodeBody<'manifest.sign'>>,
  remembered: CoverDeps['remembered'],
): Ledgers | undefined {
  if (core.cover === null) return undefined
  const shown = core.evaluators.map((evaluator) => {
    const ledger = signatures[evaluator]?.ledger
    if (ledger === undefined) throw noLedger(evaluator)
    checkRemembered(remembered[evaluator] ?? { head: null, charged: [] }, ledger, evaluator)
    return [evaluator, ledger] as const
  })
  return Object.fromEntries(shown)
}

/** 14.6: with an answer from which tokens follow goes the charge of the round. */
export function withCharge(
  outcome: Outcome,
  state: RunningState,
  by: { readonly done: StageDone; readonly deps: CoverDeps },
): Outcome {
  const entry = coverCharge(state.core)
  if (entry === null || findStage(state.core, by.done.stage)?.kind !== 'evaluate') return outcome
  // Another round may have spent it since the proposal.
  refuseSpentOn(state.core, by.deps.agreement, by.deps.ledger)
  return { ...outcome, entry }
}

/** 14.4: the last evaluator signs the covered counts when all bags are counted and checked. */
export function startCounts(state: RunningState, seat: Seat): Outcome {
  const { chain } = requireIdle(state, 'counts.due')
  const counts = state.core.cover !== null && isLast(state.core, seat.self)
  if (!counts || nextOf(state, chain, seat) !== null) throw untimely(state, 'counts.due')
  return { state: { ...state, evaluator: { at: 'showing', chain } }, outbox: [] }
}

export function showCounts(state: RunningState, covered: readonly number[]): Outcome {
  if (state.evaluator.at !== 'showing') throw untimely(state, 'counts.read')
  const { chain } = state.evaluator
  return {
    state: { ...state, evaluator: { at: 'shown', chain, covered } },
    outbox: [{ type: 'cover.counted', body: { covered: [...covered] } }],
  }
}

/** 14.5: an evaluator decides once what it opens, from counts that the last evaluator signed. */
export function startOpening(
  state: RunningState,
  said: { readonly from: string; readonly covered: readonly number[] },
  seat: Seat,
): Outcome {
  const { core, evaluator } = state
  const { covered } = said
  if (core.cover === null || !isLast(core, said.from)) throw untimely(state, 'questions.due')
  if (isLast(core, seat.self)) {
    if (evaluator.at !== 'shown') throw untimely(state, 'questions.due')
    if (evaluator.covered.join() !== covered.join()) throw otherCounts(said.from)
    const opening = { at: 'opening', chain: evaluator.chain, covered } as const
    return { state: { ...state, evaluator: opening }, outbox: [] }
  }
  const { chain } = requireIdle(state, 'questions.due')
  if (nextOf(state, chain, seat) !== null) throw untimely(state, 'questions.due')
  return { state: { ...state, evaluator: { at: 'opening', chain, covered } }, outbox: [] }
}

/** 14.6: what is opened is in the ledger before the opening leaves. */
export function signOpenings(
  state: RunningState,
  decided: {
    readonly openings: readonly OpenedQuestion[]
    readonly questions: readonly Question[]
  },
  deps: CoverDeps,
): Outcome {
  const { core, evaluator } = state
  if (evaluator.at !== 'opening') throw untimely(state, 'questions.decided')
  refuseOvertaken(state, deps)
  const { chain, covered } = evaluator
  const { openings, questions } = decided
  const opened = {
    kind: 'opened',
    round: core.round,
    agreement: core.agreement,
    lists: core.lists.map(({ id }) => id).sort(),
    questions: questions.map(({ id, bins }) => ({ id, bins: [...bins] })),
  } as const
  return {
    state: { ...state, evaluator: { at: 'opened', chain, covered } },
    outbox: [{ type: 'questions.opened', body: { openings: [...openings] } }],
    ...(questions.length > 0 ? { entry: opened } : {}),
  }
}

/** Rounds that run beside each other decide from ledgers that do not name the other. */
function refuseOvertaken({ core, ledgers }: RunningState, { self, ledger }: CoverDeps): void {
  const known = new Set((ledgers?.[self] ?? []).map(({ sequence }) => sequence))
  const lists = core.lists.map(({ id }) => id)
  const later = ledger.find(
    (entry) =>
      entry.kind === 'opened' &&
      entry.round !== core.round &&
      !known.has(entry.sequence) &&
      entry.lists.some((list) => lists.includes(list)),
  )
  if (later === undefined) return
  throw new Problem({
    code: 'ledger.overtaken',
    what: 'Another round was opened over the same lists while this one ran',
    where: `round ${core.round}, overtaken by ${later.round}`,
    remedy: 'Open covered rounds over the same lists one after the other.',
    status: 409,
  })
}

function isLast(core: Core, id: string): boolean {
  return evaluatorAt(core, core.evaluators.length) === id
}

function noLedger(evaluator: string): Problem {
  return new Problem({
    code: 'ledger.missing',
    what: 'An evaluator of a covered round shows no ledger',
    where: `evaluator ${evaluator}`,
    remedy: 'It must run a version that keeps one.',
    status: 409,
  })
}

export function otherCounts(counter: string): Problem {
  return new Problem({
    code: 'cover.counted-otherwise',
    what: 'The covered counts that were signed are not those that another counter found',
    where: `evaluator ${counter}`,
    remedy: 'The round ends here; keep its messages and compare the bags of both counters.',
    status: 409,
  })
}
