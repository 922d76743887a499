import { COORDINATOR } from '../../src/base/ids.ts'
import { stageIn } from '../../src/coordinator/stage-steps.ts'
import {
  type CoordinatorState,
  isRunning,
  partiesOf,
  type RunningRound,
  type Statement,
} from '../../src/coordinator/state.ts'
import {
  type CoordinatorDeps,
  type CoordinatorEvent,
  coordinatorStep,
  type Said,
  type Telling,
} from '../../src/coordinator/step.ts'
import type { KnownReleases } from '../../src/disclosure/check-release.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import type { StepDeps } from '../../src/node/agree-steps.ts'
import { dueWork } from '../../src/node/do-work.ts'
import { inputDigestOf } from '../../src/node/evaluator-steps.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import { isLive, type LiveState, type NodeState } from '../../src/node/state.ts'
import { nodeStep, type Saying } from '../../src/node/step.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import {
  findStage,
  inputDigest,
  listBatch,
  makerOf,
  type Stage,
  stageName,
} from '../../src/round/stages.ts'
import { knownNothing } from '../disclosure/known-nothing.ts'
import {
  coveredCounts,
  declare,
  doneOn,
  INPUT_DIGEST,
  makePaper,
  type Paper,
  paperRelease,
} from './paper.ts'
import { eventOf, text } from './paper-events.ts'
import { sampleSlots } from './sample.ts'

const engine = await loadSodiumEngine()
/** Two counters, and no table but that of persons. */
export const plainPaper = await makePaper()

/** What can happen next: a message arrives at one end of the way, or somebody's work is done. */
export type Move =
  | { readonly at: 'coordinator'; readonly from: string }
  | { readonly at: 'node'; readonly to: string }
  | { readonly at: 'work'; readonly who: string }

/**
 * Both step functions over paper: no signatures, no rows, no store; the bodies are those of a real
 * round. Each party's messages keep their order, all else may happen in any.
 */
export class PaperRound {
  readonly paper: Paper
  readonly nodes = new Map<string, NodeState | null>()
  readonly toNodes = new Map<string, Telling[]>()
  readonly toCoordinator = new Map<string, Said[]>()
  /** Everything that the coordinator took. */
  readonly taken: Said[] = []
  coordinator: CoordinatorState
  /** What the coordinator holds a release against. */
  known: KnownReleases = knownNothing

  constructor(paper: Paper = plainPaper) {
    this.paper = paper
    const { core, digest } = paper
    const { reveal, commitment } = paper.keys.get(COORDINATOR)! // a key holder
    const commit = { type: 'keys.commit', body: { commitment } }
    this.coordinator = {
      core,
      coreDigest: digest,
      own: {
        commit: text(COORDINATOR, commit),
        reveal: text(COORDINATOR, { type: 'keys.reveal', body: reveal }),
      },
      said: {},
      stages: {},
      progress: { phase: 'committing' },
    }
    for (const id of partiesOf(core)) {
      this.nodes.set(id, null)
      this.toNodes.set(id, [{ to: id, type: 'round.proposed', body: { core, statements: [] } }])
      this.toCoordinator.set(id, [])
    }
  }

  moves(): Move[] {
    const moves: Move[] = []
    for (const [from, queue] of this.toCoordinator) {
      if (queue.length > 0) moves.push({ at: 'coordinator', from })
    }
    for (const [to, queue] of this.toNodes) if (queue.length > 0) moves.push({ at: 'node', to })
    for (const [who, state] of this.nodes) {
      if (state !== null && dueWork(state) !== null) moves.push({ at: 'work', who })
    }
    return this.#ownStage() === null ? moves : [...moves, { at: 'work', who: COORDINATOR }]
  }

