import type { Session } from './session.ts'

/** The entries of this node's ledger of covered rounds, from 1: added to, and nothing else. */
export class LedgerStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** In order. */
  async list(): Promise<unknown[]> {
    const query = this.#session.db().selectFrom('ledger').select('entry').orderBy('sequence')
    return (await query.execute()).map(({ entry }) => JSON.parse(entry))
  }

  /** Fails where there is an entry of that number. */
  async append(sequence: number, entry: unknown): Promise<void> {
    const row = { sequence, entry: JSON.stringify(entry) }
    await this.#session.db().insertInto('ledger').values(row).execute()
  }
}
