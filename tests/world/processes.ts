/** A coordinator and nodes as real processes, each with a home folder of its own in one temp folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { ListInfo } from '../../src/base/lists.ts'
import { coordinatorClient, openDatabaseAt, openRing } from '../../src/bin/wire.ts'
import { exactTable } from '../../src/counter/exact-tables.ts'
import type { Identity } from '../../src/crypto/identity.ts'
import { acceptAll } from '../../src/local/accept-all.ts'
import { makeOverlapTable, type OverlapTable } from '../../src/overlap/overlap-table.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import {
  type Home,
  homeAt,
  readAgreement,
  readIdentity,
  readSecretKey,
} from '../../src/settings/home.ts'
import { initHome, newSecretText, writeSecret } from '../../src/settings/init-home.ts'
import type { Database } from '../../src/storage/database.ts'
import type { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { type Gate, openGate } from './gate.ts'
import { partiesOf, type TermsSetup, worldTerms } from './terms.ts'

const program = join(import.meta.dirname, '../../src/bin/samentel.mjs')
/** Where the digest of a matching secret does not matter. */
const NO_SECRET = 'A'.repeat(43)
const LOOK_MS = 25
/** Ends a hang; no test asks how long anything takes. */
const PATIENCE_MS = 200_000

export interface ProcessSetup extends TermsSetup {
  /** Database address of a party; a SQLite file in its home unless told. */
  readonly databases?: Readonly<Record<string, string>>
  /** Leaves it to the test who accepts the agreement. */
  readonly nobodyAccepts?: boolean
}

export interface Status {
  readonly phase: string
  readonly turn?: number
  readonly waitsFor?: readonly string[]
  readonly code?: string
  readonly by?: string
  readonly what?: string
}

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
}

export class ProcessWorld {
  readonly folder: string
  readonly registers: string
  readonly parties: readonly string[]
  readonly gate: Gate
  /** Where the coordinator listens; nodes go through the gate. */
  readonly port: number
  readonly #databases: Readonly<Record<string, string>>
  readonly #lists: readonly ListInfo[]
  readonly #running = new Map<string, Running>()
  /** Standard output and error of every process there was, by party. */
  readonly #said = new Map<string, Buffer[]>()
  #client: CoordinatorClient | null = null

  constructor(parts: { folder: string; setup: ProcessSetup; gate: Gate; port: number }) {
    this.port = parts.port
    this.folder = parts.folder
    this.registers = join(parts.folder, 'registers')
    this.parties = [COORDINATOR, ...partiesOf(parts.setup)]
    this.gate = parts.gate
    this.#databases = parts.setup.databases ?? {}
    this.#lists = worldTerms(parts.setup, NO_SECRET).lists.map(({ size: _, ...list }) => list)
  }

  home(party: string): Home {
    const role = party === COORDINATOR ? 'coordinator' : 'node'
    return homeAt(join(this.folder, 'homes', party), role)
  }

