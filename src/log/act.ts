import { toBase64Url, toHex } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Database, Stores } from '../storage/database.ts'
import { asksForRetry } from '../storage/failure.ts'
import { type Entry, emptyHead, entryDigest, entrySchema, nextHead } from './entry.ts'

/**
 * Something that was done, refused or failed (BIO2 8.15). Ids and codes only: never a value of a record
 * and never the id of one in its source.
 */
export interface Act {
  /** `agreement.accept`, `records.import`: lower-case words with dots and hyphens. */
  readonly action: string
  /** Id of what it was done to; no spaces. */
  readonly object: string
  readonly result: 'done' | 'refused' | 'failed'
  /** Name of an account, of a user of this machine, or of a party of the agreement. */
  readonly actor: string
  readonly origin: 'console' | 'command' | 'node' | 'coordinator'
}

/** Who does it, and by which way. */
export type By = Pick<Act, 'actor' | 'origin'>

const LOG_ID = 'log/id'
/** How far statements were signed, taken and brought; of no account in another store or log. */
export const SIGNED = 'log/signed'
export const TAKEN = 'log/taken'
export const BROUGHT = 'log/brought'
const SIGNING_MARKS = [SIGNED, TAKEN, BROUGHT]

/** The log of an organisation's acts (protocol/specification.md 16). */
export class ActLog {
  readonly #database: Database
  readonly #organisation: string
  readonly #clock: Clock
  readonly #random: Random

  constructor(parts: {
    readonly database: Database
    readonly organisation: string
    readonly clock: Clock
    readonly random?: Random
  }) {
    this.#database = parts.database
    this.#organisation = parts.organisation
    this.#clock = parts.clock
    this.#random = parts.random ?? secureRandom
  }

  /**
   * Adds an act; in `stores` where a transaction runs, so that it stands or falls with what was done.
   * Fails with `log.unwritable`: what was to be done must then not be done.
   */
  async append(act: Act, stores?: Stores): Promise<void> {
    if (stores !== undefined) return this.#add(stores, act)
    try {
      await this.#database.transaction('append-act', (own) => this.#add(own, act))
    } catch (error) {
      throw unwritable(error)
    }
  }

  /** The id of the log; made when it is first asked for. */
  async id(stores: Stores = this.#database.stores): Promise<string> {
    const found = await stores.settings.get(LOG_ID)
    if (found !== null) return found
    const made = toHex(this.#random(16))
    await stores.settings.set(LOG_ID, made)
    return made
  }

  /**
   * Ends this log where it is and begins another: after a restore the next act would contradict what was
   * signed of acts that came after the backup.
   */
  async beginAnew(stores: Stores): Promise<void> {
    await stores.settings.set(LOG_ID, toHex(this.#random(16)))
    for (const mark of SIGNING_MARKS) await stores.settings.set(mark, '0')
  }

  async #add(stores: Stores, act: Act): Promise<void> {
    try {
      const log = await this.id(stores)
      const last = await stores.acts.last(log)
      const entry: Entry = entrySchema.parse({
        version: 1,
        log,
        sequence: (last?.sequence ?? 0) + 1,
        at: new Date(this.#clock.nowMs()).toISOString(),
        ...act,
        salt: toBase64Url(this.#random(16)),
      })
      const before = last?.head ?? emptyHead(this.#organisation, log)
      const head = nextHead(before, entryDigest(entry))
      await stores.acts.append(log, { sequence: entry.sequence, entry: canonicalJson(entry), head })
    } catch (error) {
      throw asksForRetry(error) ? error : unwritable(error)
    }
  }
}

function unwritable(cause: unknown): unknown {
  if (cause instanceof Problem && cause.code === 'log.unwritable') return cause
  return new Problem({
    code: 'log.unwritable',
    what: 'The log of acts cannot be written, so nothing is done that belongs in it',
    remedy: 'See that the disk has room and that the user of Samentel may write the database.',
    status: 507,
    cause,
  })
}
