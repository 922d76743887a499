import { isProblem, Problem } from '../base/problem.ts'
import type { Charge, Opened } from '../cover/ledger.ts'
import { countersOf } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'
import type { NodeBody, NodeType } from '../round/statements.ts'
import {
  commitToKeys,
  keepComplete,
  revealKeys,
  type StepDeps,
  signManifest,
  startRunning,
  takePart,
  takeProposal,
  untimely,
} from './agree-steps.ts'
import { showCounts, signOpenings, startCounts, startOpening, withCharge } from './cover-steps.ts'
import {
  finishCheck,
  finishTurn,
  signInput,
  signRelease,
  signRoster,
  startCollecting,
  startRelease,
  takeCheck,
  takeTurn,
} from './evaluator-steps.ts'
import type { NodeEvent } from './events.ts'
import { declareLists, finishOwner, type RunningState, startUpload } from './owner-steps.ts'
import { isLive, type LiveState, type NodeState } from './state.ts'

/** A message that the step wants sent to the coordinator. */
export type Saying = { [T in NodeType]: { readonly type: T; readonly body: NodeBody<T> } }[NodeType]

export interface Outcome {
  readonly state: NodeState
  readonly outbox: readonly Saying[]
  /** For the ledger, written before anything of this outcome leaves (14.6). */
  readonly entry?: Charge | Opened
}

/**
 * All of a node's transitions (protocol/states.md): a state and an event give the next state and what
 * to say; anything that is not due is refused and changes nothing. Nothing is sent from here.
 */
export function nodeStep(state: NodeState | null, event: NodeEvent, deps: StepDeps): Outcome {
  if (event.type === 'round.proposed') {
    if (state !== null) return { state, outbox: [] } // told twice, or late: it is as it was
    return proposed(event.core, deps)
  }
  if (state === null) throw unknownRound()
  if (!isLive(state)) return lateStep(state, event, deps)
  return liveStep(state, event, deps)
}

/** A proposal that is refused is a round that is dead here, and the coordinator is told why. */
function proposed(core: Core, deps: StepDeps): Outcome {
  try {
    return takeProposal(core, deps)
  } catch (error) {
    if (!isProblem(error)) throw error
    const where = error.where === undefined ? '' : ` (${error.where})`
    const why = { code: error.code, what: `${error.what}${where}`.slice(0, 500) }
    return {
      state: { phase: 'aborted', core, by: deps.self, ...why },
      outbox: [{ type: 'round.abort', body: why }],
    }
  }
}

type LaterEvent = Exclude<NodeEvent, { type: 'round.proposed' }>

/** Before this organisation has said yes, a round can only end, or bring what a yes will sign. */
function askedStep(
  state: Extract<LiveState, { phase: 'asked' }>,
  event: LaterEvent,
  deps: StepDeps,
): Outcome {
  switch (event.type) {
    case 'round.aborted':
      return end(state, event)
    case 'failed':
      return stop(state, event, deps)
    case 'manifest.complete':
      return keepComplete(state, event)
    case 'consent.given':
      return takePart(state, deps)
    default:
      throw untimely(state, event.type)
  }
}

function liveStep(state: LiveState, event: LaterEvent, deps: StepDeps): Outcome {
  if (state.phase === 'asked') return askedStep(state, event, deps)
  switch (event.type) {
    case 'round.aborted':
      return end(state, event)
    case 'failed':
      return stop(state, event, deps)
    case 'keys.made':
      return commitToKeys(state, event.reveal, event.commitment)
    case 'keys.committed':
      return revealKeys(state, event.commitments)
    case 'consent.given':
      throw untimely(state, event.type)
    case 'manifest.complete':
      if (state.phase !== 'proposed') throw untimely(state, event.type)
      return signManifest(state, event, deps)
    case 'manifest.signed':
      if (state.phase !== 'signed') throw untimely(state, event.type)
      return startRunning(state, event.signatures, deps)
    default:
      if (state.phase !== 'running') throw untimely(state, event.type)
      return runningStep(state, event, deps)
  }
}

type RunningEvent = Exclude<
  LaterEvent,
  {
    type:
      | 'round.aborted'
      | 'failed'
      | 'consent.given'
      | 'keys.made'
      | 'keys.committed'
      | 'manifest.complete'
      | 'manifest.signed'
  }
