import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** What persons decided here, and what happened in each round, kept after its rows are gone. */
export function decisions(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('decision')
        .addColumn('sequence', int, (c) => c.notNull())
        .addColumn('subject', text, (c) => c.notNull())
        .addColumn('object', text, (c) => c.notNull())
        .addColumn('choice', text, (c) => c.notNull())
        .addColumn('actor', text, (c) => c.notNull())
        .addColumn('origin', text, (c) => c.notNull())
        .addColumn('text', text)
        .addColumn('at_ms', int, (c) => c.notNull())
        .addPrimaryKeyConstraint('decision_key', ['sequence'])
        .execute()
      await db.schema
        .createTable('round_event')
        .addColumn('round', text, (c) => c.notNull())
        .addColumn('sequence', int, (c) => c.notNull())
        .addColumn('at_ms', int, (c) => c.notNull())
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('detail', text, (c) => c.notNull())
        .addColumn('party', text)
        .addColumn('bytes', int)
        .addPrimaryKeyConstraint('round_event_key', ['round', 'sequence'])
        .execute()
      await db.schema
        .createTable('round_work')
        .addColumn('round', text, (c) => c.notNull())
        .addColumn('step', text, (c) => c.notNull())
        .addColumn('done', int, (c) => c.notNull())
        .addColumn('total', int, (c) => c.notNull())
        .addColumn('begun_ms', int, (c) => c.notNull())
        .addColumn('updated_ms', int, (c) => c.notNull())
        .addPrimaryKeyConstraint('round_work_key', ['round', 'step'])
        .execute()
    },
  }
}
