import type { Session } from './session.ts'

/** Signed statements about agreements; they are kept for good, as who accepted what must be. */
export class StatementStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** One that is there already stays. */
  async put(agreement: string, digest: string, body: string): Promise<void> {
    const received_ms = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('statement')
      .values({ agreement, digest, body, received_ms })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  /** In the order of their digests. */
  async digests(agreement: string): Promise<string[]> {
    const query = this.#session.db().selectFrom('statement').select('digest')
    const rows = await query.where('agreement', '=', agreement).orderBy('digest').execute()
    return rows.map(({ digest }) => digest)
  }

  async list(agreement: string): Promise<string[]> {
    const query = this.#session.db().selectFrom('statement').select('body')
    const rows = await query.where('agreement', '=', agreement).orderBy('digest').execute()
    return rows.map(({ body }) => body)
  }
}

/** Rounds whose manifest everybody signed, so that data may have been sent: scrubbing leaves them. */
export class BegunRoundStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async put(agreement: string, round: string, openedMs: number): Promise<void> {
    await this.#session
      .db()
      .insertInto('begun_round')
      .values({ agreement, round, opened_ms: openedMs })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  async list(agreement: string): Promise<{ round: string; openedMs: number }[]> {
    const query = this.#session.db().selectFrom('begun_round').selectAll()
    const rows = await query.where('agreement', '=', agreement).orderBy('round').execute()
    return rows.map(({ round, opened_ms }) => ({ round, openedMs: opened_ms }))
  }
}
