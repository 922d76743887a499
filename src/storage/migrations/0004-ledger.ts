import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** What an evaluator has spent of the promises of covered rounds: never deleted from. */
export function ledger(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('ledger')
        .addColumn('sequence', int, (c) => c.notNull())
        .addColumn('entry', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('ledger_key', ['sequence'])
        .execute()
    },
  }
}
