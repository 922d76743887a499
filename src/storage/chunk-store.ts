import { equalBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Session } from './session.ts'
import { sliceAway } from './slice-away.ts'

/** Sealed chunks, waiting to be sent or to be fetched. */
export class ChunkStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Keeps a chunk; the same bytes again change nothing.
   * Fails with `chunk.other` where other bytes were kept.
   */
  async put(round: string, name: string, position: number, bytes: Uint8Array): Promise<void> {
    const { numInsertedOrUpdatedRows: inserted } = await this.#session
      .db()
      .insertInto('chunk')
      .values({ round, name, position, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted === 1n) return
    const kept = await this.get(round, name, position)
    if (kept !== null && equalBytes(kept, bytes)) return
    throw new Problem({
      code: 'chunk.other',
      what: 'Another chunk was sent for the same place',
      where: `round ${round}, batch ${name}, chunk ${position}`,
      remedy: 'A batch is sealed once and its chunks sent as they are; start a new round.',
      status: 409,
    })
  }

  async get(round: string, name: string, position: number): Promise<Uint8Array | null> {
    const query = this.#select(round, name).select('bytes').where('position', '=', position)
    return (await query.executeTakeFirst())?.bytes ?? null
  }

  /** Positions of the chunks that are here, in order. */
  async positions(round: string, name: string): Promise<number[]> {
    const rows = await this.#select(round, name).select('position').orderBy('position').execute()
    return rows.map(({ position }) => position)
  }

  async dropBatch(round: string, name: string): Promise<void> {
    await sliceAway(this.#session, 'chunk', { round, name })
  }

  async dropRound(round: string): Promise<void> {
    await sliceAway(this.#session, 'chunk', { round })
  }

  #select(round: string, name: string) {
    const query = this.#session.db().selectFrom('chunk')
    return query.where('round', '=', round).where('name', '=', name)
  }
}
