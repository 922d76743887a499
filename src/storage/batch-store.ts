import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Session } from './session.ts'

export interface StoredBatch {
  readonly name: string
  /** Any JSON value; a batch is begun with the same one each time. */
  readonly header: unknown
  readonly rows: number
  /** Chunks complete. */
  readonly done: number
}

/** How far each batch of a round is. */
export class BatchStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Notes a batch before its first row; again, with the same header and rows, it changes nothing.
   * Fails with `batch.other` where the name stands for another batch.
   */
  async begin(round: string, name: string, header: unknown, rows: number): Promise<void> {
    const text = canonicalJson(header)
    await this.#session
      .db()
      .insertInto('batch')
      .values({ round, name, header: text, rows, done: 0, complete: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const kept = await this.get(round, name)
    if (kept !== null && canonicalJson(kept.header) === text && kept.rows === rows) return
    throw new Problem({
      code: 'batch.other',
      what: 'A batch of this name was begun from something else',
      where: `round ${round}, batch ${name}`,
      remedy: 'The round cannot go on; start a new one.',
      status: 409,
    })
  }

  async get(round: string, name: string): Promise<StoredBatch | null> {
    const row = await this.#select(round).where('name', '=', name).executeTakeFirst()
    return row === undefined ? null : batchOf(row)
  }

  /** Notes that the first `done` chunks are complete; never goes back. */
  async advance(round: string, name: string, done: number): Promise<void> {
    await this.#session
      .db()
      .updateTable('batch')
      .set({ done })
      .where('round', '=', round)
      .where('name', '=', name)
      .where('done', '<', done)
      .execute()
  }

  /** The batches of a round, in order of their names. */
  async list(round: string): Promise<StoredBatch[]> {
    return (await this.#select(round).orderBy('name').execute()).map(batchOf)
  }

  async dropRound(round: string): Promise<void> {
    await this.#session.db().deleteFrom('batch').where('round', '=', round).execute()
  }

  #select(round: string) {
    return this.#session.db().selectFrom('batch').selectAll().where('round', '=', round)
  }
}

function batchOf(row: { name: string; header: string; rows: number; done: number }): StoredBatch {
  const { name, rows, done } = row
  return { name, header: JSON.parse(row.header), rows, done }
}
