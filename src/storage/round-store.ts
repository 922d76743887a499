import type { Session } from './session.ts'

export interface StoredRound {
  readonly id: string
  readonly role: string
  readonly phase: string
  /** Any JSON value; its shape is the role's own. */
  readonly state: unknown
}

/** Phases after which nothing happens any more. */
const ended = ['released', 'aborted']

/** Where this process stands in each round. */
export class RoundStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async get(id: string): Promise<(StoredRound & { readonly updatedMs: number }) | null> {
    const row = await this.#select().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : roundOf(row)
  }

  /** Without reading the state: that can be megabytes, and this is asked for every chunk. */
  async isOpen(id: string): Promise<boolean> {
    const query = this.#session.db().selectFrom('round').select('id').where('id', '=', id)
    return (await query.where('phase', 'not in', ended).executeTakeFirst()) !== undefined
  }

  /** Rounds that have ended, without their states. */
  async ended(): Promise<string[]> {
    const query = this.#session.db().selectFrom('round').select('id').where('phase', 'in', ended)
    return (await query.orderBy('id').execute()).map(({ id }) => id)
  }

  /** Adds or replaces. */
  async put({ id, role, phase, state }: StoredRound): Promise<void> {
    const updated_ms = this.#session.clock.nowMs()
    const values = { role, phase, state: JSON.stringify(state), updated_ms }
    await this.#session
      .db()
      .insertInto('round')
      .values({ id, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute()
  }

  /** All rounds, in order of their ids. */
  async list(): Promise<(StoredRound & { readonly updatedMs: number })[]> {
    return (await this.#select().orderBy('id').execute()).map(roundOf)
  }

  /** Rounds that are neither released nor aborted. */
  async open(): Promise<(StoredRound & { readonly updatedMs: number })[]> {
    const query = this.#select().where('phase', 'not in', ended)
    return (await query.orderBy('id').execute()).map(roundOf)
  }

  #select() {
    return this.#session.db().selectFrom('round').selectAll()
  }
}

function roundOf(row: {
  id: string
  role: string
  phase: string
  state: string
  updated_ms: number
}): StoredRound & { readonly updatedMs: number } {
  const { id, role, phase, updated_ms: updatedMs } = row
  return { id, role, phase, state: JSON.parse(row.state), updatedMs }
}
