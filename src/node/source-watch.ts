import { setTimeout as sleep } from 'node:timers/promises'
import { isProblem, Problem } from '../base/problem.ts'
import type { By } from '../log/act.ts'
import type { FieldMap } from '../source/field-map.ts'
import type { Stores } from '../storage/database.ts'
import { type ImportParts, importSource } from './import-records.ts'
import type { NodeParts } from './parts.ts'
import type { RecordSource } from './record-source.ts'
import { applyRetention } from './retention.ts'
import { isLive, type NodeState } from './state.ts'

/** Something that can be imported now. */
export interface Offer {
  readonly source: RecordSource
  readonly map: FieldMap
  /** Kept once it is taken or refused, and given to the next look: what is not new by it is not offered. */
  readonly mark: string
  /** Once it is taken in. */
  readonly taken: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface WatchedSource {
  readonly everyMs: number
  readonly update: boolean
  /** The next offer after a mark; null where there is none yet. */
  readonly next: (after: string | null) => Promise<Offer | null>
}

export interface WatchParts {
  readonly node: NodeParts
  /** Absent: there is no source to read by itself, or this organisation owns no list. */
  readonly watched?: { readonly source: WatchedSource; readonly parts: ImportParts }
  readonly retentionDays: number | undefined
}

/** Setting: the mark of the last offer that was taken in or refused. */
const LAST = 'source/last'
const DAY_MS = 86_400_000
/** What is due is found by looking; looking costs nothing. */
const LOOK_MS = 60_000
/** A timer that is longer would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
const by: By = { actor: 'node', origin: 'node' }

/** Beside a node that serves: imports what its source offers, and erases each day what is kept too long. */
export class SourceWatch {
  readonly #parts: WatchParts
  readonly #stop = new AbortController()
  #loops: Promise<unknown> = Promise.resolve()

  constructor(parts: WatchParts) {
    this.#parts = parts
  }

  start(): void {
    const { watched } = this.#parts
    const loops = [this.#repeat('retention', DAY_MS, () => this.retain())]
    if (watched !== undefined) {
      loops.push(this.#repeat('reading the source', watched.source.everyMs, () => this.look()))
    }
    this.#loops = Promise.all(loops)
  }

  /** An import under way is stopped where it can go on later. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#loops
  }

  /** Imports what the source offers now, if it does. Throws why an offer was not taken in. */
  async look(): Promise<void> {
    const { node, watched } = this.#parts
    if (watched === undefined) return
    const { source, parts } = watched
    for (;;) {
      const last = await node.database.stores.settings.get(LAST)
      const offer = await source.next(last)
      if (offer === null) return
      try {
        await this.#take(offer, parts, source.update)
      } finally {
        await offer.close()
      }
      if (!source.update) return
    }
  }

  async #take(offer: Offer, parts: ImportParts, update: boolean): Promise<void> {
    const { node } = this.#parts
    await refuseWhileRead(node.database.stores)
    try {
      const today = new Date(node.clock.nowMs()).toISOString().slice(0, 10)
      const result = await importSource(offer.source, offer.map, {
        ...parts,
        ...{ today, update, refuseShrunk: !update, signal: this.#stop.signal },
        onKept: (stores) => this.#keep(stores, offer, parts.lists),
      })
      const { records, refused, former } = result
      node.log.info('imported', { source: 'settings', records, refused, former })
      await offer.taken()
    } catch (error) {
      if (!isProblem(error) || isPassing(error)) throw error
      await this.#refuse(offer, parts.lists)
      throw error
    }
  }

  async #keep(stores: Stores, { mark }: Offer, lists: readonly string[]): Promise<void> {
    await refuseWhileRead(stores)
    await stores.settings.set(LAST, mark)
    for (const object of lists) {
      const act = { action: 'records.import', object, result: 'done', ...by } as const
      await this.#parts.node.acts.append(act, stores)
    }
  }

  /** The same is not tried again: the next export is. */
  async #refuse({ mark }: Offer, lists: readonly string[]): Promise<void> {
    const { node } = this.#parts
    await node.database.transaction('refuse-source', async (stores) => {
      await stores.settings.set(LAST, mark)
      for (const object of lists) {
        const act = { action: 'records.import', object, result: 'refused', ...by } as const
        await node.acts.append(act, stores)
      }
    })
  }

  /** Erases what is kept too long. */
  async retain(): Promise<void> {
    const { node, retentionDays } = this.#parts
    await refuseWhileRead(node.database.stores)
    const { lists, emptied } = await applyRetention({ ...node, by }, retentionDays)
    for (const [list, records] of Object.entries(lists)) {
      node.log.info('records erased after their retention', { list, records })
    }
    for (const list of emptied) node.log.info('a list is to be imported before a round', { list })
  }

  async #repeat(what: string, everyMs: number, body: () => Promise<void>): Promise<void> {
    const { log } = this.#parts.node
    while (!this.#stop.signal.aborted) {
      let waitMs = Math.min(everyMs, LOOK_MS)
      try {
        await body()
      } catch (error) {
        if (this.#stop.signal.aborted) return
        log.error(`${what} failed`, error)
        // Else an account with a wrong password would soon be locked.
        if (!isPassing(error)) waitMs = Math.min(everyMs, LONGEST_TIMER_MS)
      }
      await sleep(waitMs, undefined, { signal: this.#stop.signal }).catch(() => {})
    }
  }
}

/** What another attempt on the same source may mend. */
const passing: ReadonlySet<string> = new Set([
  ...['import.stopped', 'import.another', 'import.round-reads', 'source.changed'],
  ...['source.database-unreachable', 'source.database-failed', 'storage.locked', 'storage.full'],
  ...['storage.unreachable', 'storage.contended', 'log.unwritable'],
])

function isPassing(error: unknown): boolean {
  return isProblem(error) && passing.has(error.code)
}

/** A round that has begun to read the lists would end if they changed. Throws `import.round-reads`. */
async function refuseWhileRead(stores: Stores): Promise<void> {
  const open = await stores.rounds.open()
  const reading = open.find(({ state }) => {
    const now = state as NodeState // written by NodeRounds only
    return isLive(now) && now.owner.at === 'preparing'
  })
  if (reading === undefined) return
  throw new Problem({
    code: 'import.round-reads',
    what: 'A round is reading the lists; they are left as they are until it has them',
    where: `round ${reading.id}`,
    remedy: 'Nothing: it is tried again soon.',
    status: 409,
  })
}
