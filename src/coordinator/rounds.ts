import { utf8 } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import { knownRounds } from '../consent/known-rounds.ts'
import { openFrom } from '../consent/open-envelope.ts'
import { digestParts } from '../crypto/digest.ts'
import type { Identity } from '../crypto/identity.ts'
import type { KnownReleases } from '../disclosure/check-release.ts'
import type { GroupEngine } from '../group/engine.ts'
import { sealEnvelope } from '../messages/envelope.ts'
import { encodeRelease } from '../release/encode.ts'
import { parseRelease } from '../release/release.ts'
import { type Agreement, countersOf } from '../round/agreement.ts'
import { bindingOf } from '../round/binding.ts'
import { type Core, coreDigest, makeCore, type Reveal } from '../round/manifest.ts'
import { checkPermit, revokedBy } from '../round/permit.ts'
import type { StageDone } from '../round/statements.ts'
import type { Database, Stores } from '../storage/database.ts'
import type { Wake } from '../transport/wake.ts'
import { knownReleases } from '../work/release-register.ts'
import type { RoundKeys } from '../work/round-keys.ts'
import { rememberedOf, rememberSaid } from './cover-memory.ts'
import { judgeOwn, takeJudgement } from './judgements.ts'
import { makeOwnKeys, signOwn } from './own-statements.ts'
import { readStatement } from './read-statement.ts'
import {
  refuseUnknownLists,
  roundExists,
  sequenceTwice,
  tooFewLists,
  unknownRound,
} from './round-refusals.ts'
import { type CoordinatorState, isRunning, partiesOf, type RunningRound } from './state.ts'
import { type CoordinatorEvent, coordinatorStep, type Said, type Telling } from './step.ts'

export interface CoordinatorParts {
  readonly agreement: Agreement
  readonly slots: readonly string[]
  readonly identity: Identity
  readonly database: Database
  readonly roundKeys: RoundKeys
  readonly engine: GroupEngine
  readonly clock: Clock
  readonly wake: Wake
  readonly rehearsal?: boolean
}

/** What the coordinator keeps of a round: its state and its own keys' public side. */
interface Kept {
  readonly state: CoordinatorState
  readonly own: Reveal
}

/** Opens rounds, hears statements, and keeps each step and what it says in one transaction. */
export class CoordinatorRounds {
  readonly consents: ConsentBook
  readonly #parts: CoordinatorParts
  readonly #counters: readonly string[]

  constructor(parts: CoordinatorParts) {
    this.#parts = parts
    this.consents = new ConsentBook(parts)
    this.#counters = countersOf(parts.agreement.terms)
  }

  /**
   * Statements about the agreement, from whoever brings them: what verifies is kept, and a revocation
   * ends every round for everybody (4.7). Gives what was refused.
   */
  async takeStatements(texts: readonly string[]): Promise<readonly Problem[]> {
    const told: Telling[] = []
    const refused = await this.#parts.database.transaction('take-statements', async (stores) => {
      told.length = 0 // PostgreSQL may ask to run it again
      const problems = await this.consents.take(stores, texts)
      told.push(...(await this.#endRevoked(stores)))
      return problems
    })
    this.#wakeAll(told)
    return refused
  }

  async #endRevoked(stores: Stores): Promise<readonly Telling[]> {
    const { revoked } = await this.consents.standing(stores)
    if (revoked.length === 0) return []
    const { code, what } = revokedBy(revoked)
    const event = { type: 'failed', code, what, by: revoked.join(' ') } as const
    const told: Telling[] = []
    for (const { id } of await stores.rounds.open()) {
      told.push(...(await this.#apply(stores, await this.#find(stores, id), event)))
    }
    return told
  }

  /** 4.8: nothing is proposed that everybody would refuse. Gives the statements that go with it. */
  async #permit(core: Core): Promise<string[]> {
    const { agreement, database, rehearsal } = this.#parts
    const known = await knownRounds(database.stores, agreement.digest, openedMsOf)
    checkPermit(agreement, await this.consents.standing(), { core, known, rehearsal })
    return this.consents.texts()
  }

  get counters(): readonly string[] {
    return this.#counters
  }

