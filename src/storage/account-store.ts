import type { Session } from './session.ts'

export interface StoredAccount {
  readonly name: string
  readonly role: string
  readonly madeMs: number
  /** How many passkeys it has; without one nobody can sign in with it yet. */
  readonly passkeys: number
  /** When one of them was used last. */
  readonly usedMs: number | null
  /** Until when its one-time link is good; null where there is none. */
  readonly invitedUntilMs: number | null
}

export interface StoredPasskey {
  /** Credential id, base64url. */
  readonly id: string
  readonly account: string
  /** COSE key. */
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
}

/** Accounts of this organisation's own console and their passkeys: public keys, never a secret. */
export class AccountStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** Adds one, or gives one that is there another role. */
  async put(name: string, role: string): Promise<void> {
    const made_ms = this.#session.clock.nowMs()
    await this.#session
      .db()
      .insertInto('account')
      .values({ name, role, made_ms, invitation: null, invited_until_ms: null })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ role }))
      .execute()
  }

  /** In the order of their names. */
  async list(): Promise<StoredAccount[]> {
    const db = this.#session.db()
    const rows = await db.selectFrom('account').selectAll().orderBy('name').execute()
    const keys = await db.selectFrom('passkey').select(['account', 'used_ms']).execute()
    return rows.map((row) => {
      const own = keys.filter(({ account }) => account === row.name)
      const used = own.flatMap(({ used_ms }) => (used_ms === null ? [] : [used_ms]))
      return {
        ...{ name: row.name, role: row.role, madeMs: row.made_ms, passkeys: own.length },
        usedMs: used.length === 0 ? null : Math.max(...used),
        invitedUntilMs: row.invited_until_ms,
      }
    })
  }

  async get(name: string): Promise<StoredAccount | null> {
    return (await this.list()).find((account) => account.name === name) ?? null
  }

  /** With its passkeys. */
  async remove(name: string): Promise<void> {
    await this.dropPasskeys(name)
    await this.#session.db().deleteFrom('account').where('name', '=', name).execute()
  }

  /** `digest`: of the word in the one-time link; the word itself is kept nowhere. */
  async invite(name: string, digest: Uint8Array, untilMs: number): Promise<void> {
    await this.#session
      .db()
      .updateTable('account')
      .set({ invitation: digest, invited_until_ms: untilMs })
      .where('name', '=', name)
      .execute()
  }

  /** The account that a link is for, while it is good. */
  async invited(digest: Uint8Array): Promise<string | null> {
    const query = this.#session.db().selectFrom('account').select('name')
    const row = await query
      .where('invitation', '=', digest)
      .where('invited_until_ms', '>', this.#session.clock.nowMs())
      .executeTakeFirst()
    return row?.name ?? null
  }

  async dropInvitation(name: string): Promise<void> {
    const none = { invitation: null, invited_until_ms: null }
    await this.#session.db().updateTable('account').set(none).where('name', '=', name).execute()
  }

  async addPasskey(passkey: StoredPasskey): Promise<void> {
    await this.#session
      .db()
      .insertInto('passkey')
      .values({
        id: passkey.id,
        account: passkey.account,
        public_key: passkey.publicKey,
        counter: passkey.counter,
        transports: JSON.stringify(passkey.transports),
        made_ms: this.#session.clock.nowMs(),
        used_ms: null,
      })
      .execute()
  }

  async passkey(id: string): Promise<StoredPasskey | null> {
    const query = this.#session.db().selectFrom('passkey').selectAll()
    const row = await query.where('id', '=', id).executeTakeFirst()
    if (row === undefined) return null
    const { account, public_key: publicKey, counter } = row
    return { id, account, publicKey, counter, transports: JSON.parse(row.transports) }
  }

  async usedPasskey(id: string, counter: number): Promise<void> {
    const used_ms = this.#session.clock.nowMs()
    const query = this.#session.db().updateTable('passkey').set({ counter, used_ms })
    await query.where('id', '=', id).execute()
  }

  async dropPasskeys(account: string): Promise<void> {
    await this.#session.db().deleteFrom('passkey').where('account', '=', account).execute()
  }
}
