import { isReleaseDue } from '../release/check.ts'
import { parseRelease } from '../release/release.ts'
import { checkDeclaration, type Declaration } from '../round/batch.ts'
import type { Manifest } from '../round/manifest.ts'
import { evaluatorAt, outputOf, type Stage, stageName } from '../round/stages.ts'
import { broken, tell } from './agree-steps.ts'
import { statementsOf } from './gather.ts'
import { type Linked, ownersOf, partiesOf, type RunningRound, type Statement } from './state.ts'
import type { CoordinatorDeps, Outcome } from './step.ts'

type StageProgress = Extract<
  RunningRound['progress'],
  { phase: 'mixing' | 'evaluating' | 'opening' }
>

const kinds = { mixing: 'mix', evaluating: 'evaluate', opening: 'open' } as const

/** 6, 7, 9.2: a stage is done; whose turn is next? */
export function finishStage(
  state: RunningRound,
  progress: StageProgress,
  statement: Statement<'stage.done'>,
): Outcome {
  const stage: Stage = { kind: kinds[progress.phase], turn: progress.turn }
  const name = stageName(stage)
  const persons = progress.phase === 'opening' ? progress.linked.persons : 0
  const { stage: said, output } = statement.body
  if (said !== name) throw broken('stage.other', 'Another stage was answered', [said])
  if (statement.body.input !== inputDigest(state, progress, stage)) {
    const who = evaluatorAt(state.core, stage.turn)
    throw broken('stage.wrong-input', `Another input than is due for ${name}`, [who])
  }
  checkDeclaration(output, outputOf(state.core, stage, persons), progress.manifest.digest)
  const done = { ...state, stages: { ...state.stages, [name]: statement } }
  return nextTurn(done, progress, statement.jws)
}

/** 12.1: the digest of what a stage works on, which its evaluator signs with what it puts out. */
function inputDigest(
  state: RunningRound,
  progress: StageProgress,
  { kind, turn }: Stage,
): string | undefined {
  const { evaluators } = state.core
  const output = (stage: Stage) => state.stages[stageName(stage)]?.body.output.digest
  if (turn > 1) return output({ kind, turn: turn - 1 })
  if (progress.phase === 'opening') return progress.first
  if (kind === 'evaluate') return output({ kind: 'mix', turn: evaluators.length })
  return statementsOf(state, 'input.checked')[evaluatorAt(state.core, turn)]?.body.digest
}

function nextTurn(state: RunningRound, progress: StageProgress, statement: string): Outcome {
  const { core } = state
  const { manifest } = progress
  if (progress.turn < core.evaluators.length) {
    const turn = progress.turn + 1
    const next = { ...state, progress: { ...progress, turn } }
    return giveTurn(next, { kind: kinds[progress.phase], turn }, { statement, own: null })
  }
  if (progress.phase === 'mixing') return closeMix(state, manifest, statement)
  return { state: { ...state, progress: { phase: 'linking', manifest } }, outbox: [] }
}

function giveTurn(
  state: RunningRound,
  stage: Stage,
  input: { readonly statement: string | null; readonly own: Declaration | null },
): Outcome {
  return tell(state, [evaluatorAt(state.core, stage.turn)], {
    type: 'stage.due',
    body: { stage: stageName(stage), ...input },
  })
}

/** Every mix is signed: owners may destroy what they keep of the round (12.3). */
function closeMix(state: RunningRound, manifest: Manifest, statement: string): Outcome {
  const evaluating = { phase: 'evaluating', manifest, turn: 1 } as const
  const turn = giveTurn(
    { ...state, progress: evaluating },
    { kind: 'evaluate', turn: 1 },
    { statement, own: null },
  )
  const owners = tell(state, ownersOf(state.core), { type: 'mix.complete', body: {} })
  return { state: turn.state, outbox: [...turn.outbox, ...owners.outbox] }
}

/** 8.3: the counters alone get the partition, and find the same sums or the round ends. */
export function startSumming(
  state: RunningRound,
  manifest: Manifest,
  linked: Linked,
  counters: readonly string[],
): Outcome {
  const last = stageName({ kind: 'mix', turn: state.core.evaluators.length })
  const mixed = state.stages[last]?.jws ?? ''
  const { partition, persons } = linked
  return tell({ ...state, progress: { phase: 'summing', manifest, linked } }, counters, {
    type: 'sums.due',
    body: { partition, persons, mixed },
  })
}

export function closeSums(
  state: RunningRound,
  progress: Extract<RunningRound['progress'], { phase: 'summing' }>,
  counters: readonly string[],
): Outcome {
  const said = statementsOf(state, 'sums.signed')
  const { linked, manifest } = progress
  const others = counters.filter(
    (id) =>
      said[id]?.body.digest !== linked.sums || said[id]?.body.partition !== linked.partition.digest,
  )
  if (others.length > 0) throw broken('sums.differ', 'Coordinator and counter differ', others)
  return {
    state: { ...state, progress: { phase: 'opening', manifest, linked, turn: 0 } },
    outbox: [],
  }
}

/** 9.1: the coordinator has stripped first; now the evaluators. */
export function startOpening(
  state: RunningRound,
  progress: Extract<RunningRound['progress'], { phase: 'opening' }>,
  output: Declaration,
): Outcome {
  const next = { ...state, progress: { ...progress, turn: 1, first: output.digest } }
  return giveTurn(next, { kind: 'open', turn: 1 }, { statement: null, own: output })
}

/** 10: what the counter releases goes to everybody. */
export function release(
  state: RunningRound,
  statement: Statement<'release.made'>,
  rules: CoordinatorDeps['disclosure'],
): Outcome {
  checkRelease(state, statement, rules)
  const told = tell(state, partiesOf(state.core), {
    type: 'round.released',
    body: { statement: statement.jws },
  })
  const progress = { phase: 'released', release: statement.body.digest } as const
  return { state: { core: state.core, progress }, outbox: told.outbox }
}

/** As every node judges it too: readers are served only what the counter signed for this round. */
function checkRelease(
  state: RunningRound,
  { body }: Statement<'release.made'>,
  rules: CoordinatorDeps['disclosure'],
): void {
  const release = parseRelease(body.release)
  const manifestDigest = 'manifest' in state.progress ? state.progress.manifest.digest : null
  const due = { digest: body.digest, round: state.core.round, manifestDigest, rules }
  if (isReleaseDue(release, due)) return
  const counter = state.core.evaluators.slice(-1)
  throw broken(
    'release.other',
    'A release of another round or other rules, or not as signed',
    counter,
  )
}
