import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import {
  type CoordinatorState,
  isRunning,
  partiesOf,
  type RunningRound,
} from '../../src/coordinator/state.ts'
import { coordinatorStep, type Said, type Telling } from '../../src/coordinator/step.ts'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { dueWork } from '../../src/node/do-work.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import { isLive, type NodeState, type SignedBatch } from '../../src/node/state.ts'
import { nodeStep, type Saying } from '../../src/node/step.ts'
import type { OverlapTable } from '../../src/overlap/overlap-table.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { type Agreement, countersOf } from '../../src/round/agreement.ts'
import {
  type BatchShape,
  batchDigest,
  chunkCount,
  type Declaration,
} from '../../src/round/batch.ts'
import { pinnedStanding, type Standing } from '../../src/round/consent.ts'
import { makeReveal, type OwnKeys } from '../../src/round/keys.ts'
import { type Core, columnNames, coreDigest, keyHolders } from '../../src/round/manifest.ts'
import { listBatch, outputOf, parseStage, partitionBatch } from '../../src/round/stages.ts'
import { sampleAgreement, sampleCore, sampleSlots } from './sample.ts'

const engine = await loadSodiumEngine()
const agreement: Agreement = await sampleAgreement()
export const core: Core = sampleCore(agreement)
/** Everybody has accepted. */
const standing: Standing = {
  ...pinnedStanding(agreement),
  accepted: agreement.terms.organisations.map((one) => one.id),
}
const digest = coreDigest(core)
const keys = new Map<string, OwnKeys>(keyHolders(core).map((id) => [id, keysOf(id)]))
const PERSONS = 5
export const counters = countersOf(agreement.terms)

function keysOf(holder: string): OwnKeys {
  const own = {
    roundKey: secureRandom(32),
    coreDigest: digest,
    holder,
    columns: columnNames(core.slots),
    evaluates: holder !== COORDINATOR,
    sealing: 'A'.repeat(1622),
  }
  return makeReveal(engine, own, secureRandom)
}

/** A signed text on paper: who says what. */
function text(from: string, saying: { type: string; body: unknown }): string {
  return JSON.stringify({ from, type: saying.type, body: saying.body })
}

// biome-ignore lint/suspicious/noExplicitAny: on paper a body is what its type says
function read(jws: string): { from: string; type: string; body: any } {
  return JSON.parse(jws)
}

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
  readonly nodes = new Map<string, NodeState | null>()
  readonly toNodes = new Map<string, Telling[]>()
  readonly toCoordinator = new Map<string, Said[]>()
  /** Everything that the coordinator took. */
  readonly taken: Said[] = []
  coordinator: CoordinatorState

  constructor() {
    const { reveal, commitment } = keys.get(COORDINATOR)! // a key holder
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
    const { progress } = this.coordinator
    const own =
      progress.phase === 'linking' || (progress.phase === 'opening' && progress.turn === 0)
    return own ? [...moves, { at: 'work', who: COORDINATOR }] : moves
  }

  play(move: Move): void {
    if (move.at === 'coordinator') this.hear(this.toCoordinator.get(move.from)!.shift()!)
    else if (move.at === 'node') this.tell(this.toNodes.get(move.to)!.shift()!)
    else if (move.who === COORDINATOR) this.#coordinate()
    else this.happen(move.who, this.#work(move.who))
  }

  /** Plays first moves until nothing is left to do, or `until` says so. */
  playAll(until: () => boolean = () => false): void {
    while (!until()) {
      const [move] = this.moves()
      if (move === undefined) return
      this.play(move)
    }
  }

  deps() {
    const { disclosure, minimumPeerVersion } = agreement.terms
    const { reveal: own } = keys.get(COORDINATOR)! // a key holder
    return { engine, counters, disclosure, own, minimumPeerVersion }
  }

  hear(said: Said): void {
    const { state, outbox } = coordinatorStep(this.coordinator, { type: 'said', said }, this.deps())
    this.coordinator = state
    this.taken.push(said)
    for (const telling of outbox) this.toNodes.get(telling.to)?.push(telling)
  }

  tell(telling: Telling): void {
    this.happen(telling.to, eventOf(telling))
  }

  happen(self: string, event: NodeEvent): void {
    const slots = sampleSlots.map((slot) => slot.id)
    const deps = {
      self,
      agreement,
      standing,
      known: [],
      engine,
      slots,
      nowMs: 1_600_000_000_000,
      keyLeft: false,
    }
    const { state, outbox } = nodeStep(this.nodes.get(self) ?? null, event, deps)
    this.nodes.set(self, state)
    for (const saying of outbox) this.toCoordinator.get(self)?.push(saidBy(self, saying))
  }

  running(): RunningRound {
    if (!isRunning(this.coordinator)) throw new Error('the round has ended')
    return this.coordinator
  }

  #declare(shape: BatchShape): Declaration {
    const { progress } = this.running()
    const binding = 'manifest' in progress ? progress.manifest.digest : ''
    const chunks = Array.from({ length: chunkCount(shape.rows) }, () => 'A'.repeat(43))
    const evaluators = Object.fromEntries(core.evaluators.map((id) => [id, 'wrapped']))
    return { ...shape, chunks, digest: batchDigest(binding, shape, chunks), keys: evaluators }
  }

  #coordinate(): void {
    const { progress } = this.running()
    const outcome =
      progress.phase === 'linking'
        ? coordinatorStep(
            this.coordinator,
            {
              type: 'linked',
              linked: {
                partition: this.#declare(partitionBatch(core)),
                persons: PERSONS,
                sums: 'S'.repeat(43),
              },
            },
            this.deps(),
          )
        : coordinatorStep(
            this.coordinator,
            {
              type: 'stripped-first',
              output: this.#declare({ name: 'open/0', rows: PERSONS, rowBytes: 96 }),
            },
            this.deps(),
          )
    this.coordinator = outcome.state
    for (const telling of outcome.outbox) this.toNodes.get(telling.to)?.push(telling)
  }

  #work(self: string): NodeEvent {
    const state = this.nodes.get(self)
    if (state == null || !isLive(state)) throw new Error(`${self} has no work`)
    if (state.evaluator.at === 'making-keys') return { type: 'keys.made', ...keys.get(self)! }
    if (state.owner.at === 'preparing') {
      const own = core.lists.filter((list) => list.organisation === self)
      const batches = own.map((list) => this.#declare(listBatch(core, list.id)))
      return { type: 'lists.prepared', batches }
    }
    if (state.owner.at === 'uploading') return { type: 'lists.sent' }
    if (state.evaluator.at === 'collecting')
      return { type: 'lists.checked', digest: 'I'.repeat(43) }
    if (state.evaluator.at !== 'working') throw new Error(`${self} has no work`)
    const { turn } = state.evaluator
    if (turn.kind === 'sums') return { type: 'sums.made', digest: 'S'.repeat(43) }
    if (turn.stage === 'open/3') return this.#count()
    const output = outputOf(core, parseStage(turn.stage, core)!, PERSONS) // the step has checked it
    return { type: 'stage.worked', output: this.#declare(output) }
  }

  #count(): NodeEvent {
    const { progress } = this.running()
    const release = paperRelease('manifest' in progress ? progress.manifest.digest : '')
    return { type: 'counted', release, digest: releaseDigest(release) }
  }
}

