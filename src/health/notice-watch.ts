import { setTimeout as sleep } from 'node:timers/promises'
import { type HealthParts, noticesOf } from './health.ts'
import type { Notice } from './notices.ts'

const LOOK_EVERY_MS = 3_600_000

/** Tells once at each mark, 30, 7 and 1 days before, and at the end; also over restarts. */
export class NoticeWatch {
  readonly #parts: HealthParts
  readonly #tell: (notice: Notice) => void
  readonly #fail: (error: unknown) => void
  readonly #stop = new AbortController()
  #loop: Promise<void> = Promise.resolve()

  constructor(parts: HealthParts, on: { tell(notice: Notice): void; fail(error: unknown): void }) {
    this.#parts = parts
    this.#tell = on.tell
    this.#fail = on.fail
  }

  start(): void {
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#loop
  }

  /** Tells what has not been told yet. */
  async look(): Promise<void> {
    const { settings } = this.#parts.database.stores
    for (const notice of await noticesOf(this.#parts)) {
      const { kind, what, atMs, mark } = notice
      const told = `${atMs} ${mark}`
      const place = `notice/${kind}/${what}`
      if ((await settings.get(place)) === told) continue
      this.#tell(notice)
      await settings.set(place, told)
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await this.look().catch(this.#fail)
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}
