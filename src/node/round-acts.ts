import { COORDINATOR, isId } from '../base/ids.ts'
import type { Act } from '../log/act.ts'
import type { DueWork } from './do-work.ts'
import type { NodeState } from './state.ts'
import type { Outcome, Saying } from './step.ts'

/** What a step of a round is in the log of acts: what was said, and where the round begins or ends here. */
export function roundActs(before: NodeState | null, outcome: Outcome, self: string): Act[] {
  const { state, outbox } = outcome
  const { round } = state.core
  const own = { actor: self, origin: 'node' } as const
  const acts: Act[] = []
  if (before === null) {
    const result = state.phase === 'aborted' ? 'refused' : 'done'
    const by = { actor: COORDINATOR, origin: 'coordinator' } as const
    acts.push({ action: 'round.propose', object: round, result, ...by })
  }
  for (const saying of outbox) acts.push({ ...said(saying, round), ...own })
  if (state.phase === 'running' && before?.phase !== 'running') {
    acts.push({ action: 'round.begin', object: round, result: 'done', ...own })
  }
  return state.phase === before?.phase ? acts : [...acts, ...ending(state, self)]
}

function said(saying: Saying, round: string): Pick<Act, 'action' | 'object' | 'result'> {
  const { type, body } = saying
  switch (type) {
    case 'stage.done':
    case 'stage.checked':
      return { action: type, object: within(round, body.stage), result: 'done' }
    case 'release.judged':
      return {
        action: type,
        object: round,
        result: body.verdict === 'checked' ? 'done' : 'refused',
      }
    case 'round.abort':
      return { action: type, object: within(round, body.code), result: 'failed' }
    default:
      return { action: type, object: round, result: 'done' }
  }
}

function ending(state: NodeState, self: string): Act[] {
  const { round } = state.core
  const action = 'round.end'
  if (state.phase === 'released') {
    return [{ action, object: round, result: 'done', actor: self, origin: 'node' }]
  }
  if (state.phase !== 'aborted') return []
  // The name comes over the network and could be anything.
  const actor = isId(state.by) ? state.by : COORDINATOR
  const origin = state.by === self ? 'node' : 'coordinator'
  return [{ action, object: within(round, state.code), result: 'failed', actor, origin }]
}

/** Work that is begun, before a byte of it leaves: where this cannot be written it is not begun. */
export function workAct(state: NodeState, work: DueWork, self: string): Act {
  const { round } = state.core
  const action = `work.${work}`
  return {
    action,
    object: within(round, turnOf(state)),
    result: 'done',
    actor: self,
    origin: 'node',
  }
}

function turnOf(state: NodeState): string {
  if (state.phase !== 'running') return ''
  const { evaluator } = state
  if (evaluator.at === 'working') return evaluator.stage
  return evaluator.at === 'checking' ? evaluator.shown.done.stage : ''
}

function within(round: string, what: string): string {
  return what === '' ? round : `${round}/${what}`.slice(0, 200)
}
