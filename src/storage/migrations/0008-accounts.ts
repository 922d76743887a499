import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** Who may sign in to the console, with which passkeys, and who is signed in. */
export function accounts(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  const bytes = kind === 'sqlite' ? 'blob' : 'bytea'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('account')
        .addColumn('name', text, (c) => c.primaryKey().notNull())
        .addColumn('role', text, (c) => c.notNull())
        .addColumn('made_ms', int, (c) => c.notNull())
        .addColumn('invitation', bytes)
        .addColumn('invited_until_ms', int)
        .execute()
      await db.schema
        .createTable('passkey')
        .addColumn('id', text, (c) => c.primaryKey().notNull())
        .addColumn('account', text, (c) => c.notNull())
        .addColumn('public_key', bytes, (c) => c.notNull())
        .addColumn('counter', int, (c) => c.notNull())
        .addColumn('transports', text, (c) => c.notNull())
        .addColumn('made_ms', int, (c) => c.notNull())
        .addColumn('used_ms', int)
        .execute()
      await db.schema
        .createTable('console_session')
        .addColumn('digest', bytes, (c) => c.primaryKey().notNull())
        .addColumn('subject', text, (c) => c.notNull())
        .addColumn('name', text, (c) => c.notNull())
        .addColumn('role', text, (c) => c.notNull())
        .addColumn('machine_user', int)
        .addColumn('made_ms', int, (c) => c.notNull())
        .addColumn('seen_ms', int, (c) => c.notNull())
        .execute()
    },
  }
}
