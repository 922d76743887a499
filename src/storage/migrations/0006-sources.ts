import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** Records of an import that has not come to its end, and records that are kept out of all imports. */
export function sources(kind: DatabaseKind): Migration {
  // Collation C: names sort by their bytes, as on SQLite.
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const bytes = kind === 'sqlite' ? 'blob' : 'bytea'
  return {
    async up(db: Kysely<unknown>) {
      const staged = db.schema
        .createTable('staged_record')
        .addColumn('list', text, (c) => c.notNull())
        .addColumn('record_digest', bytes, (c) => c.notNull())
        .addColumn('keys', bytes, (c) => c.notNull())
        .addPrimaryKeyConstraint('staged_record_key', ['list', 'record_digest'])
      await (kind === 'sqlite' ? staged.modifyEnd(sql`without rowid`) : staged).execute()
      await db.schema
        .createTable('kept_out')
        .addColumn('record_digest', bytes, (c) => c.notNull())
        .addPrimaryKeyConstraint('kept_out_key', ['record_digest'])
        .execute()
    },
  }
}
