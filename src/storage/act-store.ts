import type { Session } from './session.ts'

export interface StoredAct {
  /** From 1. */
  readonly sequence: number
  /** Canonical JSON. */
  readonly entry: string
  /** Digest over all entries up to this one. */
  readonly head: string
}

/** Logs of acts, by id: added to, and nothing else. */
export class ActStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async last(log: string): Promise<StoredAct | null> {
    const query = this.#select(log).orderBy('sequence', 'desc').limit(1)
    return (await query.executeTakeFirst()) ?? null
  }

  /** Fails where there is an act of that number. */
  async append(log: string, act: StoredAct): Promise<void> {
    await this.#session
      .db()
      .insertInto('act')
      .values({ log, ...act })
      .execute()
  }

  /** In order, those after `sequence`. */
  async page(log: string, sequence: number, limit: number): Promise<StoredAct[]> {
    const query = this.#select(log).where('sequence', '>', sequence)
    return query.orderBy('sequence').limit(limit).execute()
  }

  #select(log: string) {
    const query = this.#session.db().selectFrom('act').select(['sequence', 'entry', 'head'])
    return query.where('log', '=', log)
  }
}
