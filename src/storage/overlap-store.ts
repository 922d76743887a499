import type { Session } from './session.ts'

/** What a counter counted of each table of a round, small counts and all, sealed by it. */
export class OverlapStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Adds or replaces. */
  async put(round: string, name: string, sealed: Uint8Array): Promise<void> {
    await this.#session
      .db()
      .insertInto('counted')
      .values({ round, name, sealed })
      .onConflict((conflict) => conflict.columns(['round', 'name']).doUpdateSet({ sealed }))
      .execute()
  }

  /** All there is. */
  async list(): Promise<{ round: string; name: string; sealed: Uint8Array }[]> {
    return this.#session.db().selectFrom('counted').selectAll().execute()
  }

  async get(round: string, name: string): Promise<Uint8Array | null> {
    const query = this.#session.db().selectFrom('counted').select('sealed')
    const row = await query.where('round', '=', round).where('name', '=', name).executeTakeFirst()
    return row?.sealed ?? null
  }
}
