import { isProblem } from '../base/problem.ts'
import { asShared } from '../round/work-share.ts'
import { isPassing } from '../transport/coordinator-client.ts'
import { readEvents } from '../transport/event-stream.ts'
import { Wake } from '../transport/wake.ts'
import { deadlinePassed } from '../work/refuse-ended.ts'
import { endedUnscrubbed, scrubRound } from '../work/scrub.ts'
import { exchangeStatements } from './consents.ts'
import { doWork, dueWork } from './do-work.ts'
import { exchangeLogs } from './log-exchange.ts'
import type { NodeParts } from './parts.ts'
import { resealStore } from './reseal.ts'
import { workAct } from './round-acts.ts'
import { WorkKeeper, watchRounds } from './round-watch.ts'
import { failureOf, NodeRounds } from './rounds.ts'
import { isLive, type NodeState } from './state.ts'

const LOOK_AGAIN_MS = 2_000
const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 15_000
const INBOX_POLL_SECONDS = 25
/** Where no stream tells sooner. */
const EXCHANGE_MS = 30_000
const WATCH_MS = 5_000
const WATCH_LEAST_MS = 2_000
/** After a stream that could not be opened or went silent, poll this often before trying it again. */
const POLLS_BEFORE_STREAM = 3

/** Where a node's work stands, for whoever watches. */
export interface WorkReport {
  readonly round: string
  readonly step: string
  readonly done: number
  readonly total: number
}

/**
 * A running node. Loops: fetch what the coordinator says, send what is to be said, do the work that is
 * due, exchange what organisations sign. Each goes on where it stopped, in this process or the next.
 */
export class NodeService {
  readonly rounds: NodeRounds
  readonly #parts: NodeParts
  readonly #wake = new Wake()
  readonly #stop = new AbortController()
  readonly #report: (report: WorkReport) => void
  /** Refusals of statements that the log has seen. */
  readonly #told = new Set<string>()
  /** Work that the log of acts says is begun; tries of it again are the same act. */
  readonly #begun = new Set<string>()
  readonly #keeper: WorkKeeper
  #loops: Promise<unknown> = Promise.resolve()

  constructor(parts: NodeParts, report: (report: WorkReport) => void = () => undefined) {
    this.#parts = parts
    this.rounds = new NodeRounds(parts)
    this.#keeper = new WorkKeeper(parts)
    this.#report = report
  }

