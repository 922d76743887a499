/** Coordinator and nodes in this process: a clock that stands still until told, and a way that can go wrong. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COORDINATOR } from '../../src/base/ids.ts'
import { isProblem } from '../../src/base/problem.ts'
import { secureRandom } from '../../src/base/random.ts'
import { coordinatorApp } from '../../src/coordinator/app.ts'
import { CoordinatorService } from '../../src/coordinator/service.ts'
import { exactTable } from '../../src/counter/exact-tables.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { acceptAll } from '../../src/local/accept-all.ts'
import { makeParty, type Party } from '../../src/local/party.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { importRecords } from '../../src/node/import-records.ts'
import { NodeService } from '../../src/node/service.ts'
import { writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { type Agreement, makeAgreement } from '../../src/round/agreement.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { plainFieldMap } from '../../src/source/field-map.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import type { PsiPool } from '../../src/work/pool.ts'
import { partiesOf, type TermsSetup, worldTerms } from './terms.ts'

const recipe = recipeNamed('short/1')

export interface LocalSetup extends TermsSetup {
  readonly cells: readonly { readonly lists: readonly string[]; readonly count: number }[]
  readonly pool: PsiPool
}

/** What a node's way to the coordinator does with a request. */
export type Way = (
  request: Request,
  go: (request: Request) => Promise<Response>,
) => Promise<Response>

export const ROUND = 'bad-day'
const LOOK_MS = 20
/** Ends a hang. */
const PATIENCE_MS = 60_000

export class LocalWorld {
  readonly parties = new Map<string, Party>()
  /** Codes that each party logged as errors, in order. */
  readonly errors = new Map<string, string[]>()
  readonly #folder: string
  readonly #setup: LocalSetup
  readonly #engine: GroupEngine
  readonly #nodes = new Map<string, NodeService>()
  #nowMs = Date.now()
  #service: CoordinatorService | null = null
  #agreement: Agreement | null = null

  constructor(folder: string, setup: LocalSetup, engine: GroupEngine) {
    this.#folder = folder
    this.#setup = setup
    this.#engine = engine
  }

