import { COORDINATOR } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import { knownRounds } from '../consent/known-rounds.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { By } from '../log/act.ts'
import { type Envelope, sealEnvelope } from '../messages/envelope.ts'
import { encodeRelease } from '../release/encode.ts'
import { bindingOf } from '../round/binding.ts'
import { type Core, coreDigest } from '../round/manifest.ts'
import { revokedBy } from '../round/permit.ts'
import type { Stores } from '../storage/database.ts'
import { type InboxMessage, isPassing } from '../transport/coordinator-client.ts'
import { knownReleases } from '../work/release-register.ts'
import { consentTo, keepRulesAnswer } from './consent-to-rounds.ts'
import { coverMemory, keepMemory } from './cover-memory.ts'
import type { NodeEvent } from './events.ts'
import { keepEvidence } from './evidence.ts'
import type { NodeParts } from './parts.ts'
import { manifestOf, openFromCoordinator, type Reading, readMessage } from './read-message.ts'
import { roundActs } from './round-acts.ts'
import { noteSaid, noteStep } from './round-diary.ts'
import { isLive, type NodeState } from './state.ts'
import { nodeStep, type Outcome } from './step.ts'
import { twoStatements } from './two-statements.ts'

const INBOX = 'inbox'

/** Refused messages that change nothing: late, doubled, or of a later version. */
const harmless = new Set([
  'message.untimely',
  'message.unknown-type',
  'stage.answered',
  'round.unknown',
])

/** Takes what the coordinator says and what own work brings, each step in one transaction. */
export class NodeRounds {
  readonly consents: ConsentBook
  readonly #parts: NodeParts

  constructor(parts: NodeParts) {
    this.#parts = parts
    this.consents = new ConsentBook(parts)
  }

  async cursor(): Promise<number> {
    return Number((await this.#parts.database.stores.settings.get(INBOX)) ?? 0)
  }

  /**
   * One message of the inbox: verified, stepped, and noted as taken, as a whole. A crash before the
   * end leaves it untaken, and it is fetched again.
   */
  async take(message: InboxMessage): Promise<void> {
    await this.#parts.database.transaction('take-message', async (stores) => {
      const cursor = Number((await stores.settings.get(INBOX)) ?? 0)
      if (message.sequence <= cursor) return
      await this.#takeIn(stores, message)
      await stores.settings.set(INBOX, String(message.sequence))
    })
  }

