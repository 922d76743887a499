import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Connection } from './connection.ts'
import { asksForRetry } from './failure.ts'
import type { Schema } from './schema.ts'
import type { Session } from './session.ts'
import { type Stores, storesOn } from './stores.ts'

const ATTEMPTS = 12
const LONGEST_PAUSE_MS = 250

interface Running {
  readonly name: string
  open: boolean
}

/** Runs work in transactions and keeps work inside one from waiting for another. */
export class Transactions {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #running = new AsyncLocalStorage<Running>()

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection
    this.#clock = clock
  }

  /** Each statement on its own. */
  outside(): Session {
    const { kysely, place } = this.#connection
    const db = (): Kysely<Schema> => {
      this.#refuseNested()
      return kysely
    }
    return { kind: place.kind, clock: this.#clock, inTransaction: false, db }
  }

  /**
   * All of `work` or nothing. PostgreSQL may ask to run it again (serializable); after some
   * attempts that fails with `storage.contended`.
   */
  async run<T>(name: string, work: (stores: Stores) => Promise<T>): Promise<T> {
    this.#refuseNested()
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(name, work)
      } catch (error) {
        if (this.#connection.place.kind === 'sqlite' || !asksForRetry(error)) throw error
        if (attempt === ATTEMPTS) throw contended(name, error)
        // Random, so that two that met do not meet again.
        await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 4 * 2 ** attempt))
      }
    }
  }

  async #once<T>(name: string, work: (stores: Stores) => Promise<T>): Promise<T> {
    const { kysely, place } = this.#connection
    const running: Running = { name, open: true }
    const builder =
      place.kind === 'sqlite'
        ? kysely.transaction()
        : kysely.transaction().setIsolationLevel('serializable')
    try {
      return await builder.execute((transaction) =>
        this.#running.run(running, () => work(storesOn(this.#inside(transaction, running)))),
      )
    } finally {
      running.open = false
    }
  }

  #inside(transaction: Transaction<Schema>, running: Running): Session {
    const db = (): Kysely<Schema> => {
      if (!running.open) throw new Error(`transaction ${running.name} is over`)
      return transaction
    }
    return { kind: this.#connection.place.kind, clock: this.#clock, inTransaction: true, db }
  }

  #refuseNested(): void {
    const running = this.#running.getStore()
    if (running?.open !== true) return
    throw new Error(`inside transaction ${running.name}: use the stores that were handed to it`)
  }
}

function contended(name: string, cause: unknown): Problem {
  return new Problem({
    code: 'storage.contended',
    what: 'Too many changes to the same things at once',
    where: `transaction ${name}`,
    remedy: 'Try again; if it keeps happening, see that only one process serves this role.',
    status: 503,
    cause,
  })
}
