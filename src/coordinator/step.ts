import { isProblem, Problem } from '../base/problem.ts'
import type { KnownReleases } from '../disclosure/check-release.ts'
import type { Reveal } from '../round/manifest.ts'
import type { CoordinatorBody, CoordinatorType, NodeType } from '../round/statements.ts'
import { afterAll, judge } from './agree-steps.ts'
import type { CoverDeps } from './cover-steps.ts'
import { dueNow, waitedFor } from './due.ts'
import { addStatement, hasAll, statementsOf } from './gather.ts'
import { release, showStage, takeCheck } from './stage-steps.ts'
import {
  type CoordinatorState,
  isRunning,
  partiesOf,
  type RunningRound,
  type Statement,
} from './state.ts'
import { tell } from './tell.ts'

export type Said = {
  [T in NodeType]: {
    readonly type: T
    readonly from: string
    readonly statement: Statement<T>
  }
}[NodeType]

/** What can happen to a round at the coordinator: a statement, own work done, time, a failure. */
export type CoordinatorEvent =
  | { readonly type: 'said'; readonly said: Said }
  /** The coordinator's own stage, signed like everybody's. */
  | { readonly type: 'stage-made'; readonly statement: Statement<'stage.done'> }
  | { readonly type: 'late' }
  | { readonly type: 'failed'; readonly code: string; readonly by: string; readonly what: string }

/** A message to one node. */
export type Telling = {
  [T in CoordinatorType]: {
    readonly to: string
    readonly type: T
    readonly body: CoordinatorBody<T>
  }
}[CoordinatorType]

export interface Outcome {
  readonly state: CoordinatorState
  readonly outbox: readonly Telling[]
}

export interface CoordinatorDeps extends CoverDeps {
  /** Evaluators that own no list under the agreement. */
  readonly counters: readonly string[]
  /** What a release is held against before it is published. */
  readonly known: KnownReleases
  /** The coordinator's own keys of this round. */
  readonly own: Reveal
  /** Programs older than this take no part. */
  readonly minimumPeerVersion: string
}

/**
 * All of the coordinator's transitions (protocol/states.md). What is not due is refused and changes
 * nothing; what breaks the protocol ends the round for everybody, with the name of who broke it.
 */
export function coordinatorStep(
  state: CoordinatorState,
  event: CoordinatorEvent,
  deps: CoordinatorDeps,
): Outcome {
  if (!isRunning(state)) return { state, outbox: [] }
  switch (event.type) {
    case 'said':
      return hear(state, event.said, deps)
    case 'stage-made':
      return takeOwn(state, event.statement, deps)
    case 'failed':
      return abort(state, event)
    case 'late':
      return abort(state, lateness(state, deps))
  }
}

function hear(state: RunningRound, said: Said, deps: CoordinatorDeps): Outcome {
  const { type, from } = said
  if (!partiesOf(state.core).includes(from)) throw untimely(state, said)
  if (said.type === 'round.abort') return abort(state, { ...said.statement.body, by: from })
  // What was said before may come again, also in its sender's next turn.
  if (isOldStage(state, said)) return { state, outbox: [] }
  const due = dueNow(state, deps.counters)
  if (type === due.type && due.from.includes(from)) return endIfBroken(state, said, deps)
  if (!('stage' in said.statement.body) && statementsOf(state, type)[from] !== undefined) {
    return { state: addStatement(state, said), outbox: [] }
  }
  throw untimely(state, said)
}

function isOldStage(state: RunningRound, said: Said): boolean {
  if (said.type !== 'stage.done' && said.type !== 'stage.checked') return false
  const { stage } = said.statement.body
  const record = Object.hasOwn(state.stages, stage) ? state.stages[stage] : undefined
  const before = said.type === 'stage.done' ? record?.done : record?.checked[said.from]
  return before?.jws === said.statement.jws
}

const differing = new Set([
  'manifest.two-versions',
  'roster.two-versions',
  'input.differs',
  'stage.differs',
])

/** A statement that was due but breaks the protocol ends the round, naming its sender. */
function endIfBroken(state: RunningRound, said: Said, deps: CoordinatorDeps): Outcome {
  try {
    return take(state, said, deps)
  } catch (error) {
    if (!isProblem(error) || error.code === 'statement.second') throw error
    const where = error.where === undefined ? '' : ` (${error.where})`
    // Where statements of several differ, the problem names who; else it is who spoke last.
    const by = differing.has(error.code) ? (error.where ?? said.from) : said.from
    return abort(state, { code: error.code, by, what: `${error.what}${where}` })
  }
}

/** What is not due any more was made before a restart, and stands already. */
function takeOwn(
  state: RunningRound,
  statement: Statement<'stage.done'>,
  { counters }: CoordinatorDeps,
): Outcome {
  const { progress } = state
  const due = 'stage' in progress && progress.step === 'making'
  if (!due || progress.stage !== statement.body.stage) return { state, outbox: [] }
  return showStage(state, progress, { statement, counters })
}

function take(state: RunningRound, said: Said, deps: CoordinatorDeps): Outcome {
  const { progress } = state
  const { counters } = deps
  if (said.type === 'stage.done' || said.type === 'stage.checked') {
    if (!('stage' in progress)) throw untimely(state, said)
    if (said.type === 'stage.checked') return takeCheck(state, progress, { ...said, counters })
    return showStage(state, progress, { statement: said.statement, counters })
  }
  if (said.type === 'release.made') return release(state, said.statement, deps)
  judge(state, said, deps)
  const heard = addStatement(state, said)
  const due = dueNow(heard, deps.counters)
  if (due.type === null || !hasAll(heard, due.type, due.from)) return { state: heard, outbox: [] }
  return afterAll(heard, deps)
}

/** A dead round stays dead; the next one has new keys everywhere (12.2). */
function abort(
  state: RunningRound,
  why: { readonly code: string; readonly by: string; readonly what: string },
): Outcome {
  const { code, by, what } = why
  const body = { code, by, what: what.slice(0, 500) }
  const told = tell(state, partiesOf(state.core), { type: 'round.aborted', body })
  return {
    state: { core: state.core, progress: { phase: 'aborted', ...body } },
    outbox: told.outbox,
  }
}

function lateness(state: RunningRound, deps: CoordinatorDeps) {
  const waiting = waitedFor(state, deps.counters)
  return {
    code: 'round.deadline',
    by: waiting.join(' '),
    what: `The deadline passed while the round was ${state.progress.phase} and waited for ${waiting.join(', ')}`,
  }
}

function untimely(state: RunningRound, said: { type: string; from: string }): Problem {
  return new Problem({
    code: 'message.untimely',
    what: `A message ${said.type} is not due now`,
    where: `round ${state.core.round}, phase ${state.progress.phase}, from ${said.from}`,
    status: 409,
  })
}
