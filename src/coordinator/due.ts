import { COORDINATOR } from '../base/ids.ts'
import type { Core } from '../round/manifest.ts'
import { makerOf } from '../round/stages.ts'
import type { NodeType } from '../round/statements.ts'
import { askedNow, stageIn } from './stage-steps.ts'
import { ownersOf, partiesOf, type RunningRound, type StageProgress } from './state.ts'

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
    case 'counting':
      return { type: 'cover.counted', from: core.evaluators.slice(-1) }
    case 'answering':
      return { type: 'questions.opened', from: core.evaluators }
    case 'releasing':
      return { type: 'release.made', from: core.evaluators.slice(-1) }
    default:
      return stageDue(core, progress, counters)
  }
}

function stageDue(core: Core, progress: StageProgress, counters: readonly string[]): Due {
  if (progress.step !== 'making') {
    return { type: 'stage.checked', from: askedNow(core, progress, counters) }
  }
  const maker = makerOf(core, stageIn(core, progress))
  return { type: maker === COORDINATOR ? null : 'stage.done', from: [maker] }
}

/** Who has not said yet what is due. */
export function waitedFor(state: RunningRound, counters: readonly string[]): string[] {
  const { type, from } = dueNow(state, counters)
  const said = type === null || type === 'stage.done' ? {} : saidOf(state, type)
  return from.filter((id) => !Object.hasOwn(said, id))
}

function saidOf(state: RunningRound, type: NodeType): Readonly<Record<string, unknown>> {
  if (type !== 'stage.checked') return state.said[type] ?? {}
  const stage = 'stage' in state.progress ? state.progress.stage : ''
  return state.stages[stage]?.checked ?? {}
}