  /** Runs the command line to its end. */
  async run(party: string, args: readonly string[]): Promise<{ code: number; text: string }> {
    const { child, ended } = this.#spawn(party, args)
    const from = this.#saidBy(party).length
    await ended
    const text = Buffer.concat(this.#saidBy(party).slice(from)).toString()
    return { code: child.exitCode ?? 1, text }
  }

  /** Imports `<list>.csv` of the registers folder at the list's owner. */
  async importList(party: string, list: string): Promise<string> {
    const file = join(this.registers, `${list}.csv`)
    const home = this.home(party).folder
    const { code, text } = await this.run(party, ['node', 'import', '--home', home, '--file', file])
    if (code !== 0) throw new Error(`import at ${party}: ${text}`)
    return text
  }

  start(...parties: readonly string[]): void {
    for (const party of parties) {
      if (this.#running.has(party)) throw new Error(`${party} runs already`)
      const role = party === COORDINATOR ? 'coordinator' : 'node'
      const args = [role, 'serve', '--home', this.home(party).folder]
      this.#running.set(party, this.#spawn(party, args))
    }
  }

  /** As when the power goes: nothing is finished, nothing is said. */
  async kill(...parties: readonly string[]): Promise<void> {
    await Promise.all(parties.map((party) => this.#end(party, 'SIGKILL')))
  }

  async killAll(): Promise<void> {
    await this.kill(...this.#running.keys())
  }

  async stop(...parties: readonly string[]): Promise<void> {
    await Promise.all(parties.map((party) => this.#end(party, 'SIGTERM')))
  }

  /** As a machine that sleeps: nothing runs, and the system keeps its connections. */
  sleep(party: string): void {
    this.#running.get(party)?.child.kill('SIGSTOP')
  }

  wakeUp(party: string): void {
    this.#running.get(party)?.child.kill('SIGCONT')
  }

  async #end(party: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = this.#running.get(party)
    if (running === undefined) throw new Error(`${party} does not run`)
    running.child.kill(signal)
    await running.ended
    this.#running.delete(party)
  }

  async open(id: string): Promise<void> {
    await this.#patiently(async () => (await this.#ask()).getJson('/v1/rounds'))
    await (await this.#ask()).openRound({ id })
  }

  /** What `round status` says; asks again while the coordinator is away. */
  async status(round: string): Promise<Status> {
    const path = `/v1/rounds/${round}`
    return (await this.#patiently(async () => (await this.#ask()).getJson(path))) as Status
  }

  async release(round: string): Promise<unknown> {
    return (await this.#ask()).getJson(`/v1/releases/${round}`)
  }

  /** Waits until the status is as wanted; a round that dies on the way is an error that says why. */
  async until(round: string, wanted: (status: Status) => boolean): Promise<Status> {
    const untilMs = Date.now() + PATIENCE_MS
    for (;;) {
      const status = await this.status(round)
      if (wanted(status)) return status
      const stuck = Date.now() > untilMs
      if (status.phase === 'aborted' || status.phase === 'released' || stuck) {
        throw new Error(`${JSON.stringify(status)}\n${this.complaints().slice(-20).join('\n')}`)
      }
      await pause(LOOK_MS)
    }
  }

  async untilReleased(round: string): Promise<void> {
    await this.until(round, ({ phase }) => phase === 'released')
  }

  /** Waits until a process has written a line that holds the text. */
  async untilSaid(party: string, text: string): Promise<void> {
    const untilMs = Date.now() + PATIENCE_MS
    while (!this.output(party).includes(text)) {
      if (Date.now() > untilMs) throw new Error(`${party} never said ${text}`)
      await pause(LOOK_MS)
    }
  }

  /** Waits until the nodes have taken the round's release into their stores. */
  async untilTaken(round: string, nodes: readonly string[]): Promise<void> {
    const untilMs = Date.now() + PATIENCE_MS
    while (!nodes.every((node) => this.gate.hasTaken(node, 'round.released', round))) {
      if (Date.now() > untilMs) throw new Error(`not every node took the release of ${round}`)
      await pause(LOOK_MS)
    }
  }

  /** Every node has the release, and whoever held keys of the round has destroyed them. */
  async untilSettled(round: string, parties: readonly string[]): Promise<void> {
    const nodes = parties.filter((party) => party !== COORDINATOR)
    await this.untilTaken(round, nodes)
    const line = `"round":"${round}","msg":"round scrubbed"`
    for (const party of parties) await this.untilSaid(party, line)
  }

  output(party: string): string {
    return Buffer.concat(this.#saidBy(party)).toString()
  }

  /** Log lines at the level of errors, the oldest first. */
  complaints(): string[] {
    return this.parties
      .flatMap((party) =>
        this.output(party)
          .split('\n')
          .filter((line) => line.includes('"level":50')),
      )
      .sort((a, b) => timeOf(a) - timeOf(b))
  }

  /** Opens a party's store, while it stands still. */
  async store<T>(party: string, look: (database: Database) => Promise<T>): Promise<T> {
    if (this.#running.has(party)) throw new Error(`${party} still runs`)
    const url = this.#databases[party] ?? sqliteOf(party)
    const database = await openDatabaseAt(this.home(party), url)
    try {
      return await look(database)
    } finally {
      await database.close()
    }
  }

  async table(counter: string, round: string): Promise<OverlapTable | null> {
    const exact = await this.store(counter, async (database) => {
      const { storageKey } = await openRing(this.home(counter), database)
      return exactTable(database, storageKey, round)
    })
    return exact === null ? null : makeOverlapTable({ lists: this.#lists, ...exact })
  }

  /** Every file below the folder but the registers: stores, their logs, keys, settings, temp files. */
  async files(): Promise<{ path: string; bytes: Buffer }[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
    const kept = paths.filter((path) => !path.startsWith(`${this.registers}/`))
    // A file may go while the processes run; what is gone is not left behind.
    const read = kept.map(async (path) => ({ path, bytes: await readFile(path).catch(() => null) }))
    const found = await Promise.all(read)
    return found.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }]))
  }

  async close(): Promise<void> {
    await this.killAll()
    await this.gate.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  #saidBy(party: string): Buffer[] {
    const said = this.#said.get(party) ?? []
    this.#said.set(party, said)
    return said
  }

  #spawn(party: string, args: readonly string[]): Running {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TMPDIR: join(this.folder, 'tmp'),
        // Saves compiling the program again for each of many processes.
        NODE_COMPILE_CACHE: join(tmpdir(), 'samentel-test-compiled'),
      },
    })
    const said = this.#saidBy(party)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data))
    return { child, ended: once(child, 'close') }
  }

  async #ask(): Promise<CoordinatorClient> {
    this.#client ??= await coordinatorClient(this.home(COORDINATOR).folder)
    return this.#client
  }

  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    const untilMs = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (Date.now() > untilMs) throw error
        await pause(LOOK_MS)
      }
    }
  }
}

/** Makes folders, keys and settings of everybody; nothing runs yet. */
export async function makeProcessWorld(setup: ProcessSetup): Promise<ProcessWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'samentel-world-'))
  const port = await freePort()
  const world = new ProcessWorld({ folder, setup, port, gate: await openGate(port) })
  await mkdir(join(folder, 'tmp'))
  await mkdir(world.registers)
  const secret = join(folder, 'matching.key')
  await writeSecret(secret, newSecretText())
  const terms = worldTerms(setup, matchingSecretDigest(await readSecretKey(secret)))
  for (const party of world.parties) {
    const home = world.home(party)
    const database = setup.databases?.[party] ?? sqliteOf(party)
    const common = {
      version: 1,
      database,
      workers: 1,
      logLevel: 'info',
      ...(terms.proofs === 'off' || terms.disclosure.gate === 'off'
        ? { rehearsalOnMadeUpPersons: true }
        : {}),
    }
    const own =
      party === COORDINATOR
        ? { listen: { host: '127.0.0.1', port } }
        : {
            organisation: party,
            coordinator: `http://127.0.0.1:${world.gate.port}`,
            allowPlainHttpForDemo: true,
            roles: { victim: 'persons' },
          }
    await initHome(home, party, stringify({ ...common, ...own }))
    await writeFile(home.agreement, stringify(terms))
    if (setup.lists.some((list) => list.organisation === party))
      await cp(secret, home.matchingSecret)
  }
  await rm(secret)
  for (const to of world.parties) {
    for (const from of world.parties) {
      const name = `${from}.json`
      if (to !== from)
        await cp(join(world.home(from).peers, name), join(world.home(to).peers, name))
    }
  }
  if (setup.nobodyAccepts !== true) await acceptEverywhere(world, setup.databases ?? {})
  return world
}

/** What every organisation does with `node agreement accept`, without a process for each. */
async function acceptEverywhere(
  world: ProcessWorld,
  databases: Readonly<Record<string, string>>,
): Promise<void> {
  const parties = new Map<string, { identity: Identity; database: Database; clock: Clock }>()
  for (const party of world.parties) {
    const home = world.home(party)
    const database = await openDatabaseAt(home, databases[party] ?? sqliteOf(party))
    const identity = await readIdentity(home, party)
    parties.set(party, { identity, database, clock: systemClock })
  }
  await acceptAll(await readAgreement(world.home(COORDINATOR)), parties)
  for (const { database } of parties.values()) await database.close()
}

function timeOf(line: string): number {
  return Number(/"time":(\d+)/.exec(line)?.[1])
}

function sqliteOf(party: string): string {
  return `sqlite:data/${party}.sqlite`
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
