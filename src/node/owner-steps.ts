import { Problem } from '../base/problem.ts'
import type { Declaration } from '../round/batch.ts'
import { checkRoster, rosterDigest } from '../round/roster.ts'
import { requireAll, untimely } from './agree-steps.ts'
import type { Said } from './events.ts'
import type { LiveState, SignedBatch } from './state.ts'
import type { Outcome } from './step.ts'

export type RunningState = Extract<LiveState, { phase: 'signed' | 'running' }>

/** 5.6: says what the lists are before anybody gets them. */
export function declareLists(state: RunningState, batches: readonly Declaration[]): Outcome {
  if (state.owner.at !== 'preparing') throw untimely(state, 'lists.prepared')
  return {
    state: { ...state, owner: { at: 'declared', batches } },
    outbox: [{ type: 'lists.declare', body: { batches: [...batches] } }],
  }
}

/** 4.5: uploads only against a roster that every evaluator signed and that holds the own lists. */
export function startUpload(
  state: RunningState,
  roster: { readonly batches: readonly SignedBatch[]; readonly signatures: Said<string> },
): RunningState {
  if (state.owner.at !== 'declared') return state
  checkRoster(state.manifest, roster.batches)
  requireAll(state.core.evaluators, roster.signatures, 'roster signatures')
  const digest = rosterDigest(roster.batches)
  const { batches } = state.owner
  const own = batches.every((batch) =>
    roster.batches.some(({ declaration }) => declaration.digest === batch.digest),
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
