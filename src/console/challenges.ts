import { toBase64Url } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { type Random, secureRandom } from '../base/random.ts'

const GOOD_FOR_MS = 5 * 60_000
const MOST = 1_000

/**
 * Values that were given out to be brought back once, each for one purpose. In memory alone: who was in
 * the middle of signing in when the process ended starts again.
 */
export class Challenges<Kept> {
  readonly #clock: Clock
  readonly #random: Random
  readonly #open = new Map<string, { readonly kept: Kept; readonly untilMs: number }>()

  constructor({ clock, random = secureRandom }: { clock: Clock; random?: Random }) {
    this.#clock = clock
    this.#random = random
  }

  /** 32 random bytes, base64url. */
  issue(kept: Kept): string {
    const now = this.#clock.nowMs()
    for (const [text, { untilMs }] of this.#open) {
      // In order of age: the oldest go first, also where there are too many of them.
      if (untilMs > now && this.#open.size < MOST) break
      this.#open.delete(text)
    }
    const text = toBase64Url(this.#random(32))
    this.#open.set(text, { kept, untilMs: now + GOOD_FOR_MS })
    return text
  }

  /** What was kept with it, once; null where it was never given out, is too old, or was brought back. */
  take(text: string): Kept | null {
    const found = this.#open.get(text)
    this.#open.delete(text)
    return found !== undefined && found.untilMs > this.#clock.nowMs() ? found.kept : null
  }
}