>

function runningStep(state: RunningState, event: RunningEvent, deps: StepDeps): Outcome {
  const { self } = deps
  const seat = () => ({ self, counters: countersOf(deps.agreement.terms) })
  switch (event.type) {
    case 'lists.prepared':
      return declareLists(state, event)
    case 'roster.proposed':
      return signRoster(state, event.lists)
    case 'roster.complete':
      return { state: startUpload(state, event), outbox: [] }
    case 'lists.sent':
      return finishOwner(state)
    case 'lists.complete':
      return startCollecting(state)
    case 'lists.checked':
      return signInput(state, event.digest)
    case 'stage.due':
      return takeTurn(state, event.stage, seat())
    case 'stage.worked':
      return withCharge(finishTurn(state, event.done, self), state, { done: event.done, deps })
    case 'stage.check':
      return takeCheck(state, event, seat())
    case 'stage.verified':
      return finishCheck(state, event.tally)
    case 'counts.due':
      return startCounts(state, seat())
    case 'counts.read':
      return showCounts(state, event.covered)
    case 'questions.due':
      return startOpening(state, event, seat())
    case 'questions.decided':
      return signOpenings(state, event, deps)
    case 'release.due':
      return startRelease(state, self, event.openings)
    case 'counted':
      return signRelease(state, event.release, event.digest)
    case 'mix.complete':
      // Told too early, it would make an owner destroy a list that it has yet to send.
      if (state.owner.at !== 'submitted') throw untimely(state, event.type)
      return { state: { ...state, owner: { at: 'mixed' } }, outbox: [] }
    case 'round.released':
    case 'release.refused':
      if (event.from !== counterOf(state)) throw untimely(state, event.type)
      return judgeRelease(state, event, deps)
  }
}

/** 10: only the last evaluator, which counts, makes a release. */
function counterOf({ core }: NodeState): string | undefined {
  return core.evaluators.at(-1)
}

type ReleaseEvent = Extract<NodeEvent, { type: 'round.released' | 'release.refused' }>

/** Who was away over the deadline still takes, and judges, a release that was made before it (10.1). */
function lateStep(
  state: Exclude<NodeState, LiveState>,
  event: LaterEvent,
  deps: StepDeps,
): Outcome {
  const gaveUp = state.phase === 'aborted' && state.manifestDigest !== undefined
  const isRelease = event.type === 'round.released' || event.type === 'release.refused'
  if (!gaveUp || !isRelease || event.from !== counterOf(state)) return { state, outbox: [] }
  return judgeRelease(state, event, deps)
}

/** This node signs that it checked the release, or that it found it wrong: then there is no result here. */
function judgeRelease({ core }: NodeState, event: ReleaseEvent, deps: StepDeps): Outcome {
  const judged = { digest: event.digest, agreement: deps.agreement.digest }
  if (event.type === 'round.released') {
    const body = { ...judged, verdict: 'checked' } as const
    const released = { phase: 'released', core, release: event.digest } as const
    return { state: released, outbox: [{ type: 'release.judged', body }] }
  }
  const { code, what } = event
  const body = { ...judged, verdict: 'objected', code } as const
  return {
    state: { phase: 'aborted', core, code, by: event.from, what },
    outbox: [{ type: 'release.judged', body }],
  }
}

function end(
  state: LiveState,
  why: { readonly code: string; readonly by: string; readonly what: string },
): Outcome {
  const { code, by, what } = why
  return { state: { phase: 'aborted', core: state.core, code, by, what }, outbox: [] }
}

function stop(
  state: LiveState,
  { code, what }: { readonly code: string; readonly what: string },
  { self }: StepDeps,
): Outcome {
  return {
    state: giveUp(state, { code, what }, self),
    outbox: [{ type: 'round.abort', body: { code, what } }],
  }
}

function giveUp(
  state: LiveState,
  { code, what }: { readonly code: string; readonly what: string },
  by: string,
): NodeState {
  const ended = { phase: 'aborted', core: state.core, code, by, what } as const
  if (code !== 'round.deadline' || state.phase !== 'running') return ended
  return { ...ended, manifestDigest: state.manifest.digest }
}

function unknownRound(): Problem {
  return new Problem({
    code: 'round.unknown',
    what: 'A message is about a round that this node was never asked to join',
    status: 404,
  })
}