  get agreement(): Agreement {
    if (this.#agreement === null) throw new Error('the world is not ready')
    return this.#agreement
  }

  advance(ms: number): void {
    this.#nowMs += ms
  }

  async prepare(): Promise<void> {
    const { pool } = this.#setup
    for (const id of [COORDINATOR, ...partiesOf(this.#setup)]) {
      const said: string[] = []
      this.errors.set(id, said)
      const error = (_: string, what: unknown) =>
        said.push(isProblem(what) ? what.code : String(what))
      const log = { info: () => undefined, error }
      const shared = { folder: this.#folder, engine: this.#engine, pool, log }
      const clock = { nowMs: () => this.#nowMs }
      this.parties.set(id, { ...(await makeParty(id, shared)), clock })
    }
    const secret = secureRandom(32)
    const keys = Object.fromEntries(
      [...this.parties].map(([id, one]) => [id, one.identity.publicKey]),
    )
    this.#agreement = makeAgreement(worldTerms(this.#setup, matchingSecretDigest(secret)), keys)
    await acceptAll(this.#agreement, this.parties)
    await this.#import(secret)
  }

  async #import(matchingSecret: Uint8Array): Promise<void> {
    const { lists, cells, pool } = this.#setup
    const table = { lists: lists.map((list) => list.id), cells }
    await writePersonsOfTable({ table, directory: this.#folder, seed: 3 })
    for (const { id, organisation } of lists) {
      await importRecords(join(this.#folder, `${id}.csv`), plainFieldMap, {
        ...this.party(organisation),
        pool,
        recipe,
        matchingSecret,
        matchingSecretDigest: matchingSecretDigest(matchingSecret),
        today: '2018-01-01',
        lists: [id],
        tables: this.agreement.terms.tables,
        placing: () => ({ list: id }),
      })
    }
  }

  party(id: string): Party {
    const party = this.parties.get(id)
    if (party === undefined) throw new Error(`no party ${id}`)
    return party
  }

  /** The database of that party, to do to it what only its operator can. */
  pathOf(id: string): string {
    return join(this.#folder, `${id}.sqlite`)
  }

  /** From here on the coordinator answers. */
  async startCoordinator(): Promise<void> {
    const party = this.party(COORDINATOR)
    this.#service = new CoordinatorService({
      ...party,
      agreement: this.agreement,
      slots: recipe.slots,
    })
    this.#service.start()
  }

  async open(id: string = ROUND): Promise<void> {
    await this.#coordinator().openRound({ id })
  }

  async stopNode(id: string): Promise<void> {
    await this.#nodes.get(id)?.stop()
  }

  #coordinator(): CoordinatorService {
    if (this.#service === null) throw new TypeError('fetch failed')
    return this.#service
  }

  startNode(
    id: string,
    odd: { readonly way?: Way; readonly agreement?: Agreement; readonly party?: Party } = {},
  ): void {
    const party = odd.party ?? this.party(id)
    const client = this.client(party, odd.way)
    const agreement = odd.agreement ?? this.agreement
    const node = new NodeService({ ...party, self: id, agreement, slots: recipe.slots, client })
    this.#nodes.set(id, node)
    node.start()
  }

  client(party: Party, way?: Way): CoordinatorClient {
    const go = async (request: Request) => this.#answer(request)
    const fetch = async (url: string, init?: RequestInit) => {
      const request = new Request(url, init)
      return way === undefined ? go(request) : way(request, go)
    }
    return new CoordinatorClient({ ...party, base: 'http://coordinator', fetch })
  }

  startNodes(...except: readonly string[]): void {
    for (const id of partiesOf(this.#setup)) if (!except.includes(id)) this.startNode(id)
  }

  async #answer(request: Request): Promise<Response> {
    const { database, clock, log } = this.party(COORDINATOR)
    const service = this.#coordinator()
    const logFault = (error: unknown) => log.error('a request met a fault', error)
    return coordinatorApp({ service, database, clock, logFault }).fetch(request)
  }

  async status() {
    const { phase, waitsFor, code, by, what } = (await this.#coordinator().status(
      ROUND,
      'owner-a',
    )) as {
      phase: string
      waitsFor?: string[]
      code?: string
      by?: string
      what?: string
    }
    return { phase, waitsFor, code, by, what }
  }

  async untilPhase(wanted: string, waitsFor?: string): Promise<void> {
    await this.until(`${wanted} of ${waitsFor ?? 'anybody'}`, async () => {
      const status = await this.status()
      if (status.phase !== wanted && status.phase === 'aborted') {
        throw new Error(JSON.stringify(status))
      }
      const alone = waitsFor === undefined || status.waitsFor?.join(' ') === waitsFor
      return status.phase === wanted && alone
    })
  }

  async untilLogged(id: string, code: string): Promise<void> {
    await this.until(`${code} at ${id}`, async () => this.errors.get(id)?.includes(code) === true)
  }

  /** The node itself knows that the round is over, and holds no key of it. */
  async untilOver(id: string, phase: 'released' | 'aborted'): Promise<void> {
    const { database, roundKeys } = this.party(id)
    await this.until(`${id} ${phase} and scrubbed`, async () => {
      const state = await database.stores.rounds.get(ROUND)
      const scrubbed = await database.stores.settings.get(`scrubbed/${ROUND}`)
      return state?.phase === phase && scrubbed !== null && (await roundKeys.find(ROUND)) === null
    })
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const untilMs = Date.now() + PATIENCE_MS
    while (!(await holds())) {
      if (Date.now() > untilMs) {
        const now = this.#service === null ? {} : await this.status()
        throw new Error(`never came: ${what}; ${JSON.stringify([now, ...this.errors])}`)
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }

  async cells(): Promise<string[]> {
    const { database, storageKey } = this.party('counter')
    const table = await exactTable(database, storageKey, ROUND)
    return (table?.cells ?? []).map(({ lists, persons }) => `${lists.join(' ')}: ${persons}`)
  }

  async close(): Promise<void> {
    await Promise.all([
      this.#service?.stop(),
      ...[...this.#nodes.values()].map((node) => node.stop()),
    ])
    for (const party of this.parties.values()) await party.database.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

export async function makeLocalWorld(setup: LocalSetup): Promise<LocalWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'samentel-local-'))
  const world = new LocalWorld(folder, setup, await loadSodiumEngine())
  await world.prepare()
  return world
}
