import { equalBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Session } from './session.ts'

export interface StoredAnswer {
  readonly inputDigest: Uint8Array
  /** Null until the answer is finished. */
  readonly outputDigest: Uint8Array | null
}

/** One answer per round and stage, for ever (protocol/specification.md 12.1). */
export class AnswerStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Notes the input of a stage before any work on it.
   * Fails with `stage.other-input` where the stage was begun with another one.
   */
  async begin(round: string, stage: string, inputDigest: Uint8Array): Promise<'new' | 'same'> {
    const { numInsertedOrUpdatedRows: inserted } = await this.#session
      .db()
      .insertInto('answer')
      .values({ round, stage, input_digest: inputDigest, output_digest: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted === 1n) return 'new'
    const kept = await this.get(round, stage)
    if (kept !== null && equalBytes(kept.inputDigest, inputDigest)) return 'same'
    throw refusal('stage.other-input', 'The stage was already begun with another input', {
      round,
      stage,
    })
  }

  /**
   * Notes the output of a begun stage before it is sent; the same again changes nothing.
   * Fails with `stage.other-output` where another was noted.
   */
  async finish(round: string, stage: string, outputDigest: Uint8Array): Promise<void> {
    const { numUpdatedRows } = await this.#session
      .db()
      .updateTable('answer')
      .set({ output_digest: outputDigest })
      .where('round', '=', round)
      .where('stage', '=', stage)
      .where('output_digest', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 1n) return
    const kept = (await this.get(round, stage))?.outputDigest ?? null
    if (kept === null) throw new Error(`stage ${stage} of round ${round} was not begun`)
    if (equalBytes(kept, outputDigest)) return
    throw refusal('stage.other-output', 'The stage was already answered with another output', {
      round,
      stage,
    })
  }

  async get(round: string, stage: string): Promise<StoredAnswer | null> {
    const row = await this.#session
      .db()
      .selectFrom('answer')
      .select(['input_digest as inputDigest', 'output_digest as outputDigest'])
      .where('round', '=', round)
      .where('stage', '=', stage)
      .executeTakeFirst()
    return row ?? null
  }
}

function refusal(code: string, what: string, at: { round: string; stage: string }): Problem {
  return new Problem({
    code,
    what,
    where: `round ${at.round}, stage ${at.stage}`,
    remedy: 'A stage is answered once; end this round and start a new one.',
    status: 409,
  })
}
