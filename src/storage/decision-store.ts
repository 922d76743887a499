import type { Session } from './session.ts'

export interface StoredDecision {
  /** From 1, over all decisions. */
  readonly sequence: number
  /** What kind of thing was decided on: `agreement`, `round`, `rules`, `rounds`. */
  readonly subject: string
  /** Id or digest of what was decided on. */
  readonly object: string
  readonly choice: string
  readonly actor: string
  readonly origin: string
  /** A reason; of rules the rules themselves. */
  readonly text: string | null
  readonly atMs: number
}

/** What persons of this organisation decided; added to, and nothing else. */
export class DecisionStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Only in a transaction: two that decide at once must not take one number. */
  async append(decision: Omit<StoredDecision, 'sequence' | 'atMs'>): Promise<void> {
    if (!this.#session.inTransaction) throw new Error('decisions.append needs a transaction')
    const last = await this.#session
      .db()
      .selectFrom('decision')
      .select('sequence')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    const sequence = (last?.sequence ?? 0) + 1
    const at_ms = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('decision')
      .values({ ...decision, sequence, at_ms })
      .execute()
  }

  /** In the order in which they were made; of one object where one is named. */
  async list(subject: string, object?: string): Promise<StoredDecision[]> {
    let query = this.#session.db().selectFrom('decision').selectAll().where('subject', '=', subject)
    if (object !== undefined) query = query.where('object', '=', object)
    const rows = await query.orderBy('sequence').execute()
    return rows.map(({ at_ms: atMs, ...row }) => ({ ...row, atMs }))
  }
}