  /** 4.1: proposes a round to everybody who takes part. */
  async open(id: string, lists: readonly string[]): Promise<void> {
    const { agreement, slots, clock, database } = this.#parts
    refuseUnknownLists(agreement, lists)
    const core = makeCore(agreement, { id, openedMs: clock.nowMs(), lists, slots })
    if (core.lists.length < agreement.terms.limits.minimumLists) throw tooFewLists(id)
    const digest = coreDigest(core)
    if ((await database.stores.rounds.get(id)) !== null) throw roundExists(id)
    const statements = await this.#permit(core)
    const { own, commit, reveal } = await makeOwnKeys(this.#parts, core, digest)
    const state: RunningRound = {
      core,
      coreDigest: digest,
      own: { commit, reveal },
      said: {},
      stages: {},
      progress: { phase: 'committing' },
    }
    const proposals: Telling[] = partiesOf(core).map((to) => ({
      to,
      type: 'round.proposed',
      body: { core, statements },
    }))
    // A crash before this leaves a round key that no round uses; after it, the round is proposed.
    await database.transaction('open-round', async (stores) => {
      if ((await stores.rounds.get(id)) !== null) throw roundExists(id)
      await this.#keep(stores, { state, own })
      await this.#tell(stores, state, proposals)
    })
    this.#wakeAll(proposals)
  }

  /** A node's message: taken once, however often it comes. */
  async hear(jws: string): Promise<void> {
    const envelope = await openFrom(jws, await this.consents.standing())
    const told = await this.#parts.database.transaction('hear', async (stores) => {
      const kept = await this.#find(stores, envelope.round)
      const digest = digestParts('samentel received v2', utf8(jws))
      const seen = await stores.received.remember(
        envelope.round,
        envelope.from,
        envelope.sequence,
        digest,
      )
      if (seen === 'same') return []
      if (seen === 'other') throw sequenceTwice(envelope.from)
      const said = readStatement(envelope, jws, kept.state)
      if (said.type === 'release.judged' && !isRunning(kept.state)) {
        const { agreement } = this.#parts
        await takeJudgement(stores, kept.state, { envelope, jws, agreement })
        return []
      }
      return this.#apply(stores, kept, this.#eventOf(said, kept.state))
    })
    this.#wakeAll(told)
  }

  /** Whoever notices the deadline first is not the one that the round waited for. */
  #eventOf(said: Said, { core }: CoordinatorState): CoordinatorEvent {
    const late =
      said.type === 'round.abort' &&
      said.statement.body.code === 'round.deadline' &&
      this.#parts.clock.nowMs() >= core.deadlineMs
    return late ? { type: 'late' } : { type: 'said', said }
  }

  /** Something that happened here: own work done or failed, the deadline. */
  async happen(round: string, event: CoordinatorEvent): Promise<void> {
    const told = await this.#parts.database.transaction('happen', async (stores) =>
      this.#apply(stores, await this.#find(stores, round), event),
    )
    this.#wakeAll(told)
  }

  /** An own stage, signed like everybody's, so that others can hand it on as evidence. */
  async makeOwn(round: string, done: StageDone): Promise<void> {
    const state = await this.stateOf(round)
    const binding = manifestDigest(state, state)
    if (binding === null) return
    const jws = await signOwn(this.#parts.identity, round, {
      type: 'stage.done',
      binding,
      body: done,
    })
    await this.happen(round, { type: 'stage-made', statement: { jws, body: done } })
  }

  async stateOf(round: string): Promise<CoordinatorState> {
    return (await this.#find(this.#parts.database.stores, round)).state
  }

  async #apply(stores: Stores, kept: Kept, event: CoordinatorEvent): Promise<readonly Telling[]> {
    const { engine } = this.#parts
    const { terms } = this.#parts.agreement
    const { minimumPeerVersion } = terms
    const deps = {
      engine,
      terms,
      remembered: await rememberedOf(stores, event),
      counters: this.#counters,
      known: await this.#known(stores, event, kept.state.core),
      own: kept.own,
      minimumPeerVersion,
    }
    const outcome = coordinatorStep(kept.state, event, deps)
    if (outcome.state === kept.state) return []
    await this.#keep(stores, { ...kept, state: outcome.state })
    if (isRunning(outcome.state)) await rememberSaid(stores, outcome.state, event)
    const released = outcome.state.progress.phase === 'released'
    if (released && event.type === 'said' && event.said.type === 'release.made') {
      const { body } = event.said.statement
      const release = parseRelease(body.release)
      const { round, manifestDigest } = release
      await stores.releases.put({ id: round, round, body: encodeRelease(release) })
      await judgeOwn(stores, this.#parts, { round, manifestDigest, digest: body.digest })
    }
    await this.#tell(stores, kept.state, outcome.outbox, outcome.state)
    return outcome.outbox
  }

  /** Only a release is held against others, and they may be many. */
  async #known(stores: Stores, event: CoordinatorEvent, { round }: Core): Promise<KnownReleases> {
    const isRelease = event.type === 'said' && event.said.type === 'release.made'
    if (isRelease) return knownReleases(stores, this.#parts.agreement.terms, round)
    return { earlier: [], attack: () => ({ passed: false, checks: [] }) }
  }

  async #tell(
    stores: Stores,
    before: CoordinatorState,
    outbox: readonly Telling[],
    after: CoordinatorState = before,
  ): Promise<void> {
    const { identity } = this.#parts
    const { core } = before
    const digests = { coreDigest: coreDigest(core), manifestDigest: manifestDigest(before, after) }
    for (const { to, type, body } of outbox) {
      const binding = bindingOf(type, digests)
      await stores.outbox.append(core.round, to, (sequence) =>
        sealEnvelope(identity, {
          version: 1,
          type,
          round: core.round,
          binding,
          from: COORDINATOR,
          to,
          sequence,
          body,
        }),
      )
    }
  }

  async #find(stores: Stores, round: string): Promise<Kept> {
    const row = await stores.rounds.get(round)
    if (row === null) throw unknownRound(round)
    return row.state as Kept // written by #keep only
  }

  async #keep(stores: Stores, kept: Kept): Promise<void> {
    const { core, progress } = kept.state
    // From here on data may be sent: the round counts, also if it dies (4.8).
    if (progress.phase === 'declaring') {
      await stores.begunRounds.put(this.#parts.agreement.digest, core.round, core.openedMs)
    }
    await stores.rounds.put({
      id: kept.state.core.round,
      role: COORDINATOR,
      phase: kept.state.progress.phase,
      state: kept,
    })
  }

  #wakeAll(told: readonly Telling[]): void {
    for (const id of new Set(told.map((one) => one.to))) this.#parts.wake.wake(id)
    // The coordinator's own work may be due.
    this.#parts.wake.wake(COORDINATOR)
  }
}

function openedMsOf(state: unknown): number {
  return (state as Kept).state.core.openedMs // written by #keep only
}

function manifestDigest(before: CoordinatorState, after: CoordinatorState): string | null {
  for (const state of [after, before]) {
    if (isRunning(state) && 'manifest' in state.progress) return state.progress.manifest.digest
  }
  return null
}
