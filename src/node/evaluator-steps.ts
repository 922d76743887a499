import { Problem } from '../base/problem.ts'
import { checkDeclaration } from '../round/batch.ts'
import type { Core } from '../round/manifest.ts'
import { checkRoster, rosterDigest } from '../round/roster.ts'
import {
  addedRows,
  checkersOf,
  checksByProof,
  findStage,
  inputDigest,
  isLastStrip,
  isReported,
  makerOf,
  outputOf,
  proofOf,
  type Stage,
  stageAfter,
  stageName,
  totalRows,
} from '../round/stages.ts'
import type { NodeBody, StageDone } from '../round/statements.ts'
import { requireAll, untimely } from './agree-steps.ts'
import type { Said } from './events.ts'
import type { RunningState } from './owner-steps.ts'
import type { Chain, DeclaredList, EvaluatorTrack, ShownStage } from './state.ts'
import type { Outcome } from './step.ts'

type At<K extends EvaluatorTrack['at']> = Extract<EvaluatorTrack, { at: K }>

/** Who asks: this node, and the evaluators without a list. */
export interface Seat {
  readonly self: string
  readonly counters: readonly string[]
}

/** 4.5: one roster for all, signed by each evaluator. */
export function signRoster(state: RunningState, roster: readonly DeclaredList[]): Outcome {
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
  const { roster } = state.evaluator
  const chain = { roster, inputDigest: digest, stages: [] }
  return {
    state: { ...state, evaluator: { at: 'idle', chain } },
    outbox: [{ type: 'input.checked', body: { digest } }],
  }
}

/** 12.1: a stage is made once, in its turn, from what this node has itself checked. */
export function takeTurn(state: RunningState, name: string, seat: Seat): Outcome {
  const { chain } = requireIdle(state, `stage.due ${name}`)
  const stage = requireNext(state, chain, { name, seat })
  if (makerOf(state.core, stage) !== seat.self) throw untimely(state, `stage.due ${name}`)
  return { state: { ...state, evaluator: { at: 'working', chain, stage: name } }, outbox: [] }
}

/** 6 to 9: nothing goes on before every evaluator has checked what was made of the rows. */
export function takeCheck(
  state: RunningState,
  due: { readonly shown: ShownStage; readonly confirmed: Said<NodeBody<'stage.checked'>> },
  seat: Seat,
): Outcome {
  const { shown } = due
  const { chain } = requireIdle(state, `stage.check ${shown.done.stage}`)
  const stage = requireNext(state, chain, { name: shown.done.stage, seat })
  if (makerOf(state.core, stage) !== shown.maker) throw wrongStage(state, stage, 'of another maker')
  checkShape(state, chain, { stage, done: shown.done })
  if (checksByProof(stage, seat.self, seat.counters)) requireInput(state, chain, { stage, shown })
  else requireConfirmed(state, { stage, shown, confirmed: due.confirmed, counters: seat.counters })
  return { state: { ...state, evaluator: { at: 'checking', chain, shown } }, outbox: [] }
}

/** 12.1: the same stage is never asked for twice, nor out of its order. */
function requireNext(
  state: RunningState,
  chain: Chain,
  asked: { readonly name: string; readonly seat: Seat },
): Stage {
  const next = nextOf(state, chain, asked.seat)
  if (next !== null && stageName(next) === asked.name) return next
  if (chain.stages.some(({ done }) => done.stage === asked.name)) {
    throw new Problem({
      code: 'stage.answered',
      what: 'This node has answered this stage of this round already',
      where: `round ${state.core.round}, ${asked.name}`,
      status: 409,
    })
  }
  throw untimely(state, `stage ${asked.name}`)
}

/** The next stage that is this node's to make or to check. */
export function nextOf(
  { core }: RunningState,
  chain: Chain,
  { self, counters }: Seat,
): Stage | null {
  const last = chain.stages.at(-1)?.done.stage
  let stage = stageAfter(core, last === undefined ? null : findStage(core, last))
  while (stage !== null) {
    const mine = makerOf(core, stage) === self || checkersOf(core, stage, counters).includes(self)
    if (mine) return stage
    stage = stageAfter(core, stage)
  }
  return null
}

function checkShape(
  state: RunningState,
  chain: Chain,
  { stage, done }: { readonly stage: Stage; readonly done: StageDone },
): void {
  const { core, manifest } = state
  const rows = expectedRows(state, chain, { stage, said: done.output.rows })
  checkDeclaration(done.output, outputOf(core, stage, rows), manifest.digest)
  if ((done.tally !== null) !== isLastStrip(core, stage)) {
    throw wrongStage(state, stage, 'with counts where there is nothing to count, or without')
  }
  if ((done.report !== null) !== isReported(core, stage)) {
    throw wrongStage(state, stage, 'with a report where none is due, or without')
  }
  const proofRows = proofOf(core, stage, rows)
  if ((proofRows === null) !== (done.proofRows === null)) {
    throw wrongStage(state, stage, 'with a proof of another form')
  }
  if (proofRows !== null && done.proofRows !== null) {
    checkDeclaration(done.proofRows, proofRows, manifest.digest)
  }
}

