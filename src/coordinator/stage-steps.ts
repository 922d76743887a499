import { COORDINATOR } from '../base/ids.ts'
import { checkDue } from '../cosigning/check-due.ts'
import { parseRelease } from '../release/release.ts'
import { checkDeclaration } from '../round/batch.ts'
import type { Core, Manifest } from '../round/manifest.ts'
import {
  addedRows,
  checkersOf,
  checksByProof,
  evaluatorAt,
  findStage,
  inputDigest,
  isLastStrip,
  isReported,
  lastMix,
  makerOf,
  outputOf,
  proofOf,
  type Stage,
  stageAfter,
  stageName,
  totalRows,
} from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { closeStages } from './cover-steps.ts'
import { statementsOf } from './gather.ts'
import {
  ownersOf,
  partiesOf,
  type RunningRound,
  type StageProgress,
  type StageRecord,
  type Statement,
} from './state.ts'
import type { CoordinatorDeps, Outcome } from './step.ts'
import { broken, tell } from './tell.ts'

const phases = {
  mix: 'mixing',
  evaluate: 'evaluating',
  link: 'linking',
  cover: 'opening',
  open: 'opening',
} as const

/** The stage that the round is in. */
export function stageIn(core: Core, progress: StageProgress): Stage {
  const stage = findStage(core, progress.stage)
  if (stage === null) throw new TypeError(progress.stage) // written by giveTurn only
  return stage
}

/** A stage's maker is told; the coordinator finds its own in its state. */
export function giveTurn(state: RunningRound, manifest: Manifest, stage: Stage): Outcome {
  const name = stageName(stage)
  const progress = { phase: phases[stage.kind], manifest, stage: name, step: 'making' } as const
  const maker = makerOf(state.core, stage)
  const to = maker === COORDINATOR ? [] : [maker]
  return tell({ ...state, progress }, to, { type: 'stage.due', body: { stage: name } })
}

/** 6 to 9: a stage is made; now others check it. */
export function showStage(
  state: RunningRound,
  progress: StageProgress,
  made: { readonly statement: Statement<'stage.done'>; readonly counters: readonly string[] },
): Outcome {
  const stage = stageIn(state.core, progress)
  const { statement, counters } = made
  checkStage(state, { stage, manifest: progress.manifest, done: statement.body })
  const record = { maker: makerOf(state.core, stage), done: statement, checked: {} }
  const stages = { ...state.stages, [progress.stage]: record }
  return askChecks({ ...state, stages }, { ...progress, step: 'checking' }, counters)
}

function checkStage(
  state: RunningRound,
  made: { readonly stage: Stage; readonly manifest: Manifest; readonly done: StageDone },
): void {
  const { stage, manifest, done } = made
  const { core } = state
  const name = stageName(stage)
  const maker = makerOf(core, stage)
  if (done.stage !== name)
    throw broken('stage.other', `Another stage was answered than ${name}`, [maker])
  if (done.input !== dueDigest(state, stage)) {
    throw broken('stage.wrong-input', `Another input than is due for ${name}`, [maker])
  }
  if ((done.tally !== null) !== isLastStrip(core, stage)) {
    throw broken('stage.other', `A count where none is due, or none where one is: ${name}`, [maker])
  }
  if ((done.report !== null) !== isReported(core, stage)) {
    throw broken('stage.other', `A report where none is due, or none where one is: ${name}`, [
      maker,
    ])
  }
  const rows = rowsOf(state, { stage, said: done.output.rows })
  checkDeclaration(done.output, outputOf(core, stage, rows), manifest.digest)
  const proofRows = proofOf(core, stage, rows)
  if ((proofRows === null) !== (done.proofRows === null)) {
    throw broken('stage.other', `A proof of another form than is due for ${name}`, [maker])
  }
  if (proofRows !== null && done.proofRows !== null) {
    checkDeclaration(done.proofRows, proofRows, manifest.digest)
  }
}

/** Links are what the coordinator found; from then on the number of persons is known. */
function rowsOf(
  state: RunningRound,
  { stage, said }: { readonly stage: Stage; readonly said: number },
): number {
  const links = state.stages.link?.done.body.output.rows
  if (stage.kind === 'link' || links === undefined) return said
  const added = stage.kind === 'open' && stage.turn > 0 ? addedRows(state.core, stage.table) : 0
  return totalRows(state.core) - links + added
}

