import { COORDINATOR } from '../base/ids.ts'
import { evaluatorAt } from '../round/stages.ts'
import type { NodeType } from '../round/statements.ts'
import { ownersOf, partiesOf, type RunningRound } from './state.ts'

export interface Due {
  /** Null: the coordinator's own work. */
  readonly type: NodeType | null
  readonly from: readonly string[]
}

/** What the round waits for, and from whom. */
export function dueNow(state: RunningRound, counters: readonly string[]): Due {
  const { core, progress } = state
  switch (progress.phase) {
    case 'committing':
      return { type: 'keys.commit', from: core.evaluators }
    case 'revealing':
      return { type: 'keys.reveal', from: core.evaluators }
    case 'signing':
      return { type: 'manifest.sign', from: partiesOf(core) }
    case 'declaring':
      return { type: 'lists.declare', from: ownersOf(core) }
    case 'rostering':
      return { type: 'roster.sign', from: core.evaluators }
    case 'uploading':
      return { type: 'lists.uploaded', from: ownersOf(core) }
    case 'checking':
      return { type: 'input.checked', from: core.evaluators }
    case 'mixing':
    case 'evaluating':
      return { type: 'stage.done', from: [evaluatorAt(core, progress.turn)] }
    case 'linking':
      return { type: null, from: [COORDINATOR] }
    case 'summing':
      return { type: 'sums.signed', from: counters }
    case 'opening':
      return openingDue(state, progress.turn)
  }
}

function openingDue(state: RunningRound, turn: number): Due {
  if (turn === 0) return { type: null, from: [COORDINATOR] }
  const type = turn === state.core.evaluators.length ? 'release.made' : 'stage.done'
  return { type, from: [evaluatorAt(state.core, turn)] }
}

/** Who has not said yet what is due. */
export function waitedFor(state: RunningRound, counters: readonly string[]): string[] {
  const { type, from } = dueNow(state, counters)
  if (type === null || type === 'stage.done') return [...from]
  const said = state.said[type] ?? {}
  return from.filter((id) => said[id] === undefined)
}