  start(): void {
    this.#loops = Promise.all([
      this.#repeat('fetching messages', (works) => this.#fetchMessages(works)),
      this.#repeat('sending messages', () => this.#sendMessages()),
      this.#repeat('working', () => this.#work()),
      this.#repeat('exchanging statements', () => this.#exchange()),
      this.#repeat('exchanging logs', () => this.#exchangeLogs()),
      this.#repeat('keeping the storage key', () => this.#followRing()),
      this.#repeat('watching rounds', () => this.#watch()),
    ])
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake.wakeEverybody()
    await this.#loops
  }

  /** Runs a loop's body again and again; after a failure a little later each time, until it `works`. */
  async #repeat(what: string, body: (works: () => void) => Promise<void>): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    const works = () => {
      retryMs = FIRST_RETRY_MS
    }
    while (!this.#stop.signal.aborted) {
      try {
        await body(works)
        works()
        await this.#parts.lastHeard?.keep(this.#parts.database.stores)
      } catch (error) {
        if (this.#stop.signal.aborted) return
        this.#parts.log.error(`${what} failed and is tried again`, error)
        await this.#wake.wait(this.#wake.ticket('retry'), retryMs, this.#stop.signal)
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)
      }
    }
  }

  /** Follows the stream; where a stream does not get through, long polling does. */
  async #fetchMessages(works: () => void): Promise<void> {
    const stream = await this.#parts.client.stream(this.#stop.signal).catch(() => null)
    if (stream === null) {
      for (let poll = 0; poll < POLLS_BEFORE_STREAM; poll++) await this.#drain(INBOX_POLL_SECONDS)
      return
    }
    for await (const head of readEvents(stream)) {
      this.#parts.lastHeard?.heard(null)
      const cursor = await this.rounds.cursor()
      if (Number(head) < cursor) await this.rounds.restart()
      if (Number(head) !== cursor) await this.#drain(0)
      this.#wake.wake('statements')
      works()
      if (this.#stop.signal.aborted) return
    }
    // A way that closes streams at once must not be asked for another without a breath.
    await this.#wake.wait(this.#wake.ticket('stream'), FIRST_RETRY_MS, this.#stop.signal)
  }

  async #drain(waitSeconds: number): Promise<void> {
    let wait = waitSeconds
    while (!this.#stop.signal.aborted) {
      const after = await this.rounds.cursor()
      const messages = await this.#parts.client.inbox(after, wait, this.#stop.signal)
      for (const message of messages) await this.rounds.take(message)
      this.#wake.wake('work')
      this.#wake.wake('outbox')
      this.#wake.wake('watch')
      if (messages.length === 0) return
      wait = 0
    }
  }

  /** In order; a message is sent again until it is taken, with the same bytes. */
  async #sendMessages(): Promise<void> {
    const { database, client, clock, log } = this.#parts
    const { outbox } = database.stores
    const ticket = this.#wake.ticket('outbox')
    for (const message of await outbox.unsent(20)) {
      try {
        await client.postMessage(message.body)
      } catch (error) {
        if (isPassing(error) || !isProblem(error) || error.status === 401) throw error
        // The coordinator will never take this one; the deadline or an abort ends the round.
        log.error('the coordinator refused a message', error)
      }
      await outbox.markSent(message.position, clock.nowMs())
    }
    await this.#wake.wait(ticket, LOOK_AGAIN_MS, this.#stop.signal)
  }

  /** Statements about the agreement; what is refused is told once, not each time it comes. */
  async #exchange(): Promise<void> {
    const ticket = this.#wake.ticket('statements')
    for (const problem of await exchangeStatements(this.#parts, this.rounds)) {
      if (this.#told.has(problem.message)) continue
      this.#told.add(problem.message)
      this.#parts.log.error('a statement about the agreement is refused', problem)
    }
    this.#wake.wake('work')
    await this.#wake.wait(ticket, EXCHANGE_MS, this.#stop.signal)
  }

  async #exchangeLogs(): Promise<void> {
    const ticket = this.#wake.ticket('statements')
    await exchangeLogs(this.#parts, this.rounds.consents)
    await this.#wake.wait(ticket, EXCHANGE_MS, this.#stop.signal)
  }

  /** Where the storage key was replaced, this process seals everything anew, and goes on meanwhile. */
  async #followRing(): Promise<void> {
    const ticket = this.#wake.ticket('ring')
    const { ring, log } = this.#parts
    if (ring !== undefined && (await ring.refresh())) {
      await resealStore(this.#parts)
      await ring.done()
      log.info('all is sealed with the new storage key')
    }
    await this.#wake.wait(ticket, EXCHANGE_MS, this.#stop.signal)
  }

  async #work(): Promise<void> {
    const { database } = this.#parts
    const ticket = this.#wake.ticket('work')
    await this.#scrub()
    let failure: unknown = null
    for (const row of await database.stores.rounds.open()) {
      const state = row.state as NodeState // written by NodeRounds only
      try {
        if (await this.#workOn(row.id, state)) return
      } catch (error) {
        // One round that cannot go on now must not hold up the others.
        failure = error
      }
    }
    if (failure !== null) throw failure
    await this.#wake.wait(ticket, LOOK_AGAIN_MS, this.#stop.signal)
  }

  async #workOn(round: string, state: NodeState): Promise<boolean> {
    const late = this.#parts.clock.nowMs() >= state.core.deadlineMs
    if (!late && dueWork(state) === null) return false
    try {
      if (late) throw deadlinePassed(round)
      await this.#noteWork(state)
      const event = await doWork(state, this.#parts, (step, done, total) => {
        const work = asShared({ step, done, total })
        this.#report({ round, ...work })
        this.#keeper.note(round, work)
      }).finally(() => this.#keeper.kept())
      await this.rounds.happen(round, event)
    } catch (error) {
      if (!isProblem(error) || isPassing(error)) throw error
      this.#parts.log.error('the round ends here', error)
      await this.rounds.happen(round, failureOf(error))
    }
    this.#wake.wake('outbox')
    return true
  }

  async #noteWork(state: NodeState): Promise<void> {
    const work = dueWork(state)
    if (work === null) return
    const act = workAct(state, work, this.#parts.self)
    const name = `${act.action} ${act.object}`
    if (this.#begun.has(name)) return
    await this.#parts.acts.append(act)
    this.#begun.add(name)
  }

  async #watch(): Promise<void> {
    const ticket = this.#wake.ticket('watch')
    await watchRounds(this.#parts, this.#stop.signal)
    // A round has many messages, and the coordinator more to do than to say where it stands.
    await this.#wake.wait(this.#wake.ticket('watched'), WATCH_LEAST_MS, this.#stop.signal)
    await this.#wake.wait(ticket, WATCH_MS, this.#stop.signal)
  }

  /** 12.3: an ended round, or one whose mixes are all signed where this node only owns lists. */
  async #scrub(): Promise<void> {
    const { database, roundKeys, log } = this.#parts
    const { rounds, settings } = database.stores
    const ready = await endedUnscrubbed(database)
    for (const { id, state } of await rounds.open()) {
      if (isDoneHere(state as NodeState) && !(await settings.get(`scrubbed/${id}`))) ready.push(id)
    }
    for (const round of ready) {
      try {
        await scrubRound(database, roundKeys, round)
        log.info('round scrubbed', { round })
      } catch (error) {
        log.error('a round could not be scrubbed yet', error)
      }
    }
  }
}

function isDoneHere(state: NodeState): boolean {
  return isLive(state) && state.owner.at === 'mixed' && state.evaluator.at === 'none'
}
