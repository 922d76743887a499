import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** What organisations said of the agreement, and the rounds that its limits count. */
export function statements(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('statement')
        .addColumn('agreement', text, (c) => c.notNull())
        .addColumn('digest', text, (c) => c.notNull())
        .addColumn('body', text, (c) => c.notNull())
        .addColumn('received_ms', int, (c) => c.notNull())
        .addPrimaryKeyConstraint('statement_key', ['agreement', 'digest'])
        .execute()
      await db.schema
        .createTable('begun_round')
        .addColumn('round', text, (c) => c.notNull())
        .addColumn('agreement', text, (c) => c.notNull())
        .addColumn('opened_ms', int, (c) => c.notNull())
        .addPrimaryKeyConstraint('begun_round_key', ['round'])
        .execute()
    },
  }
}
