import type { Session } from './session.ts'

export interface LogStatement {
  /** Names it. */
  readonly digest: string
  /** Whose log it is about. */
  readonly organisation: string
  readonly log: string
  readonly signer: string
  readonly body: string
}

export interface PlacedStatement {
  /** Rises in the order of arrival. */
  readonly position: number
  readonly body: string
}

/** What organisations signed of each other's logs of acts: kept for good, as proof of what they were. */
export class LogStatementStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** One that is there already stays. Returns whether it is new. */
  async put(statement: LogStatement): Promise<boolean> {
    const received_ms = this.#session.clock.nowMs()
    const { numInsertedOrUpdatedRows } = await this.#session
      .db()
      .insertInto('log_statement')
      .values({ ...statement, received_ms })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  }

  /** Those that came after `position`, in order. */
  async after(position: number, limit: number, signer?: string): Promise<PlacedStatement[]> {
    let query = this.#session.db().selectFrom('log_statement').select(['position', 'body'])
    query = query.where('position', '>', position)
    if (signer !== undefined) query = query.where('signer', '=', signer)
    return query.orderBy('position').limit(limit).execute()
  }

  /** All that are about a log, in the order of arrival. */
  async about(organisation: string, log: string): Promise<string[]> {
    const query = this.#session.db().selectFrom('log_statement').select('body')
    const rows = await query
      .where('organisation', '=', organisation)
      .where('log', '=', log)
      .orderBy('position')
      .execute()
    return rows.map(({ body }) => body)
  }

  /** The position of the last; 0 where there is none. */
  async head(): Promise<number> {
    const { head } = await this.#session
      .db()
      .selectFrom('log_statement')
      .select(({ fn }) => fn.max<number | null>('position').as('head'))
      .executeTakeFirstOrThrow()
    return head ?? 0
  }

  async countOf(signer: string): Promise<number> {
    const { statements } = await this.#session
      .db()
      .selectFrom('log_statement')
      .select(({ fn }) => fn.countAll<number>().as('statements'))
      .where('signer', '=', signer)
      .executeTakeFirstOrThrow()
    return statements
  }
}
