import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import type { Stores } from '../storage/stores.ts'
import type { Contact } from '../transport/contact.ts'

const keptSchema = z.strictObject({
  /** When the coordinator last answered. */
  heardMs: z.int().nullable(),
  /** By how much its clock is ahead of ours; to the second. */
  aheadMs: z.int().nullable(),
  /** When it last did not, and the code of why. */
  missedMs: z.int().nullable(),
  missed: z.string().nullable(),
})
export type Heard = z.infer<typeof keptSchema>

const NEVER: Heard = { heardMs: null, aheadMs: null, missedMs: null, missed: null }
const KEY = 'connection/heard'
const KEEP_EVERY_MS = 5_000

/** Notices when the coordinator was last heard, and keeps it for who asks in another process. */
export class LastHeard implements Contact {
  readonly #clock: Clock
  #now: Heard = NEVER
  #keptMs = Number.NEGATIVE_INFINITY
  #keptCode: string | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  heard(itsMs: number | null): void {
    const heardMs = this.#clock.nowMs()
    const ahead = itsMs === null ? {} : { aheadMs: Math.round((itsMs - heardMs) / 1000) * 1000 }
    this.#now = { ...this.#now, ...ahead, heardMs, missed: null, missedMs: null }
  }

  missed(code: string): void {
    this.#now = { ...this.#now, missed: code, missedMs: this.#clock.nowMs() }
  }

  /** Writes what was noticed, not more often than is of use: at once when trouble begins or ends. */
  async keep(stores: Pick<Stores, 'settings'>): Promise<void> {
    const nowMs = this.#clock.nowMs()
    // A clock that was set back must not silence this until it has caught up.
    const isRecent = nowMs >= this.#keptMs && nowMs < this.#keptMs + KEEP_EVERY_MS
    if (isRecent && this.#keptCode === this.#now.missed) return
    await stores.settings.set(KEY, JSON.stringify(this.#now))
    this.#keptMs = nowMs
    this.#keptCode = this.#now.missed
  }
}

/** What the node that serves from this store last noticed of the coordinator. */
export async function readLastHeard(stores: Pick<Stores, 'settings'>): Promise<Heard> {
  const text = await stores.settings.get(KEY)
  return text === null ? NEVER : keptSchema.parse(JSON.parse(text))
}