  play(move: Move): void {
    if (move.at === 'coordinator') this.hear(this.toCoordinator.get(move.from)!.shift()!)
    else if (move.at === 'node') this.tell(this.toNodes.get(move.to)!.shift()!)
    else if (move.who === COORDINATOR)
      this.coordinate({ type: 'stage-made', statement: this.#ownStage()! })
    else this.happen(move.who, this.workOf(move.who))
  }

  /** Plays first moves until nothing is left to do, or `until` says so. */
  playAll(until: () => boolean = () => false): void {
    while (!until()) {
      const [move] = this.moves()
      if (move === undefined) return
      this.play(move)
    }
  }

  /** Plays until that stage is asked of its maker, or of those who check it. */
  playTo(stage: string, step: 'making' | 'checking' | 'confirming' = 'making'): this {
    this.playAll(() => {
      const { progress } = this.coordinator
      return 'stage' in progress && progress.stage === stage && progress.step === step
    })
    return this
  }

  deps(): CoordinatorDeps {
    const { agreement, counters, keys } = this.paper
    const { terms } = agreement
    const { minimumPeerVersion } = terms
    const remembered = { head: null, charged: [] }
    const { reveal: own } = keys.get(COORDINATOR)! // a key holder
    const { known } = this
    return { engine, terms, remembered, counters, known, own, minimumPeerVersion }
  }

  hear(said: Said): void {
    this.coordinate({ type: 'said', said })
    this.taken.push(said)
  }

  coordinate(event: CoordinatorEvent): void {
    const { state, outbox } = coordinatorStep(this.coordinator, event, this.deps())
    this.coordinator = state
    for (const telling of outbox) this.toNodes.get(telling.to)?.push(telling)
  }

  tell(telling: Telling): void {
    this.happen(telling.to, eventOf(telling))
  }

  /** What a node's step is given. */
  nodeDeps(self: string): StepDeps {
    const { agreement, standing } = this.paper
    const slots = sampleSlots.map((slot) => slot.id)
    const nowMs = this.paper.core.openedMs
    const cover = { ledger: [], remembered: {} }
    const at = { engine, slots, nowMs, keyLeft: false }
    return { self, agreement, standing, known: [], rehearsal: true, ...cover, ...at }
  }

  happen(self: string, event: NodeEvent): void {
    const { state, outbox } = nodeStep(this.nodes.get(self) ?? null, event, this.nodeDeps(self))
    this.nodes.set(self, state)
    for (const saying of outbox) this.toCoordinator.get(self)?.push(saidBy(self, saying))
  }

  running(): RunningRound {
    if (!isRunning(this.coordinator)) throw new Error('the round has ended')
    return this.coordinator
  }

  /** Digest of the manifest, once there is one. */
  binding(): string {
    const { progress } = this.running()
    return 'manifest' in progress ? progress.manifest.digest : ''
  }

  /** The coordinator's own stage that is due, as it signs it. */
  #ownStage(): Statement<'stage.done'> | null {
    if (!isRunning(this.coordinator)) return null
    const { progress, core } = this.coordinator
    if (!('stage' in progress) || progress.step !== 'making') return null
    const stage = stageIn(core, progress)
    if (makerOf(core, stage) !== COORDINATOR) return null
    const { stages } = this.coordinator
    const of = (one: Stage) => stages[stageName(one)]!.done.body.output.digest
    const input = inputDigest(core, stage, { lists: INPUT_DIGEST, of })
    const body = doneOn(core, stage, { input, binding: this.binding() })
    return { jws: text(COORDINATOR, { type: 'stage.done', body }), body }
  }

  /** The event of the work that is due at a node, done well. */
  workOf(self: string): NodeEvent {
    const state = this.nodes.get(self)
    if (state == null || !isLive(state)) throw new Error(`${self} has no work`)
    if (state.evaluator.at === 'making-keys')
      return { type: 'keys.made', ...this.paper.keys.get(self)! }
    if (state.owner.at === 'preparing') return this.#prepare(self)
    if (state.owner.at === 'uploading') return { type: 'lists.sent' }
    return this.#evaluate(self, state)
  }

  #prepare(self: string): NodeEvent {
    const { core, counters } = this.paper
    const own = core.lists.filter((list) => list.organisation === self)
    const batches = own.map((list) => declare(this.binding(), listBatch(core, list.id)))
    const sealed = counters.map((counter) => [counter, `seed of ${self}`])
    const told = counters.map((counter) => [counter, 'Q'.repeat(2000)])
    return {
      type: 'lists.prepared',
      batches,
      checks: core.checks === 0 ? {} : Object.fromEntries(sealed),
      quality: core.cover === null ? Object.fromEntries(told) : {},
    }
  }

  #evaluate(self: string, { evaluator }: LiveState): NodeEvent {
    const { core, counters } = this.paper
    switch (evaluator.at) {
      case 'collecting':
        return { type: 'lists.checked', digest: INPUT_DIGEST }
      case 'working': {
        const stage = findStage(core, evaluator.stage)!
        const input = inputDigestOf(core, evaluator.chain, stage)
        return {
          type: 'stage.worked',
          done: doneOn(core, stage, { input, binding: this.binding() }),
        }
      }
      case 'checking': {
        const tally = counters.includes(self) ? evaluator.shown.done.tally : null
        return { type: 'stage.verified', tally }
      }
      case 'showing':
        return { type: 'counts.read', covered: coveredCounts(core) }
      case 'opening':
        return { type: 'questions.decided', openings: [], questions: [] }
      case 'releasing': {
        const release = paperRelease(this.paper, this.binding())
        return { type: 'counted', release, digest: releaseDigest(release) }
      }
      default:
        throw new Error(`${self} has no work`)
    }
  }
}

/** A round on paper that keeps every event of every node and the state it met. */
export class WatchedRound extends PaperRound {
  readonly events: { self: string; event: NodeEvent; before: NodeState | null }[] = []

  override happen(self: string, event: NodeEvent): void {
    const before = this.nodes.get(self) ?? null
    super.happen(self, event)
    this.events.push({ self, event, before })
  }
}

export function saidBy(from: string, saying: Saying): Said {
  const statement = { jws: text(from, saying), body: saying.body }
  return { type: saying.type, from, statement } as Said // type and body belong together in Saying
}
