import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/**
 * A round has several tables, each counted by itself. Exact tables of rounds before are let go:
 * nothing reads them, and what was released of them is kept elsewhere.
 */
export function counted(kind: DatabaseKind): Migration {
  // Collation C: names sort by their bytes, as on SQLite.
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.dropTable('overlap').execute()
      await db.schema
        .createTable('counted')
        .addColumn('round', text, (c) => c.notNull())
        .addColumn('name', text, (c) => c.notNull())
        .addColumn('sealed', kind === 'sqlite' ? 'blob' : 'bytea', (c) => c.notNull())
        .addPrimaryKeyConstraint('counted_key', ['round', 'name'] as never[])
        .execute()
    },
  }
}
