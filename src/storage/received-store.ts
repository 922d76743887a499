import { equalBytes } from '../base/bytes.ts'
import type { Session } from './session.ts'

/** Which messages have been taken in, so that a repeat does no harm. */
export class ReceivedStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Notes a message. `same`: it was here before; `other`: another one was, under the same number,
   * which its sender has to answer for.
   */
  async remember(
    round: string,
    sender: string,
    sequence: number,
    digest: Uint8Array,
  ): Promise<'new' | 'same' | 'other'> {
    const db = this.#session.db()
    const { numInsertedOrUpdatedRows: inserted } = await db
      .insertInto('received')
      .values({ round, sender, sequence, digest })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted === 1n) return 'new'
    const known = await db
      .selectFrom('received')
      .select('digest')
      .where('round', '=', round)
      .where('sender', '=', sender)
      .where('sequence', '=', sequence)
      .executeTakeFirstOrThrow()
    return equalBytes(known.digest, digest) ? 'same' : 'other'
  }
}
