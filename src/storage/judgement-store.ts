import type { Session } from './session.ts'

export interface StoredJudgement {
  readonly party: string
  /** The signed text. */
  readonly body: string
}

/** What parties signed of releases. The first of each stays: nothing here is changed or deleted. */
export class JudgementStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Gives what is kept of this party: this one, or what it said before. */
  async put(release: string, { party, body }: StoredJudgement): Promise<string> {
    const received_ms = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('judgement')
      .values({ release, party, body, received_ms })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const query = this.#session.db().selectFrom('judgement').select('body')
    const kept = await query
      .where('release', '=', release)
      .where('party', '=', party)
      .executeTakeFirstOrThrow()
    return kept.body
  }

  /** In the order of parties. */
  async list(release: string): Promise<StoredJudgement[]> {
    const query = this.#session.db().selectFrom('judgement').select(['party', 'body'])
    return query.where('release', '=', release).orderBy('party').execute()
  }
}
