import { fromBase64Url, toBase64Url } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { isProblem } from '../base/problem.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { digestParts } from '../crypto/digest.ts'
import type { ConsoleSession } from '../storage/console-session-store.ts'
import type { Database } from '../storage/database.ts'
import { isRole, type Who } from './who.ts'

const MINUTE_MS = 60_000
/** Writing at every request would be much for little. */
const SEEN_EVERY_MS = MINUTE_MS

export interface SignedIn {
  readonly who: Who
  readonly csrf: string
}

/** Who asks: the secret of their cookie, and the user of this machine whose connection it is. */
export interface Caller {
  readonly secret: string
  readonly machineUser: number | null
}

/**
 * Who is signed in. The cookie holds 32 random bytes and the store only their digest, so that a copy of
 * the store signs nobody in; role and existence of a local account are read anew at every request.
 */
export class Sessions {
  readonly #database: Database
  readonly #clock: Clock
  readonly #limits: { readonly idleMs: number; readonly wholeMs: number }
  readonly #random: Random

  constructor(parts: {
    readonly database: Database
    readonly clock: Clock
    readonly idleMinutes: number
    readonly signedInHours: number
    readonly random?: Random
  }) {
    this.#database = parts.database
    this.#clock = parts.clock
    const wholeMs = parts.signedInHours * 60 * MINUTE_MS
    this.#limits = { idleMs: parts.idleMinutes * MINUTE_MS, wholeMs }
    this.#random = parts.random ?? secureRandom
  }

  /** Signs somebody in; gives the secret for their cookie. */
  async open({ id, name, role }: Who, machineUser: number | null): Promise<string> {
    const { consoleSessions } = this.#database.stores
    const now = this.#clock.nowMs()
    const { wholeMs, idleMs } = this.#limits
    await consoleSessions.dropExpired({ madeMs: now - wholeMs, seenMs: now - idleMs })
    const secret = this.#random(32)
    await consoleSessions.put(digestOf(secret), { subject: id, name, role, machineUser })
    return toBase64Url(secret)
  }

  /** Null where nobody is signed in with it, any more, or from there. `used`: by a person's hand. */
  async find({ secret, machineUser }: Caller, used: boolean): Promise<SignedIn | null> {
    const bytes = secretOf(secret)
    if (bytes === null) return null
    const digest = digestOf(bytes)
    const { consoleSessions } = this.#database.stores
    const session = await consoleSessions.get(digest)
    if (session === null || session.machineUser !== machineUser) return null
    const who = this.#isOver(session) ? null : await this.#whoOf(session)
    if (who === null) {
      await consoleSessions.drop(digest)
      return null
    }
    if (used && this.#clock.nowMs() - session.seenMs >= SEEN_EVERY_MS) {
      await consoleSessions.seen(digest)
    }
    return { who, csrf: toBase64Url(digestParts('samentel console form v1', bytes)) }
  }

  async close(secret: string): Promise<void> {
    const bytes = secretOf(secret)
    if (bytes !== null) await this.#database.stores.consoleSessions.drop(digestOf(bytes))
  }

  #isOver({ madeMs, seenMs }: ConsoleSession): boolean {
    const now = this.#clock.nowMs()
    // A clock that was put back must not make a session last.
    if (now < madeMs - MINUTE_MS) return true
    return now - madeMs >= this.#limits.wholeMs || now - seenMs >= this.#limits.idleMs
  }

  async #whoOf({ subject, name, role }: ConsoleSession): Promise<Who | null> {
    if (!subject.startsWith('passkey:')) return isRole(role) ? { id: subject, name, role } : null
    const account = await this.#database.stores.accounts.get(name)
    if (account === null || !isRole(account.role)) return null
    return { id: subject, name, role: account.role }
  }
}

function digestOf(secret: Uint8Array): Uint8Array {
  return digestParts('samentel console session v1', secret)
}

function secretOf(text: string): Uint8Array | null {
  try {
    const bytes = fromBase64Url(text)
    return bytes.length === 32 ? bytes : null
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}
