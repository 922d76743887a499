import type { Session } from './session.ts'

export interface OutboxMessage {
  /** Order over all recipients. */
  readonly position: number
  readonly recipient: string
  /** 1, 2, 3 … per recipient. */
  readonly sequence: number
  readonly round: string
  readonly body: string
  /** Null until sent. */
  readonly sentMs: number | null
}

/** Messages to others, stored in the transaction that gave rise to them and sent afterwards. */
export class OutboxStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Adds a message under the recipient's next sequence, which is returned. Only in a transaction:
   * elsewhere two tasks could make a body for the same number. `body` may run again with it.
   */
  async append(
    round: string,
    recipient: string,
    body: (sequence: number) => string | Promise<string>,
  ): Promise<number> {
    if (!this.#session.inTransaction) throw new Error('outbox.append needs a transaction')
    const sequence = (await this.head(recipient)) + 1
    await this.#session
      .db()
      .insertInto('outbox')
      .values({ recipient, recipient_sequence: sequence, round, body: await body(sequence) })
      .execute()
    return sequence
  }

  /** The oldest messages not yet sent, in order of position. */
  async unsent(limit: number): Promise<OutboxMessage[]> {
    const query = this.#select().where('sent_ms', 'is', null)
    return query.orderBy('position').limit(limit).execute()
  }

  async markSent(position: number, ms: number): Promise<void> {
    const query = this.#session.db().updateTable('outbox').set({ sent_ms: ms })
    await query.where('position', '=', position).execute()
  }

  /** What a round still wanted to say is never sent. */
  async withhold(round: string): Promise<void> {
    const sent_ms = this.#session.clock.nowMs()
    const query = this.#session.db().updateTable('outbox').set({ sent_ms })
    await query.where('round', '=', round).where('sent_ms', 'is', null).execute()
  }

  /** Messages to a recipient after a sequence (0 for all), in order. */
  async after(recipient: string, sequence: number, limit: number): Promise<OutboxMessage[]> {
    return this.#select()
      .where('recipient', '=', recipient)
      .where('recipient_sequence', '>', sequence)
      .orderBy('recipient_sequence')
      .limit(limit)
      .execute()
  }

  /** The last sequence given out to a recipient; 0 before the first. */
  async head(recipient: string): Promise<number> {
    const row = await this.#session
      .db()
      .selectFrom('outbox')
      .select('recipient_sequence as sequence')
      .where('recipient', '=', recipient)
      .orderBy('recipient_sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.sequence ?? 0
  }

  /** The first sequence that a round used; null where it has said nothing. */
  async first(recipient: string, round: string): Promise<number | null> {
    const row = await this.#session
      .db()
      .selectFrom('outbox')
      .select('recipient_sequence as sequence')
      .where('recipient', '=', recipient)
      .where('round', '=', round)
      .orderBy('recipient_sequence')
      .limit(1)
      .executeTakeFirst()
    return row?.sequence ?? null
  }

  #select() {
    return this.#session
      .db()
      .selectFrom('outbox')
      .select(['position', 'recipient', 'recipient_sequence as sequence', 'round', 'body'])
      .select('sent_ms as sentMs')
  }
}
