import type { Session } from './session.ts'

export interface ConsoleSession {
  /** `passkey:NAME` or `oidc:SUBJECT`. */
  readonly subject: string
  readonly name: string
  readonly role: string
  /** Number of the user of this machine whose browser it is; null where that cannot be told. */
  readonly machineUser: number | null
  readonly madeMs: number
  readonly seenMs: number
}

/** Who is signed in to the console, by the digest of the secret in their cookie. */
export class ConsoleSessionStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async put(
    digest: Uint8Array,
    of: Pick<ConsoleSession, 'subject' | 'name' | 'role' | 'machineUser'>,
  ): Promise<void> {
    const now = this.#session.clock.nowMs()
    const { subject, name, role, machineUser: machine_user } = of
    await this.#session
      .db()
      .insertInto('console_session')
      .values({ digest, subject, name, role, machine_user, made_ms: now, seen_ms: now })
      .execute()
  }

  async get(digest: Uint8Array): Promise<ConsoleSession | null> {
    const query = this.#session.db().selectFrom('console_session').selectAll()
    const row = await query.where('digest', '=', digest).executeTakeFirst()
    if (row === undefined) return null
    const { subject, name, role } = row
    const times = { madeMs: row.made_ms, seenMs: row.seen_ms }
    return { subject, name, role, machineUser: row.machine_user, ...times }
  }

  async seen(digest: Uint8Array): Promise<void> {
    const seen_ms = this.#session.clock.nowMs()
    const query = this.#session.db().updateTable('console_session').set({ seen_ms })
    await query.where('digest', '=', digest).execute()
  }

  async drop(digest: Uint8Array): Promise<void> {
    await this.#session.db().deleteFrom('console_session').where('digest', '=', digest).execute()
  }

  async dropSubject(subject: string): Promise<void> {
    await this.#session.db().deleteFrom('console_session').where('subject', '=', subject).execute()
  }

  /** Of everybody who came in by one way: `passkey` or `oidc`. */
  async dropAll(way: string): Promise<void> {
    const query = this.#session.db().deleteFrom('console_session')
    await query.where('subject', 'like', `${way}:%`).execute()
  }

  /** Those made, or last seen, before these times. */
  async dropExpired(before: { readonly madeMs: number; readonly seenMs: number }): Promise<void> {
    await this.#session
      .db()
      .deleteFrom('console_session')
      .where((is) => is.or([is('made_ms', '<', before.madeMs), is('seen_ms', '<', before.seenMs)]))
      .execute()
  }
}
