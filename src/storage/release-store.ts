import { Problem } from '../base/problem.ts'
import type { Session } from './session.ts'

export interface StoredRelease {
  readonly id: string
  readonly round: string
  /** The canonical text, byte for byte: digests and signatures are over it. */
  readonly body: string
}

/** Releases, which are public and never change. */
export class ReleaseStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Adds a release; the same again changes nothing. Fails with `release.other`. */
  async put({ id, round, body }: StoredRelease): Promise<void> {
    await this.#session
      .db()
      .insertInto('release')
      .values({ id, round, body, at_ms: this.#session.clock.nowMs() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const kept = await this.get(id)
    if (kept?.body === body && kept.round === round) return
    throw new Problem({
      code: 'release.other',
      what: 'Another release has this id',
      where: `release ${id}`,
      remedy: 'A release is never altered; publish a correction under an id of its own.',
      status: 409,
    })
  }

  async get(id: string): Promise<(StoredRelease & { readonly atMs: number }) | null> {
    return (await this.#select().where('id', '=', id).executeTakeFirst()) ?? null
  }

  /** The releases of a round, the oldest first. */
  async ofRound(round: string): Promise<(StoredRelease & { readonly atMs: number })[]> {
    return this.#select().where('round', '=', round).orderBy('at_ms').orderBy('id').execute()
  }

  /** All releases, the newest first. */
  async list(): Promise<(StoredRelease & { readonly atMs: number })[]> {
    return this.#select().orderBy('at_ms', 'desc').orderBy('id', 'desc').execute()
  }

  #select() {
    return this.#session.db().selectFrom('release').select(['id', 'round', 'body', 'at_ms as atMs'])
  }
}
