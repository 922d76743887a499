import type { Session } from './session.ts'

/** One thing that happened in a round, in ids and counts. */
export interface StoredEvent {
  readonly kind: string
  readonly detail: string
  /** Whose doing it was, or who is waited for; null: this node's, or nobody's in particular. */
  readonly party: string | null
  /** Of what was sent. */
  readonly bytes: number | null
}

/** How far a piece of own work is. */
export interface StoredWork {
  readonly step: string
  readonly done: number
  readonly total: number
}

/** What happened in each round at this node; it stays when the rows of the round are gone. */
export class RoundDiaryStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Only in a transaction: two that write at once must not take one number. */
  async append(round: string, event: StoredEvent): Promise<void> {
    if (!this.#session.inTransaction) throw new Error('diary.append needs a transaction')
    const last = await this.#session
      .db()
      .selectFrom('round_event')
      .select('sequence')
      .where('round', '=', round)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    const sequence = (last?.sequence ?? 0) + 1
    const at_ms = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('round_event')
      .values({ round, sequence, at_ms, ...event })
      .execute()
  }

  /** In the order in which they happened. */
  async events(round: string): Promise<(StoredEvent & { readonly atMs: number })[]> {
    const query = this.#session.db().selectFrom('round_event').selectAll()
    const rows = await query.where('round', '=', round).orderBy('sequence').execute()
    return rows.map(({ at_ms: atMs, kind, detail, party, bytes }) => ({
      atMs,
      kind,
      detail,
      party,
      bytes,
    }))
  }

  /** The last event of a kind; null where there is none. */
  async last(round: string, kind: string): Promise<StoredEvent | null> {
    const query = this.#session
      .db()
      .selectFrom('round_event')
      .select(['kind', 'detail', 'party', 'bytes'])
    const row = await query
      .where('round', '=', round)
      .where('kind', '=', kind)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row ?? null
  }

  /** Adds, or says how far it is now. */
  async putWork(round: string, { step, done, total }: StoredWork): Promise<void> {
    const now = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('round_work')
      .values({ round, step, done, total, begun_ms: now, updated_ms: now })
      .onConflict((conflict) =>
        conflict.columns(['round', 'step']).doUpdateSet({ done, total, updated_ms: now }),
      )
      .execute()
  }

  /** In the order in which it was begun. */
  async work(
    round: string,
  ): Promise<(StoredWork & { readonly begunMs: number; readonly updatedMs: number })[]> {
    const query = this.#session.db().selectFrom('round_work').selectAll()
    const rows = await query
      .where('round', '=', round)
      .orderBy('begun_ms')
      .orderBy('step')
      .execute()
    return rows.map(({ step, done, total, begun_ms: begunMs, updated_ms: updatedMs }) => ({
      step,
      done,
      total,
      begunMs,
      updatedMs,
    }))
  }
}