/** 12.1: the digest of what a stage works on, which its maker signs with what it puts out. */
function dueDigest(state: RunningRound, stage: Stage): string {
  const lists = statementsOf(state, 'input.checked')[evaluatorAt(state.core, 1)]?.body.digest ?? ''
  const of = (one: Stage) => state.stages[stageName(one)]?.done.body.output.digest ?? ''
  return inputDigest(state.core, stage, { lists, of })
}

/** Who is asked to check in this step: first who can by itself, then the others on their word. */
export function askedNow(
  core: Core,
  progress: StageProgress,
  counters: readonly string[],
): readonly string[] {
  const stage = stageIn(core, progress)
  const checkers = checkersOf(core, stage, counters)
  const first = progress.step === 'checking'
  return checkers.filter((id) => checksByProof(stage, id, counters) === first)
}

function askChecks(
  state: RunningRound,
  progress: StageProgress,
  counters: readonly string[],
): Outcome {
  const asked = askedNow(state.core, progress, counters)
  const record = recordOf(state, progress)
  if (asked.length === 0) return afterChecks({ ...state, progress }, progress, counters)
  const confirmed = Object.values(record.checked).map(({ jws }) => jws)
  return tell({ ...state, progress }, asked, {
    type: 'stage.check',
    body: { statement: record.done.jws, confirmed },
  })
}

/** Somebody has checked the stage, and must have found what its maker signed. */
export function takeCheck(
  state: RunningRound,
  progress: StageProgress,
  said: {
    readonly from: string
    readonly statement: Statement<'stage.checked'>
    readonly counters: readonly string[]
  },
): Outcome {
  const record = recordOf(state, progress)
  const { stage, output, tally } = record.done.body
  const { body } = said.statement
  if (body.stage !== stage) throw broken('stage.other', 'Another stage was checked', [said.from])
  if (body.digest !== output.digest) {
    throw broken('stage.differs', `Other rows were checked than were made in ${stage}`, [said.from])
  }
  // Which of two counts is the wrong one cannot be seen from here.
  if (body.tally !== tally) {
    const counted = isLastStrip(state.core, stageIn(state.core, progress))
    const who = counted ? [record.maker, said.from] : [said.from]
    throw broken('stage.differs', `Two counters came to different counts in ${stage}`, who)
  }
  const checked = { ...record.checked, [said.from]: said.statement }
  const stages = { ...state.stages, [stage]: { ...record, checked } }
  const next = { ...state, stages }
  const missing = askedNow(state.core, progress, said.counters).some((id) => !(id in checked))
  return missing ? { state: next, outbox: [] } : afterChecks(next, progress, said.counters)
}

function afterChecks(
  state: RunningRound,
  progress: StageProgress,
  counters: readonly string[],
): Outcome {
  if (progress.step === 'checking') {
    return askChecks(state, { ...progress, step: 'confirming' }, counters)
  }
  return nextStage(state, progress)
}

function nextStage(state: RunningRound, { manifest, stage }: StageProgress): Outcome {
  const { core } = state
  const done = findStage(core, stage)
  const next = stageAfter(core, done)
  if (next === null) return closeStages(state, manifest)
  const turn = giveTurn(state, manifest, next)
  if (stage !== stageName(lastMix(core))) return turn
  // Every mix is made and checked: owners may destroy what they keep of the round (12.3).
  const owners = tell(state, ownersOf(core), { type: 'mix.complete', body: {} })
  return { state: turn.state, outbox: [...turn.outbox, ...owners.outbox] }
}

function recordOf(state: RunningRound, { stage }: StageProgress): StageRecord {
  const record = state.stages[stage]
  if (record === undefined) throw new TypeError(`${stage} is not made`)
  return record
}

/** 10: what the counter releases goes to everybody. */
export function release(
  state: RunningRound,
  statement: Statement<'release.made'>,
  deps: Pick<CoordinatorDeps, 'terms' | 'known'>,
): Outcome {
  judgeRelease(state, statement, deps)
  const told = tell(state, partiesOf(state.core), {
    type: 'round.released',
    body: { statement: statement.jws },
  })
  const progress = { phase: 'released', release: statement.body.digest } as const
  return { state: { core: state.core, progress }, outbox: told.outbox }
}

/** As every node judges it too: readers are served only what the counter signed for this round, and nothing unsafe. */
function judgeRelease(
  state: RunningRound,
  { body }: Statement<'release.made'>,
  { terms, known }: Pick<CoordinatorDeps, 'terms' | 'known'>,
): void {
  const { core, progress } = state
  const manifestDigest = 'manifest' in progress ? progress.manifest.digest : null
  const { digest } = body
  checkDue(parseRelease(body.release), { digest, manifestDigest, core, terms }, known)
}
