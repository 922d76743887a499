import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** What parties signed of releases: one judgement of each, never changed or deleted. */
export function judgements(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('judgement')
        .addColumn('release', text, (c) => c.notNull())
        .addColumn('party', text, (c) => c.notNull())
        .addColumn('body', text, (c) => c.notNull())
        .addColumn('received_ms', int, (c) => c.notNull())
        .addPrimaryKeyConstraint('judgement_key', ['release', 'party'])
        .execute()
    },
  }
}
