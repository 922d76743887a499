import type { Session } from './session.ts'

/** Small values that must outlive a restart. */
export class SettingStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async get(key: string): Promise<string | null> {
    const query = this.#session.db().selectFrom('setting').select('value')
    return (await query.where('key', '=', key).executeTakeFirst())?.value ?? null
  }

  async remove(key: string): Promise<void> {
    await this.#session.db().deleteFrom('setting').where('key', '=', key).execute()
  }

  /** Sets or replaces. */
  async set(key: string, value: string): Promise<void> {
    await this.#session
      .db()
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
  }
}
