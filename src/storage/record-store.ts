import { type InsertShape, insertMany } from './insert-many.ts'
import type { Session } from './session.ts'

/** A record as it is kept: a keyed digest of its id in the source, and its match keys, sealed. */
export interface StoredRecord {
  readonly digest: Uint8Array
  readonly keys: Uint8Array
}

const shape: InsertShape = {
  table: 'record',
  columns: { list: 'text', record_digest: 'bytea', keys: 'bytea', imported_at: 'bigint' },
  key: ['list', 'record_digest'],
}

/** The match keys of an organisation's lists. Raw identifiers never come here. */
export class RecordStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Adds records or replaces those with the same digest; no digest twice in a call. */
  async upsert(list: string, records: readonly StoredRecord[]): Promise<void> {
    const now = this.#session.clock.nowMs()
    const rows = records.map(({ digest, keys }) => [list, digest, keys, now])
    await insertMany(this.#session, shape, rows)
  }

  async count(list: string): Promise<number> {
    const { records } = await this.#session
      .db()
      .selectFrom('record')
      .select(({ fn }) => fn.countAll<number>().as('records'))
      .where('list', '=', list)
      .executeTakeFirstOrThrow()
    return records
  }

  /** Records per list, lists in order of their ids; a list without records is absent. */
  async counts(): Promise<Map<string, number>> {
    const rows = await this.#session
      .db()
      .selectFrom('record')
      .select(({ fn }) => ['list', fn.countAll<number>().as('records')])
      .groupBy('list')
      .orderBy('list')
      .execute()
    return new Map(rows.map(({ list, records }) => [list, records]))
  }

  /** By list, when its oldest record was imported. */
  async oldest(): Promise<Map<string, number>> {
    const rows = await this.#session
      .db()
      .selectFrom('record')
      .select(({ fn }) => ['list', fn.min<number>('imported_at').as('oldest')])
      .groupBy('list')
      .orderBy('list')
      .execute()
    return new Map(rows.map(({ list, oldest }) => [list, oldest]))
  }

  /** Up to `limit` records in order of digest, those after `afterDigest`; null for the first page. */
  async page(
    list: string,
    afterDigest: Uint8Array | null,
    limit: number,
  ): Promise<readonly StoredRecord[]> {
    let query = this.#session
      .db()
      .selectFrom('record')
      .select(['record_digest as digest', 'keys'])
      .where('list', '=', list)
    if (afterDigest !== null) query = query.where('record_digest', '>', afterDigest)
    return query.orderBy('record_digest').limit(limit).execute()
  }

  /** Erases one record. Returns whether it was there. */
  async remove(list: string, digest: Uint8Array): Promise<boolean> {
    const { numDeletedRows } = await this.#session
      .db()
      .deleteFrom('record')
      .where('list', '=', list)
      .where('record_digest', '=', digest)
      .executeTakeFirst()
    return numDeletedRows > 0n
  }

  /** Erases a record wherever it stands. Gives the lists. */
  async removeEverywhere(digest: Uint8Array): Promise<readonly string[]> {
    const rows = await this.#session
      .db()
      .deleteFrom('record')
      .where('record_digest', '=', digest)
      .returning('list')
      .execute()
    return rows.map(({ list }) => list)
  }

  /** Erases what was last imported before this moment; gives how many of each list that had any. */
  async removeOlder(beforeMs: number): Promise<Map<string, number>> {
    const old = await this.#session
      .db()
      .selectFrom('record')
      .select(({ fn }) => ['list', fn.countAll<number>().as('records')])
      .where('imported_at', '<', beforeMs)
      .groupBy('list')
      .execute()
    await this.#session.db().deleteFrom('record').where('imported_at', '<', beforeMs).execute()
    return new Map(old.map(({ list, records }) => [list, records]))
  }

  /** Puts other bytes for the keys of records that are there; when they were imported stays. */
  async replaceKeys(list: string, records: readonly StoredRecord[]): Promise<void> {
    for (const { digest, keys } of records) {
      const update = this.#session.db().updateTable('record').set({ keys })
      await update.where('list', '=', list).where('record_digest', '=', digest).execute()
    }
  }

  /** Erases a whole list. */
  async clear(list: string): Promise<void> {
    await this.#session.db().deleteFrom('record').where('list', '=', list).execute()
  }
}
