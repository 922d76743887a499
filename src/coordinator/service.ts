import type { Clock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { isProblem } from '../base/problem.ts'
import type { SlotRule } from '../base/slots.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import type { Identity } from '../crypto/identity.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { Agreement } from '../round/agreement.ts'
import { makerOf, type Stage, stageName } from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { asShared } from '../round/work-share.ts'
import type { Database } from '../storage/database.ts'
import { isPassing } from '../transport/coordinator-client.ts'
import { signHello } from '../transport/hello.ts'
import { Wake } from '../transport/wake.ts'
import { dropSpentRows } from '../work/drop-rows.ts'
import type { PsiPool } from '../work/pool.ts'
import { endedRefuser } from '../work/refuse-ended.ts'
import { type RoundKeys, roundKeyGone } from '../work/round-keys.ts'
import type { RoundWork } from '../work/round-work.ts'
import { endedUnscrubbed, scrubRound } from '../work/scrub.ts'
import type { OpenRequest } from './app.ts'
import { waitedFor } from './due.ts'
import { judgementsOf, signedRelease } from './judgements.ts'
import { LogRelay } from './log-statements.ts'
import { linkTokens, openFirst } from './own-stages.ts'
import { ownRelay, RelayStore } from './relay-store.ts'
import { CoordinatorRounds } from './rounds.ts'
import { stageIn } from './stage-steps.ts'
import { isRunning, type RunningRound } from './state.ts'

const LOOK_AGAIN_MS = 2_000

export interface ServiceParts {
  readonly agreement: Agreement
  readonly slots: readonly SlotRule[]
  readonly identity: Identity
  readonly database: Database
  readonly roundKeys: RoundKeys
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly clock: Clock
  readonly log: Log
  /** As of a node. */
  readonly rehearsal?: boolean
}

/** A running coordinator: hears, relays, and does its own share of the work. */
export class CoordinatorService {
  readonly agreement: Agreement
  readonly rounds: CoordinatorRounds
  readonly relay: RelayStore
  readonly logs: LogRelay
  readonly wake = new Wake()
  stopping = false
  readonly #parts: ServiceParts
  readonly #progress = new Map<string, string>()
  #loop: Promise<void> | null = null

  constructor(parts: ServiceParts) {
    this.#parts = parts
    this.agreement = parts.agreement
    const slots = parts.slots.map((slot) => slot.id)
    this.rounds = new CoordinatorRounds({ ...parts, slots, wake: this.wake })
    this.relay = new RelayStore(parts.database, this.rounds)
    this.logs = new LogRelay(parts, this.rounds.consents)
  }

  start(): void {
    this.#loop = this.#workUntilStopped()
  }

  async stop(): Promise<void> {
    this.stopping = true
    this.wake.wakeEverybody()
    await this.#loop
  }

  /** Who this coordinator is, what it runs and what it holds: signed, with the asker's nonce. */
  hello(nonce: string): Promise<string> {
    const { identity, clock } = this.#parts
    const { digest } = this.agreement
    const said = { nonce, atMs: clock.nowMs(), software: SOFTWARE_VERSION, agreement: digest }
    return signHello(identity, said)
  }

  async openRound(wanted: OpenRequest): Promise<string> {
    const id = wanted.id ?? new Date(this.#parts.clock.nowMs()).toISOString().replace(/\D+/g, '')
    const lists = wanted.lists ?? this.agreement.terms.lists.map((list) => list.id)
    await this.rounds.open(id, lists)
    this.#parts.log.info('round opened', { round: id, lists: lists.length })
    return id
  }

  /** Whoever brings them, each is judged by its own signature; one that is refused is told. */
  async takeStatements(texts: readonly string[]): Promise<void> {
    const before = await this.rounds.consents.texts()
    const refused = await this.rounds.takeStatements(texts)
    for (const problem of refused) this.#parts.log.error('a statement is refused', problem)
    const changed = (await this.rounds.consents.texts()).join() !== before.join()
    if (changed) this.wake.wakeEverybody()
    if (refused[0] !== undefined) throw refused[0]
  }

  async inbox(node: string, after: number, limit: number) {
    const rows = await this.#parts.database.stores.outbox.after(node, after, limit)
    return rows.map((row) => ({ sequence: row.sequence, body: row.body }))
  }

  async statuses(asker: string) {
    const rows = await this.#parts.database.stores.rounds.list()
    return Promise.all(rows.map((row) => this.status(row.id, asker)))
  }

  /** The release with what its parties signed of it; null where there is none. */
  async signedRelease(id: string): Promise<string | null> {
    const { agreement } = this
    const { consents } = this.rounds
    return signedRelease(this.#parts.database.stores, { agreement, consents }, id)
  }

  /**
   * Where a round stands and whom it waits for. How far the coordinator's own work is, is told to
   * itself alone: from linking on it counts persons, and their exact number is for nobody else.
   */
  async status(round: string, asker: string) {
    const state = await this.rounds.stateOf(round)
    if (!isRunning(state)) {
      const { stores } = this.#parts.database
      const judged = state.progress.phase === 'released' ? await judgementsOf(stores, state) : {}
      return { round, ...state.progress, ...judged }
    }
    const { progress } = state
    return {
      round,
      phase: progress.phase,
      ...('stage' in progress ? { stage: progress.stage, step: progress.step } : {}),
      waitsFor: waitedFor(state, this.rounds.counters),
      deadline: new Date(state.core.deadlineMs).toISOString(),
      ...(asker === COORDINATOR ? { work: this.#progress.get(round) ?? null } : {}),
    }
  }

  async #workUntilStopped(): Promise<void> {
    while (!this.stopping) {
      const ticket = this.wake.ticket(COORDINATOR)
      const found = await this.#workOnce().catch((error: unknown) => {
        this.#parts.log.error('own work failed and is tried again', error)
        return false
      })
      if (!found && !this.stopping) await this.wake.wait(ticket, LOOK_AGAIN_MS)
    }
  }

  /** Does one piece of work that is due; false when there is none. */
  async #workOnce(): Promise<boolean> {
    await this.#scrubEnded()
    const open = await this.#parts.database.stores.rounds.open()
    let failure: unknown = null
    for (const { id } of open) {
      try {
        if (await this.#attend(id)) return true
      } catch (error) {
        // One round that cannot go on now must not hold up the others.
        failure = error
      }
    }
    if (failure !== null) throw failure
    return false
  }

  async #attend(round: string): Promise<boolean> {
    const state = await this.rounds.stateOf(round)
    if (!isRunning(state)) return false
    if (this.#parts.clock.nowMs() < state.core.deadlineMs) return this.#workOn(state)
    await this.rounds.happen(round, { type: 'late' })
    return true
  }

  async #workOn(state: RunningRound): Promise<boolean> {
    const { progress, core } = state
    if (!('stage' in progress) || progress.step !== 'making') return false
    const stage = stageIn(core, progress)
    if (makerOf(core, stage) !== COORDINATOR) return false
    try {
      const done = await this.#makeStage(await this.#workOf(state), state, stage)
      await this.rounds.makeOwn(core.round, done)
    } catch (error) {
      if (!isProblem(error) || isPassing(error)) throw error
      const what = error.where === undefined ? error.what : `${error.what} (${error.where})`
      const { code } = error
      await this.rounds.happen(core.round, { type: 'failed', code, by: COORDINATOR, what })
    }
    return true
  }

  async #makeStage(work: RoundWork, state: RunningRound, stage: Stage): Promise<StageDone> {
    await dropSpentRows(work, stageName(stage))
    if (stage.kind === 'open') return openFirst(work, state, stage)
    const done = await linkTokens(work, state)
    // No counts: of a person that an owner planted rows for, some would tell.
    this.#parts.log.info('linked', { round: state.core.round })
    return done
  }

  async #workOf(state: RunningRound): Promise<RoundWork> {
    const { progress, core } = state
    const vault = await this.#parts.roundKeys.find(core.round)
    if (!('manifest' in progress)) throw new TypeError('no work is due')
    if (vault === null) throw roundKeyGone(core.round)
    const { database, engine, pool, clock } = this.#parts
    return {
      self: COORDINATOR,
      manifest: progress.manifest,
      slots: this.#parts.slots,
      counters: this.rounds.counters,
      vault,
      database,
      engine,
      pool,
      relay: ownRelay(database),
      refuseEnded: endedRefuser(core, database, clock),
      report: (...said) => this.#progress.set(core.round, workText(...said)),
    }
  }

  /** 12.3: when a round has ended, its key and all batches go. */
  async #scrubEnded(): Promise<void> {
    const { database, roundKeys, log } = this.#parts
    for (const round of await endedUnscrubbed(database)) {
      try {
        await scrubRound(database, roundKeys, round)
        log.info('round scrubbed', { round })
      } catch (error) {
        log.error('a round could not be scrubbed yet', error)
      }
    }
  }
}

function workText(step: string, done: number, total: number): string {
  const told = asShared({ step, done, total })
  return `${step} ${told.done}/${told.total}`
}