/** How many rows a stage must put out: links and, where they are unknown, persons are its maker's word. */
function expectedRows(
  state: RunningState,
  chain: Chain,
  { stage, said }: { readonly stage: Stage; readonly said: number },
): number {
  const total = totalRows(state.core)
  // The rows of these, and of a cover, do not depend on what was found.
  if (stage.kind === 'mix' || stage.kind === 'evaluate' || stage.kind === 'cover') return total
  const added = stage.kind === 'open' && stage.turn > 0 ? addedRows(state.core, stage.table) : 0
  const links = findShown(chain, 'link')?.output.rows
  const persons = links === undefined ? personsOf(chain) : total - links
  if (stage.kind === 'open' && persons !== undefined) return persons + added
  if (said > total) throw wrongStage(state, stage, 'with more rows than were sent')
  return said
}

function personsOf(chain: Chain): number | undefined {
  return chain.stages.find(({ done }) => done.stage.startsWith('open/'))?.done.output.rows
}

/** A stage must be made from what this node has seen before it. */
function requireInput(
  state: RunningState,
  chain: Chain,
  { stage, shown }: { readonly stage: Stage; readonly shown: ShownStage },
): void {
  if (shown.done.input === inputDigestOf(state.core, chain, stage)) return
  throw wrongStage(state, stage, 'made from other rows')
}

/** Digest of what a stage works on, as this node has seen it. */
export function inputDigestOf(core: Core, chain: Chain, stage: Stage): string {
  const of = (one: Stage) => shownOf(chain, stageName(one)).output.digest
  return inputDigest(core, stage, { lists: chain.inputDigest, of })
}

export function shownOf(chain: Chain, name: string): StageDone {
  const shown = findShown(chain, name)
  if (shown === undefined) throw new TypeError(`${name} is not shown`) // the order of stages saw to it
  return shown
}

function findShown(chain: Chain, name: string): StageDone | undefined {
  return chain.stages.find(({ done }) => done.stage === name)?.done
}

/** 9.1: who has not the sums takes the opening only if every counter has signed that it is of them. */
function requireConfirmed(
  state: RunningState,
  by: {
    readonly stage: Stage
    readonly shown: ShownStage
    readonly confirmed: Said<NodeBody<'stage.checked'>>
    readonly counters: readonly string[]
  },
): void {
  const { stage: name, output } = by.shown.done
  const missing = by.counters.filter((id) => {
    const said = by.confirmed[id]
    return said?.stage !== name || said.digest !== output.digest
  })
  if (missing.length === 0) return
  throw wrongStage(state, by.stage, `without the signature of ${missing.join(', ')}`)
}

/** Own work: signed, and added to what this node has seen. */
export function finishTurn(state: RunningState, done: StageDone, self: string): Outcome {
  const { evaluator } = state
  if (evaluator.at !== 'working' || evaluator.stage !== done.stage) {
    throw untimely(state, 'stage.worked')
  }
  const chain = addStage(evaluator.chain, { maker: self, done, jws: null })
  return {
    state: { ...state, evaluator: { at: 'idle', chain } },
    outbox: [{ type: 'stage.done', body: done }],
  }
}

export function finishCheck(state: RunningState, tally: string | null): Outcome {
  const { evaluator } = state
  if (evaluator.at !== 'checking') throw untimely(state, 'stage.verified')
  const { stage, output } = evaluator.shown.done
  const chain = addStage(evaluator.chain, evaluator.shown)
  return {
    state: { ...state, evaluator: { at: 'idle', chain } },
    outbox: [{ type: 'stage.checked', body: { stage, digest: output.digest, tally } }],
  }
}

function addStage(chain: Chain, shown: ShownStage): Chain {
  return { ...chain, stages: [...chain.stages, shown] }
}

/**
 * 10: the last evaluator makes the release when every bag is counted and checked by every counter, and
 * in a covered round when all evaluators have opened what is due (14.5).
 */
export function startRelease(
  state: RunningState,
  self: string,
  openings?: Said<NodeBody<'questions.opened'>>,
): Outcome {
  if (state.core.cover !== null) return startCoveredRelease(state, self, openings ?? {})
  const { chain } = requireIdle(state, 'release.due')
  const last = chain.stages.at(-1)?.done.stage
  const stage = last === undefined ? null : findStage(state.core, last)
  const over = stage !== null && stageAfter(state.core, stage) === null
  if (!over || state.core.evaluators.at(-1) !== self) throw untimely(state, 'release.due')
  return { state: { ...state, evaluator: { at: 'releasing', chain } }, outbox: [] }
}

function startCoveredRelease(
  state: RunningState,
  self: string,
  openings: Said<NodeBody<'questions.opened'>>,
): Outcome {
  const { core, evaluator } = state
  if (evaluator.at !== 'opened' || core.evaluators.at(-1) !== self) {
    throw untimely(state, 'release.due')
  }
  requireAll(core.evaluators, openings, 'openings')
  const { chain } = evaluator
  return { state: { ...state, evaluator: { at: 'releasing', chain, openings } }, outbox: [] }
}

/** 10: only the release leaves the counter. */
export function signRelease(state: RunningState, release: unknown, digest: string): Outcome {
  if (state.evaluator.at !== 'releasing') throw untimely(state, 'counted')
  return {
    state: { ...state, evaluator: { at: 'counted' } },
    outbox: [{ type: 'release.made', body: { release, digest } }],
  }
}

export function requireIdle(state: RunningState, type: string): At<'idle'> {
  if (state.evaluator.at !== 'idle') throw untimely(state, type)
  return state.evaluator
}

function wrongStage(state: RunningState, stage: Stage, what: string): Problem {
  return new Problem({
    code: 'stage.wrong-input',
    what: `A stage is shown ${what}`,
    where: `round ${state.core.round}, ${stageName(stage)} by ${makerOf(state.core, stage)}`,
    status: 409,
  })
}
