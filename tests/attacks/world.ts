import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { concatBytes, toHex, utf8 } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Log } from '../../src/base/log.ts'
import { isProblem } from '../../src/base/problem.ts'
import { coordinatorApp } from '../../src/coordinator/app.ts'
import { CoordinatorService } from '../../src/coordinator/service.ts'
import type { CoordinatorState } from '../../src/coordinator/state.ts'
import { exactTable } from '../../src/counter/exact-tables.ts'
import { keyedDigest } from '../../src/crypto/digest.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { acceptAll } from '../../src/local/accept-all.ts'
import { makeParty, type Party } from '../../src/local/party.ts'
import { sealEnvelope } from '../../src/messages/envelope.ts'
import { keepCheckRoot } from '../../src/node/check-seed.ts'
import { doWork, dueWork } from '../../src/node/do-work.ts'
import { importedMark } from '../../src/node/imported.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import { sealRecord } from '../../src/node/record-pages.ts'
import { failureOf, NodeRounds } from '../../src/node/rounds.ts'
import { isLive } from '../../src/node/state.ts'
import { keyElement } from '../../src/psi/key-element.ts'
import {
  type AgreedList,
  type Agreement,
  countersOf,
  makeAgreement,
  type Terms,
  termsSchema,
} from '../../src/round/agreement.ts'
import { findStage, makerOf } from '../../src/round/stages.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { CoordinatorClient, isPassing } from '../../src/transport/coordinator-client.ts'
import type { ChunkRelay } from '../../src/work/relay.ts'
import type { RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { runTask } from '../../src/work/tasks.ts'
import { sampleSlots, sampleTerms } from '../round/sample.ts'
import { type Mischief, type Said, wayTo } from './mischief.ts'

export const ROUND = 'spring'
/** While the coordinator works by itself: ends a hang, judges no speed. */
const LOOK_MS = 5
const MOST_LOOKS = 8_000
const engine = await loadSodiumEngine()

type Persons = Readonly<Record<string, readonly number[]>>

/** Who stands on which list: 4 on all, 3 and 5 on two. */
export const onLists: Persons = {
  'police-2020': [1, 2, 3, 4],
  'shelter-2020': [3, 4, 5],
  'border-2020': [4, 5, 6],
}
export const trueCells = [
  { lists: ['border-2020'], persons: 1 },
  { lists: ['police-2020'], persons: 2 },
  { lists: ['border-2020', 'shelter-2020'], persons: 1 },
  { lists: ['police-2020', 'shelter-2020'], persons: 1 },
  { lists: ['border-2020', 'police-2020', 'shelter-2020'], persons: 1 },
]

const name = (id: string) => ({ nl: id, en: id })
/** A code table, for rounds that have one. */
export const formTable = {
  id: 'form',
  name: name('form'),
  codes: [
    { id: 'work', name: name('work') },
    { id: 'farm', name: name('farm') },
  ],
}
/** The court counts no more, so that nobody looks over the counter's shoulder. */
export const oneCounter = { evaluators: ['border', 'shelter', 'rapporteur'] }

/** What became of a node: its phase, and why where it ended by itself. */
interface Fate {
  readonly phase: string
  readonly code: string | undefined
  readonly by: string | undefined
}

/**
 * A whole round in one process: real stores, signed messages, sealed chunks, the coordinator's own
 * routes. It goes step by step, so that it ends or stands still, without waiting for a clock.
 */
export class World {
  readonly folder: string
  readonly agreement: Agreement
  readonly engine: GroupEngine = engine
  readonly parties: ReadonlyMap<string, Party>
  readonly service: CoordinatorService
  readonly nodes = new Map<string, { parts: NodeParts; rounds: NodeRounds }>()
  /** What parties wrote to their logs as errors. */
  readonly faults: readonly string[]
  /** Codes of what was refused, as `who: code`. */
  readonly refused: string[] = []
  /** Everything that went over the way, as it arrived. */
  readonly said: Said[] = []
  /** Everything that the coordinator told, before any mischief. */
  readonly told: Said[] = []
  readonly why = new Map<string, string>()
  /** The stage that each node is making now. */
  readonly making = new Map<string, string>()
  /** Stores to close with the world. */
  readonly closing: Database[] = []
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>

  constructor(
    folder: string,
    parties: ReadonlyMap<string, Party>,
    mischief: Mischief,
    {
      size,
      terms,
      faults,
    }: { readonly size: number; readonly terms: Partial<Terms>; readonly faults: string[] },
  ) {
    this.folder = folder
    this.faults = faults
    this.parties = parties
    const keys = Object.fromEntries([...parties].map(([id, one]) => [id, one.identity.publicKey]))
    // A handful of made-up persons seldom passes the attacks on a release; it is no matter here.
    const disclosure = { threshold: 3, roundingBase: 1, gate: 'off' }
    this.agreement = makeAgreement(
      termsSchema.parse({ ...sampleTerms(size), disclosure, ...terms }),
      keys,
    )
    const coordinator = this.party(COORDINATOR)
    const pool = poolOf(COORDINATOR, mischief, this)
    this.service = new CoordinatorService({
      ...coordinator,
      pool,
      agreement: mischief.agreement?.(COORDINATOR, this.agreement) ?? this.agreement,
      slots: sampleSlots,
    })
    const app = coordinatorApp({
      service: this.service,
      database: coordinator.database,
      clock: coordinator.clock,
      logFault: (error) => this.refused.push(`fault: ${String(error)}`),
    })
    this.fetch = async (url, init) => app.fetch(new Request(url, init))
    for (const [self, party] of parties) {
      if (self !== COORDINATOR) this.nodes.set(self, this.#node(self, party, mischief))
    }
  }

  #node(self: string, party: Party, mischief: Mischief) {
    const fetch = wayTo(this, self, mischief)
    const client = new CoordinatorClient({ ...party, base: 'http://coordinator', fetch })
    const agreement = mischief.agreement?.(self, this.agreement) ?? this.agreement
    const pool = poolOf(self, mischief, this)
    const parts: NodeParts = { ...party, pool, self, agreement, slots: sampleSlots, client }
    return { parts, rounds: new NodeRounds(parts) }
  }

  party(id: string): Party {
    const party = this.parties.get(id)
    if (party === undefined) throw new TypeError(`no party ${id}`)
    return party
  }

  node(id: string): { parts: NodeParts; rounds: NodeRounds } {
    const node = this.nodes.get(id)
    if (node === undefined) throw new TypeError(`no node ${id}`)
    return node
  }

  /** Goes on until the round has ended, nobody has anything to do, or `until` says so. */
  async play(
    until: (phase: string, stage: string, step: string) => boolean = () => false,
  ): Promise<void> {
    for (let idle = 0; idle < MOST_LOOKS; ) {
      const { progress } = await this.coordinator()
      const { stage, step } = 'stage' in progress ? progress : { stage: '', step: '' }
      if (until(progress.phase, stage, step)) return
      let moved = false
      for (const id of this.nodes.keys()) moved = (await this.step(id)) || moved
      if (!moved && !this.#isOwnStage(progress)) return
      if (moved) idle = 0
      else await new Promise((resolve) => setTimeout(resolve, ++idle && LOOK_MS))
    }
  }

  /** Until the counter has seen the bag, and nobody has destroyed anything yet. */
  async playToBag(): Promise<void> {
    await this.play(
      (phase, stage, step) =>
        phase === 'releasing' || (stage === 'open/persons/3' && step === 'checking'),
    )
  }

  /** The coordinator works by itself, beside the steps. */
  #isOwnStage(progress: CoordinatorState['progress']): boolean {
    if (!('stage' in progress) || progress.step !== 'making') return false
    const { core } = progress.manifest
    const stage = findStage(core, progress.stage)
    return stage !== null && makerOf(core, stage) === COORDINATOR
  }

  /** Fetches, works and sends once; false when there was nothing to do. */
  async step(id: string): Promise<boolean> {
    const { parts, rounds } = this.node(id)
    const heard = await this.#hear(id, rounds)
    const worked = await this.#work(id)
    let sent = 0
    for (const message of await parts.database.stores.outbox.unsent(20)) {
      await this.#noting(id, () => parts.client.postMessage(message.body))
      await parts.database.stores.outbox.markSent(message.position, parts.clock.nowMs())
      sent++
    }
    return heard || worked || sent > 0
  }

  async #hear(id: string, rounds: NodeRounds): Promise<boolean> {
    const before = await rounds.cursor()
    const messages = await this.node(id).parts.client.inbox(before, 0)
    for (const message of messages) {
      if (!(await this.#noting(id, () => rounds.take(message)))) break
    }
    return (await rounds.cursor()) > before
  }

  async #work(id: string): Promise<boolean> {
    const { parts, rounds } = this.node(id)
    const state = await rounds.stateOf(ROUND)
    if (state === null || dueWork(state) === null) return false
    if (isLive(state) && state.evaluator.at === 'working') {
      this.making.set(id, state.evaluator.stage)
    }
    try {
      await rounds.happen(ROUND, await doWork(state, parts, () => undefined))
    } catch (error) {
      if (!isProblem(error)) throw error
      this.refused.push(`${id}: ${error.code}`)
      this.why.set(id, `${error.code}: ${error.what} (${error.where ?? ''})`)
      if (isPassing(error)) return false
      await rounds.happen(ROUND, failureOf(error))
    } finally {
      this.making.delete(id)
    }
    return true
  }

  /** Whether it went well; a refusal is noted, anything else is a fault of the program. */
  async #noting(id: string, run: () => Promise<void>): Promise<boolean> {
    try {
      await run()
      return true
    } catch (error) {
      if (!isProblem(error)) throw error
      this.refused.push(`${id}: ${error.code}`)
      return false
    }
  }

  /** Why whose work failed, as each tells its own operator. */
  reasons(): string {
    return [...this.why].map(([id, why]) => `${id}: ${why}`).join('\n')
  }

  coordinator(): Promise<CoordinatorState> {
    return this.service.rounds.stateOf(ROUND)
  }

  /** How the round ended for everybody, in one line: `aborted CODE by WHO`, or the phase. */
  async ending(): Promise<string> {
    const { progress } = await this.coordinator()
    if (progress.phase !== 'aborted') return progress.phase
    return `aborted ${progress.code} by ${progress.by}`
  }

  async fate(id: string): Promise<Fate> {
    const state = await this.node(id).rounds.stateOf(ROUND)
    if (state?.phase !== 'aborted') {
      return { phase: state?.phase ?? 'none', code: undefined, by: undefined }
    }
    return { phase: state.phase, code: state.code, by: state.by }
  }

  async cells() {
    const { database, storageKey } = this.party('rapporteur')
    return (await exactTable(database, storageKey, ROUND))?.cells ?? null
  }

  /** An envelope as its sender signs it. */
  sign(said: Said): Promise<string> {
    return sealEnvelope(this.party(said.from).identity, said)
  }

  /** The bytes of a party's round key, for what only it could do. */
  async vault(id: string): Promise<RoundVault> {
    const vault = await this.party(id).roundKeys.find(ROUND)
    if (vault === null) throw new Error(`${id} has no round key`)
    return vault
  }

  /** What a party works with in the round, for what only it could do; its mischief left out. */
  async workOf(id: string): Promise<RoundWork> {
    const { progress } = await this.coordinator()
    if (!('manifest' in progress)) throw new Error('the round has no manifest')
    return {
      self: id,
      manifest: progress.manifest,
      slots: sampleSlots,
      counters: countersOf(this.agreement.terms),
      vault: await this.vault(id),
      database: this.nodes.get(id)?.parts.database ?? this.party(id).database,
      engine,
      pool: poolOf(id, {}, null),
      relay: silentRelay,
      refuseEnded: async () => undefined,
      report: () => undefined,
    }
  }

  /** A node whose store is what it was when `copy` was made of it. */
  async restore(id: string, copy: string): Promise<void> {
    const { parts } = this.node(id)
    await parts.database.close()
    const database = await openDatabase({ url: `sqlite:${copy}`, clock: parts.clock })
    const restored = { ...parts, database }
    this.nodes.set(id, { parts: restored, rounds: new NodeRounds(restored) })
    this.closing.push(database)
  }

  /** The first message of this type that `from` sent. */
  saidBy(from: string, type: string): Said {
    const found = this.said.find((one) => one.from === from && one.type === type)
    if (found === undefined) throw new Error(`${from} did not say ${type}`)
    return found
  }

  async close(): Promise<void> {
    await this.service.stop()
    for (const database of this.closing) await database.close()
    for (const party of this.parties.values()) await party.database.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** For work whose output goes another way. */
const silentRelay: ChunkRelay = {
  put: async () => undefined,
  get: async () => {
    throw new Error('nothing is fetched')
  },
  present: async () => new Set(),
}

function poolOf(self: string, mischief: Mischief, world: World | null) {
  return {
    width: 2,
    run: async (task: Parameters<typeof runTask>[1]) => {
      const output = runTask(engine, task)
      if (world === null || mischief.task === undefined) return output
      const stage = world.making.get(self) ?? null
      return mischief.task({ self, stage, task, output }, world)
    },
    close: async () => undefined,
  }
}

/** Where stores are kept: in memory if the machine has such a place, as every step waits for its disk. */
const QUICK = '/dev/shm'

/** A world with its round opened. `size`: rows of every list. */
export async function openWorld(
  mischief: Mischief = {},
  setup: {
    readonly size?: number
    readonly persons?: Persons
    readonly terms?: Partial<Terms>
    /** Who has another name on this list than on all others. */
    readonly renamed?: Persons
    /** Opens no round, and lets nobody accept. */
    readonly bare?: boolean
  } = {},
): Promise<World> {
  const { size = 4, persons = onLists, terms = {} } = setup
  const folder = await mkdtemp(join(existsSync(QUICK) ? QUICK : tmpdir(), 'attack-'))
  const ids = [COORDINATOR, ...sampleTerms(size).organisations.map((one) => one.id)]
  const parties = new Map<string, Party>()
  const faults: string[] = []
  const log: Log = { info: () => undefined, error: (_, what) => faults.push(String(what)) }
  const shared = { folder, engine, pool: poolOf('', {}, null), log }
  for (const id of ids) parties.set(id, await makeParty(id, shared))
  const world = new World(folder, parties, mischief, { size, terms, faults })
  for (const list of world.agreement.terms.lists) {
    const keysOf = (number: number) => {
      const other = setup.renamed?.[list.id]?.includes(number) === true
      return sampleSlots.map(({ id }) =>
        keyOfPerson(other && id === 'name' ? OTHER_NAME + number : number, id),
      )
    }
    await putRecords(world, list, { numbers: persons[list.id] ?? [], keysOf })
  }
  if (setup.bare === true) return world
  await acceptAll(world.agreement, parties)
  await world.service.openRound({ id: ROUND })
  world.service.start()
  return world
}

/** What every owner knows. */
export const matchingSecret: Uint8Array = new Uint8Array(32).fill(5)

/** H(key) of a person in a slot, for who guesses the person and has that secret. */
export function keyOfPerson(number: number, slot: string, secret = matchingSecret): Uint8Array {
  return keyElement(engine, secret, {
    recipe: 'short/1',
    keyId: slot,
    canonical: utf8(`${slot} ${number}`),
  })
}

/** Added to a number: the name that nobody of the numbers in use has. */
const OTHER_NAME = 1000

async function putRecords(
  world: World,
  { id: list, organisation }: AgreedList,
  put: {
    readonly numbers: readonly number[]
    readonly keysOf: (number: number) => readonly Uint8Array[]
  },
): Promise<void> {
  const { database, storageKey } = world.party(organisation)
  const { tables } = world.agreement.terms
  const records = put.numbers.map((number) => {
    const keys = concatBytes(...put.keysOf(number))
    const digest = recordDigest(storageKey, number)
    // Person 1 has the first code of every table, person 2 the second, and so on.
    const codes = Uint8Array.from(tables, (table) => (number - 1) % table.codes.length)
    return { digest, keys: sealRecord(storageKey, { list, digest }, { keys, codes }) }
  })
  if (records.length > 0) await database.stores.records.upsert(list, records)
  await database.stores.settings.set(importedMark(list), 'yes')
  await keepCheckRoot(database.stores.settings, storageKey, matchingSecret)
}

function recordDigest(storageKey: Uint8Array, number: number): Uint8Array {
  return keyedDigest(storageKey, 'test record', utf8(`${number}`))
}

/** The persons of a list in the order in which their owner's rows are made. */
export function inRowOrder(world: World, owner: string, numbers: readonly number[]): number[] {
  const { storageKey } = world.party(owner)
  const place = (number: number) => toHex(recordDigest(storageKey, number))
  return numbers.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
}
