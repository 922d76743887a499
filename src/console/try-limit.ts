import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'

/** Signing in takes two requests. */
const TRIES = 30
const PER_MS = 60_000
const MOST_CALLERS = 1_000

/** How often one caller may try to sign in: each try costs a signature check, a guess costs nothing. */
export class TryLimit {
  readonly #clock: Clock
  readonly #callers = new Map<string, { readonly left: number; readonly atMs: number }>()

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Counts a try; fails with `console.too-many`. */
  count(caller: string): void {
    const now = this.#clock.nowMs()
    const { left, atMs } = this.#callers.get(caller) ?? { left: TRIES, atMs: now }
    const grown = Math.min(TRIES, left + (Math.max(0, now - atMs) * TRIES) / PER_MS)
    this.#callers.delete(caller)
    const [oldest] = this.#callers.keys()
    if (this.#callers.size >= MOST_CALLERS && oldest !== undefined) this.#callers.delete(oldest)
    this.#callers.set(caller, { left: Math.max(0, grown - 1), atMs: now })
    if (grown >= 1) return
    throw new Problem({
      code: 'console.too-many',
      what: 'There were too many attempts to sign in',
      remedy: 'Wait a minute.',
      status: 429,
    })
  }
}
