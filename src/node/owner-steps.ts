import { Problem } from '../base/problem.ts'
import { checkRoster, rosterDigest } from '../round/roster.ts'
import { requireAll, untimely } from './agree-steps.ts'
import type { NodeEvent, Said } from './events.ts'
import type { DeclaredList, LiveState } from './state.ts'
import type { Outcome } from './step.ts'

export type RunningState = Extract<LiveState, { phase: 'signed' | 'running' }>

/** 5.6: says what the lists are before anybody gets them. */
export function declareLists(
  state: RunningState,
  made: Extract<NodeEvent, { type: 'lists.prepared' }>,
): Outcome {
  if (state.owner.at !== 'preparing') throw untimely(state, 'lists.prepared')
  const { batches, checks, quality } = made
  const body = { batches: [...batches], checks: { ...checks }, quality: { ...quality } }
  return {
    state: { ...state, owner: { at: 'declared', batches } },
    outbox: [{ type: 'lists.declare', body }],
  }
}

/** 4.5: uploads only against a roster that every evaluator signed and that holds the own lists. */
export function startUpload(
  state: RunningState,
  roster: { readonly lists: readonly DeclaredList[]; readonly signatures: Said<string> },
): RunningState {
  if (state.owner.at !== 'declared') return state
  checkRoster(state.manifest, roster.lists)
  requireAll(state.core.evaluators, roster.signatures, 'roster signatures')
  const digest = rosterDigest(roster.lists)
  const { batches } = state.owner
  const own = batches.every((batch) =>
    roster.lists.some(({ declaration }) => declaration.digest === batch.digest),
  )
  const agreed = state.core.evaluators.every((id) => roster.signatures[id] === digest)
  if (!own || !agreed) {
    throw new Problem({
      code: 'roster.not-ours',
      what: 'The roster lacks a list of this node, or an evaluator signed another one',
      where: `round ${state.core.round}`,
      status: 409,
    })
  }
  return { ...state, owner: { at: 'uploading', batches } }
}

/** The owner is done; from here on its node may be off. */
export function finishOwner(state: RunningState): Outcome {
  if (state.owner.at !== 'uploading') throw untimely(state, 'lists.sent')
  return {
    state: { ...state, owner: { at: 'submitted' } },
    outbox: [{ type: 'lists.uploaded', body: {} }],
  }
}
