import { sql } from 'kysely'
import { Problem } from '../base/problem.ts'
import { type InsertShape, insertMany } from './insert-many.ts'
import type { Session } from './session.ts'
import { sliceAway } from './slice-away.ts'

export interface StoredRow {
  readonly position: number
  /** Sealed. */
  readonly bytes: Uint8Array
}

const shape: InsertShape = {
  table: 'batch_row',
  columns: { round: 'text', name: 'text', position: 'bigint', bytes: 'bytea' },
  key: ['round', 'name', 'position'],
}

/** The rows of batches, one by one, as mixes and sums read them in any order. */
export class RowStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Inserts or replaces rows; no position twice in a call. */
  async putRows(round: string, name: string, entries: readonly StoredRow[]): Promise<void> {
    const rows = entries.map(({ position, bytes }) => [round, name, position, bytes])
    await insertMany(this.#session, shape, rows)
  }

  /** Rows at positions from `from` up to, not including, `to`, in order; gaps are left out. */
  async range(round: string, name: string, from: number, to: number): Promise<StoredRow[]> {
    const query = this.#select(round, name)
    return query
      .where('position', '>=', from)
      .where('position', '<', to)
      .orderBy('position')
      .execute()
  }

  /** Rows at these positions, in the order asked. Fails with `batch.row-missing`. */
  async at(round: string, name: string, positions: readonly number[]): Promise<StoredRow[]> {
    const rows = await this.#select(round, name).where(this.#isOneOf(positions)).execute()
    const byPosition = new Map(rows.map((row) => [row.position, row]))
    return positions.map((position) => {
      const row = byPosition.get(position)
      if (row !== undefined) return row
      throw new Problem({
        code: 'batch.row-missing',
        what: 'A row of a batch is not in the database',
        where: `round ${round}, batch ${name}, row ${position}`,
        remedy: 'The round cannot go on; start a new one.',
        status: 500,
      })
    })
  }

  async dropBatch(round: string, name: string): Promise<void> {
    await sliceAway(this.#session, 'batch_row', { round, name })
  }

  async dropRound(round: string): Promise<void> {
    await sliceAway(this.#session, 'batch_row', { round })
  }

  #select(round: string, name: string) {
    return this.#session
      .db()
      .selectFrom('batch_row')
      .select(['position', 'bytes'])
      .where('round', '=', round)
      .where('name', '=', name)
  }

  /** One parameter however many positions: the text of the query stays the same. */
  #isOneOf(positions: readonly number[]) {
    const position = sql.ref('position')
    return this.#session.kind === 'sqlite'
      ? sql<boolean>`${position} in (select value from json_each(${JSON.stringify(positions)}))`
      : sql<boolean>`${position} = any(${positions}::bigint[])`
  }
}
