import type { Session } from './session.ts'

/** Overlap tables with their small counts, sealed by the counter. */
export class OverlapStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Adds or replaces. */
  async put(round: string, sealed: Uint8Array): Promise<void> {
    await this.#session
      .db()
      .insertInto('overlap')
      .values({ round, sealed })
      .onConflict((conflict) => conflict.column('round').doUpdateSet({ sealed }))
      .execute()
  }

  async get(round: string): Promise<Uint8Array | null> {
    const query = this.#session.db().selectFrom('overlap').select('sealed')
    return (await query.where('round', '=', round).executeTakeFirst())?.sealed ?? null
  }

  async remove(round: string): Promise<void> {
    await this.#session.db().deleteFrom('overlap').where('round', '=', round).execute()
  }
}
