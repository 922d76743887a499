import { sql } from 'kysely'
import { type InsertShape, insertMany } from './insert-many.ts'
import type { StoredRecord } from './record-store.ts'
import type { Session } from './session.ts'

/** The list of records that go: they were imported before, and now belong to no list. */
export const GONE = ''

const shape: InsertShape = {
  table: 'staged_record',
  columns: { list: 'text', record_digest: 'bytea', keys: 'bytea' },
  key: ['list', 'record_digest'],
}

/** What was read by an import that has not come to its end, apart from the records of rounds. */
export class StagedRecordStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** No digest twice in a call. */
  async add(list: string, records: readonly StoredRecord[]): Promise<void> {
    const rows = records.map(({ digest, keys }) => [list, digest, keys])
    await insertMany(this.#session, shape, rows)
  }

  async count(): Promise<number> {
    const { records } = await this.#session
      .db()
      .selectFrom('staged_record')
      .select(({ fn }) => fn.countAll<number>().as('records'))
      .executeTakeFirstOrThrow()
    return records
  }

  async remove(digest: Uint8Array): Promise<void> {
    await this.#session
      .db()
      .deleteFrom('staged_record')
      .where('record_digest', '=', digest)
      .execute()
  }

  /** What was kept out since it was read, by whoever read it. */
  async removeKeptOut(): Promise<void> {
    await this.#session
      .db()
      .deleteFrom('staged_record')
      .where('record_digest', 'in', (query) => query.selectFrom('kept_out').select('record_digest'))
      .execute()
  }

  async clear(): Promise<void> {
    await this.#session.db().deleteFrom('staged_record').execute()
  }

  /** Takes out of these lists the records that are staged, on whatever list they are now. Gives how many. */
  async removeFormer(lists: readonly string[]): Promise<number> {
    const { numDeletedRows } = await this.#session
      .db()
      .deleteFrom('record')
      .where('list', 'in', lists)
      .where('record_digest', 'in', (query) =>
        query.selectFrom('staged_record').select('record_digest'),
      )
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  /** Makes what is staged the records of their lists, and is empty afterwards. In a transaction only. */
  async promote(): Promise<void> {
    const now = this.#session.clock.nowMs()
    const db = this.#session.db()
    await db
      .insertInto('record')
      .columns(['list', 'record_digest', 'keys', 'imported_at'])
      .expression((query) =>
        query
          .selectFrom('staged_record')
          .where('list', '<>', GONE)
          .select(['list', 'record_digest', 'keys', sql<number>`${sql.lit(now)}`.as('now')]),
      )
      .execute()
    await this.clear()
  }
}
