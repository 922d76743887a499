import { Problem } from '../base/problem.ts'
import { checkDeclaration, type Declaration } from '../round/batch.ts'
import { checkRoster, rosterDigest } from '../round/roster.ts'
import {
  evaluatorAt,
  inputOf,
  outputOf,
  parseStage,
  partitionBatch,
  producerOf,
  type Stage,
  stageName,
  totalRows,
} from '../round/stages.ts'
import { untimely } from './agree-steps.ts'
import type { RunningState } from './owner-steps.ts'
import type { EvaluatorTrack, SignedBatch } from './state.ts'
import type { Outcome } from './step.ts'

type At<K extends EvaluatorTrack['at']> = Extract<EvaluatorTrack, { at: K }>

/** 4.5: one roster for all, signed by each evaluator. */
export function signRoster(state: RunningState, roster: readonly SignedBatch[]): Outcome {
  if (state.evaluator.at !== 'waiting') throw untimely(state, 'roster.proposed')
  checkRoster(state.manifest, roster)
  return {
    state: { ...state, evaluator: { at: 'rostered', roster } },
    outbox: [{ type: 'roster.sign', body: { digest: rosterDigest(roster) } }],
  }
}

export function startCollecting(state: RunningState): Outcome {
  if (state.evaluator.at !== 'rostered') throw untimely(state, 'lists.complete')
  const { roster } = state.evaluator
  return { state: { ...state, evaluator: { at: 'collecting', roster } }, outbox: [] }
}

/** 6.1: every evaluator signs what the mix starts from. */
export function signInput(state: RunningState, digest: string): Outcome {
  if (state.evaluator.at !== 'collecting') throw untimely(state, 'lists.checked')
  return {
    state: { ...state, evaluator: { at: 'idle', done: [], inputDigest: digest } },
    outbox: [{ type: 'input.checked', body: { digest } }],
  }
}

/** 12.1: a stage is taken once, in its turn, on the batch that its maker signed. */
export function takeTurn(
  state: RunningState,
  due: { readonly stage: string; readonly input: SignedBatch | null },
  self: string,
): Outcome {
  const idle = requireIdle(state, `stage.due ${due.stage}`)
  const stage = parseStage(due.stage, state.core)
  if (stage === null || evaluatorAt(state.core, stage.turn) !== self) {
    throw untimely(state, `stage.due ${due.stage}`)
  }
  if (idle.done.includes(due.stage)) {
    throw new Problem({
      code: 'stage.answered',
      what: 'This node has answered this stage of this round already',
      where: `round ${state.core.round}, ${due.stage}`,
      status: 409,
    })
  }
  requireEarlier(state, stage, idle.done)
  checkInput(state, stage, due.input)
  const turn = { kind: 'stage', stage: due.stage, input: due.input } as const
  return { state: { ...state, evaluator: { ...idle, at: 'working', turn } }, outbox: [] }
}

const earlierKind = { mix: null, evaluate: 'mix', open: 'evaluate' } as const

/** Nobody evaluates rows that it has not mixed, or opens sums of rows that it has not evaluated. */
function requireEarlier(state: RunningState, stage: Stage, done: readonly string[]): void {
  const kind = earlierKind[stage.kind]
  const counts = stage.kind === 'open' && stage.turn === state.core.evaluators.length
  // The counter opens only what it has summed itself.
  if (counts && !done.includes('sums')) throw untimely(state, `stage.due ${stageName(stage)}`)
  if (kind === null || done.includes(stageName({ kind, turn: stage.turn }))) return
  throw untimely(state, `stage.due ${stageName(stage)}`)
}

function checkInput(state: RunningState, stage: Stage, input: SignedBatch | null): void {
  const persons = input?.declaration.rows ?? 0
  const expected = inputOf(state.core, stage, persons)
  const wrong = (what: string) =>
    new Problem({
      code: 'stage.wrong-input',
      what: `A stage is asked for on ${what}`,
      where: `round ${state.core.round}, ${stage.kind}/${stage.turn}`,
      status: 409,
    })
  if (expected === null || input === null) {
    if (expected !== null || input !== null) throw wrong('no batch, or on one too many')
    return
  }
  if (input.sender !== producerOf(state.core, expected.name)) throw wrong("somebody else's batch")
  if (persons > totalRows(state.core)) throw wrong('more persons than rows')
  checkDeclaration(input.declaration, expected, state.manifest.digest)
}

export function finishTurn(state: RunningState, output: Declaration): Outcome {
  const { evaluator } = state
  if (evaluator.at !== 'working' || evaluator.turn.kind !== 'stage') {
    throw untimely(state, 'stage.worked')
  }
  const { stage, input } = evaluator.turn
  const done = [...evaluator.done, stage]
  const inputDigest = input?.declaration.digest ?? evaluator.inputDigest
  return {
    state: { ...state, evaluator: { at: 'idle', done, inputDigest: evaluator.inputDigest } },
    outbox: [{ type: 'stage.done', body: { stage, input: inputDigest, output } }],
  }
}

/** 8.3: the partition goes to the counters only. */
export function takePartition(
  state: RunningState,
  due: { readonly partition: Declaration; readonly mixed: SignedBatch },
  isCounter: boolean,
): Outcome {
  const idle = requireIdle(state, 'sums.due')
  if (!isCounter || idle.done.includes('sums')) throw untimely(state, 'sums.due')
  const { core, manifest } = state
  checkDeclaration(due.partition, partitionBatch(core), manifest.digest)
  const mixed = outputOf(core, { kind: 'mix', turn: core.evaluators.length }, 0)
  checkDeclaration(due.mixed.declaration, mixed, manifest.digest)
  if (due.mixed.sender !== producerOf(core, mixed.name)) throw untimely(state, 'sums.due')
  const turn = { kind: 'sums', ...due } as const
  return { state: { ...state, evaluator: { ...idle, at: 'working', turn } }, outbox: [] }
}

export function signSums(state: RunningState, digest: string): Outcome {
  const { evaluator } = state
  if (evaluator.at !== 'working' || evaluator.turn.kind !== 'sums') {
    throw untimely(state, 'sums.made')
  }
  const partition = evaluator.turn.partition.digest
  const done = [...evaluator.done, 'sums']
  return {
    state: { ...state, evaluator: { at: 'idle', done, inputDigest: evaluator.inputDigest } },
    outbox: [{ type: 'sums.signed', body: { partition, digest } }],
  }
}

/** 9.3, 10: the last strip is the counter's; only the release leaves it. */
export function signRelease(state: RunningState, release: unknown, digest: string): Outcome {
  if (state.evaluator.at !== 'working') throw untimely(state, 'counted')
  return {
    state: { ...state, evaluator: { at: 'counted' } },
    outbox: [{ type: 'release.made', body: { release, digest } }],
  }
}

function requireIdle(state: RunningState, type: string): At<'idle'> {
  if (state.evaluator.at !== 'idle') throw untimely(state, type)
  return state.evaluator
}
