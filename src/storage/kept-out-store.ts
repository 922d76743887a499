import type { Session } from './session.ts'

/** Keyed digests of records that later imports leave out: of them nothing else is kept. */
export class KeptOutStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async add(digest: Uint8Array): Promise<void> {
    await this.#session
      .db()
      .insertInto('kept_out')
      .values({ record_digest: digest })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  /** Returns whether it was there. */
  async remove(digest: Uint8Array): Promise<boolean> {
    const { numDeletedRows } = await this.#session
      .db()
      .deleteFrom('kept_out')
      .where('record_digest', '=', digest)
      .executeTakeFirst()
    return numDeletedRows > 0n
  }

  async all(): Promise<readonly Uint8Array[]> {
    const rows = await this.#session.db().selectFrom('kept_out').selectAll().execute()
    return rows.map((row) => row.record_digest)
  }
}