export function saidBy(from: string, saying: Saying): Said {
  const statement = { jws: text(from, saying), body: saying.body }
  return { type: saying.type, from, statement } as Said // type and body belong together in Saying
}

function paperRelease(manifestDigest: string) {
  const { terms } = agreement
  const lists = terms.lists.map(({ size: _, ...list }) => list)
  const table: OverlapTable = makeOverlapTable({
    lists,
    cells: [{ lists: ['police-2020'], persons: PERSONS }],
    quality: { listTwice: 0, undecodable: 0 },
  })
  const context = {
    round: core.round,
    manifestDigest,
    agreement: { id: terms.id, title: terms.title, digest: agreement.digest },
    period: { from: '2020-01-01', to: '2020-12-31' },
    madeBy: 'rapporteur',
    madeAtMs: core.openedMs,
    organisations: terms.organisations,
    populations: terms.populations,
    agreedSizes: Object.fromEntries(core.lists.map((list) => [list.id, list.rows])),
    recipe: core.recipe,
    linkingRule: core.rule,
    yearRule: 'year-of-report' as const,
  }
  return controlDisclosure(table, context, terms.disclosure)
}

function byFrom<T>(statements: readonly string[], pick: (body: never) => T): Record<string, T> {
  const said = statements.map(read)
  return Object.fromEntries(said.map(({ from, body }) => [from, pick(body as never)]))
}

function batchIn(jws: string): SignedBatch {
  const { from, body } = read(jws)
  return { sender: from, declaration: body.output }
}

function rosterIn(statements: readonly string[]): SignedBatch[] {
  return statements
    .map(read)
    .flatMap(({ from, body }) =>
      body.batches.map((declaration: Declaration) => ({ sender: from, declaration })),
    )
}

const digestIn = (body: { digest: string }) => body.digest

/** The event that a message is, as if every signature on it were good. */
function eventOf(telling: Telling): NodeEvent {
  switch (telling.type) {
    case 'keys.committed':
      return {
        type: telling.type,
        commitments: byFrom(
          telling.body.statements,
          (body: { commitment: string }) => body.commitment,
        ),
      }
    case 'manifest.complete': {
      const { statements } = telling.body
      const half = statements.length / 2
      return {
        type: telling.type,
        commitments: byFrom(
          statements.slice(0, half),
          (body: { commitment: string }) => body.commitment,
        ),
        reveals: byFrom(statements.slice(half), (body: OwnKeys['reveal']) => body),
      }
    }
    case 'manifest.signed':
      return { type: telling.type, signatures: byFrom(telling.body.statements, (body) => body) }
    case 'roster.proposed':
      return { type: telling.type, batches: rosterIn(telling.body.statements) }
    case 'roster.complete':
      return {
        type: telling.type,
        batches: rosterIn(telling.body.declarations),
        signatures: byFrom(telling.body.signatures, digestIn),
      }
    case 'stage.due': {
      const { stage, own, statement } = telling.body
      const ours = own === null ? null : { sender: COORDINATOR, declaration: own }
      return { type: telling.type, stage, input: statement === null ? ours : batchIn(statement) }
    }
    case 'sums.due': {
      const { partition, mixed } = telling.body
      return { type: telling.type, partition, mixed: batchIn(mixed) }
    }
    case 'mix.complete':
      return { type: telling.type }
    case 'round.released': {
      const { from, body } = read(telling.body.statement)
      return { type: telling.type, from, release: body.release, digest: body.digest }
    }
    default:
      return { type: telling.type, ...telling.body } as NodeEvent // same fields by definition
  }
}