  async #takeIn(stores: Stores, message: InboxMessage): Promise<void> {
    const { terms } = this.#parts.agreement
    const reading = {
      ...this.#parts,
      standing: await this.consents.standing(stores),
      known: (round: string) => knownReleases(stores, terms, round),
    }
    const envelope = await this.#open(message, reading)
    if (envelope === null) return
    const state = await this.#find(stores, envelope.round)
    try {
      const event = await readMessage(envelope, state, reading)
      if (event.type === 'round.proposed') await this.#hearStatements(stores, event.statements)
      await this.#noticeTwo(state, event)
      await this.#apply(stores, state, event)
      await this.#keepRelease(stores, event)
    } catch (error) {
      if (!isProblem(error) || isPassing(error)) throw error
      this.#parts.log.error('message refused', error)
      if (state !== null && !harmless.has(error.code)) {
        await this.#apply(stores, state, failureOf(error))
      }
    }
  }

  /** Whoever signed two things where one is due is shown by both. */
  async #noticeTwo(state: NodeState | null, event: NodeEvent): Promise<void> {
    if (state === null || !isLive(state) || !('manifest' in state)) return
    const accusation = twoStatements(state, event)
    if (accusation === null) return
    await keepEvidence(this.#parts, state, { accusation, code: 'statement.second' })
  }

  /**
   * What is not from the coordinator as it stands was altered on the way: it is fetched again. What it
   * signed and yet cannot be read, or signed with a key that it has replaced, will never be taken: it is
   * passed over, or nothing would come after it.
   */
  async #open(message: InboxMessage, reading: Reading): Promise<Envelope | null> {
    try {
      return await openFromCoordinator(message.body, message.sequence, reading)
    } catch (error) {
      if (!isProblem(error, 'message.malformed') && !isProblem(error, 'identity.replaced')) {
        throw error
      }
      this.#parts.log.error('a message that cannot be read is passed over', error)
      return null
    }
  }

  /**
   * The coordinator counts its messages from the start again: its store was put back or begun anew.
   * Messages that come twice are harmless, missed ones are not.
   */
  async restart(): Promise<void> {
    this.#parts.log.info('the coordinator has fewer messages than were taken; they are taken anew')
    await this.#parts.database.stores.settings.set(INBOX, '0')
  }

  /**
   * A person's answer to a round, and what follows of it, as one. `judge` says what happens, or null
   * where nothing does yet; what it throws is thrown, and nothing is kept.
   */
  async answer(
    round: string,
    judge: (stores: Stores, state: NodeState | null) => Promise<NodeEvent | null>,
  ): Promise<void> {
    await this.#parts.database.transaction('answer-round', async (stores) => {
      const state = await this.#find(stores, round)
      const event = await judge(stores, state)
      if (event !== null) await this.#apply(stores, state, event)
    })
  }

  /** Own work done, or failed. */
  async happen(round: string, event: NodeEvent): Promise<void> {
    await this.#parts.database.transaction('happen', async (stores) => {
      await this.#apply(stores, await this.#find(stores, round), event)
      if (event.type !== 'counted') return
      // It has left the counter, so the next is compared with it, even if it is never published.
      await stores.releases.put({ id: round, round, body: canonicalJson(event.release) })
    })
  }

  /**
   * Statements about the agreement, from wherever: what verifies is kept; gives what was refused.
   * `by`: who says those of this organisation, as the log of acts names them.
   */
  async takeStatements(texts: readonly string[], by?: By): Promise<readonly Problem[]> {
    return this.#parts.database.transaction('take-statements', async (stores) => {
      const refused = await this.#keepStatements(stores, texts, by)
      await this.#endRevoked(stores)
      return refused
    })
  }

  async #keepStatements(stores: Stores, texts: readonly string[], by?: By) {
    const { self, agreement, acts } = this.#parts
    const before = new Set((await this.consents.statements(stores)).map(({ text }) => text))
    const refused = await this.consents.take(stores, texts)
    for (const { text, statement } of await this.consents.statements(stores)) {
      if (before.has(text)) continue
      const { type: action, organisation: actor } = statement
      const own = actor === self && by !== undefined
      const who = own ? by : ({ actor, origin: 'coordinator' } as const)
      await acts.append({ action, object: agreement.digest, result: 'done', ...who }, stores)
    }
    return refused
  }

  /** As they come with a proposal. A false one is told to the operator and changes nothing. */
  async #hearStatements(stores: Stores, texts: readonly string[]): Promise<void> {
    for (const problem of await this.#keepStatements(stores, texts)) {
      this.#parts.log.error('a statement about the agreement is refused', problem)
    }
    await this.#endRevoked(stores)
  }

  /** 4.7: every round ends here at once, and nothing more of it is sent but that it has ended. */
  async #endRevoked(stores: Stores): Promise<void> {
    const { revoked } = await this.consents.standing(stores)
    if (revoked.length === 0) return
    for (const { id, state } of await stores.rounds.open()) {
      await stores.outbox.withhold(id)
      await this.#apply(stores, state as NodeState, failureOf(revokedBy(revoked))) // written by #keep
    }
  }

  async stateOf(round: string): Promise<NodeState | null> {
    return this.#find(this.#parts.database.stores, round)
  }

  async #apply(stores: Stores, state: NodeState | null, event: NodeEvent): Promise<void> {
    const { self, agreement, engine, clock, roundKeys, rehearsal } = this.#parts
    const slots = this.#parts.slots.map((slot) => slot.id)
    const proposed = event.type === 'round.proposed' && state === null
    const verdict = proposed ? await consentTo(stores, this.#parts, event.core) : null
    const keyLeft = proposed && (await roundKeys.find(event.core.round)) !== null
    const deps = {
      self,
      agreement,
      standing: await this.consents.standing(stores),
      known: proposed ? await knownRounds(stores, agreement.digest, openedMsOf) : [],
      engine,
      slots,
      nowMs: clock.nowMs(),
      keyLeft,
      rehearsal,
      consent: verdict?.consent ?? 'given',
      ...(await coverMemory(stores, coreOf(state, event))),
    }
    const outcome = nodeStep(state, event, deps)
    await noteStep(stores, event, { before: state, after: outcome.state })
    await this.#keep(stores, state, outcome)
    if (verdict !== null)
      await keepRulesAnswer(stores, this.#parts, { state: outcome.state, verdict })
  }

  async #keep(stores: Stores, before: NodeState | null, outcome: Outcome): Promise<void> {
    const { self, identity, agreement, acts } = this.#parts
    const { state, outbox } = outcome
    const { round } = state.core
    if (state.phase === 'running' && before?.phase !== 'running') {
      await stores.begunRounds.put(agreement.digest, round, state.core.openedMs)
    }
    await keepMemory(stores, before, outcome)
    await stores.rounds.put({ id: round, role: 'node', phase: state.phase, state })
    for (const act of roundActs(before, outcome, self)) await acts.append(act, stores)
    const digests = {
      coreDigest: coreDigest(state.core),
      manifestDigest: manifestIn(before, state),
    }
    for (const saying of outbox) {
      const { type, body } = saying
      const binding = bindingOf(type, digests)
      let bytes = 0
      await stores.outbox.append(round, COORDINATOR, async (sequence) => {
        const said = { version: 1, type, round, binding, from: self, to: COORDINATOR } as const
        const text = await sealEnvelope(identity, { ...said, sequence, body })
        bytes = text.length
        return text
      })
      await noteSaid(stores, round, { ...saying, bytes })
    }
  }

  async #keepRelease(stores: Stores, event: NodeEvent): Promise<void> {
    if (event.type === 'release.refused') {
      const { code, what } = event
      this.#parts.log.error('a release fails the check here', new Problem({ code, what }))
    }
    if (event.type !== 'round.released') return
    const { round } = event.release
    if ((await this.#find(stores, round))?.phase !== 'released') return
    await stores.releases.put({ id: round, round, body: encodeRelease(event.release) })
  }

  async #find(stores: Stores, round: string): Promise<NodeState | null> {
    const row = await stores.rounds.get(round)
    return row === null ? null : (row.state as NodeState) // written by #keep only
  }
}

function coreOf(state: NodeState | null, event: NodeEvent): Core | null {
  if (event.type === 'round.proposed') return event.core
  return state?.core ?? null
}

/** What others are told of a failure; the node's own log says more. */
export function failureOf(problem: Problem): NodeEvent {
  if (problem.code.startsWith('list.')) {
    // Which list is too short or too long says something about it that padding hides.
    return { type: 'failed', code: 'list.withheld', what: 'A list owner holds a list back' }
  }
  const where = problem.where === undefined ? '' : ` (${problem.where})`
  return { type: 'failed', code: problem.code, what: `${problem.what}${where}`.slice(0, 500) }
}

function openedMsOf(state: unknown): number {
  return (state as NodeState).core.openedMs // written by #keep only
}

function manifestIn(...states: readonly (NodeState | null)[]): string | null {
  for (const state of states) {
    const digest = state === null ? null : manifestOf(state)
    if (digest !== null) return digest
  }
  return null
}
