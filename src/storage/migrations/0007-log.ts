import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

/** Acts, in a chain that is only added to; and what organisations signed of each other's. */
export function log(kind: DatabaseKind): Migration {
  const text = kind === 'sqlite' ? 'text' : sql`text collate "C"`
  const int = kind === 'sqlite' ? 'integer' : 'bigint'
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('act')
        .addColumn('log', text, (c) => c.notNull())
        .addColumn('sequence', int, (c) => c.notNull())
        .addColumn('entry', text, (c) => c.notNull())
        .addColumn('head', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('act_key', ['log', 'sequence'])
        .execute()
      await db.schema
        .createTable('log_statement')
        .addColumn('position', kind === 'sqlite' ? 'integer' : 'bigserial', (c) =>
          kind === 'sqlite' ? c.primaryKey().autoIncrement() : c.primaryKey(),
        )
        .addColumn('digest', text, (c) => c.notNull().unique())
        .addColumn('organisation', text, (c) => c.notNull())
        .addColumn('log', text, (c) => c.notNull())
        .addColumn('signer', text, (c) => c.notNull())
        .addColumn('body', text, (c) => c.notNull())
        .addColumn('received_ms', int, (c) => c.notNull())
        .execute()
      for (const statement of appendOnly[kind]) await sql.raw(statement).execute(db)
    },
  }
}

/** Against mistakes: whoever may change the tables can take these away, and the chain shows it then. */
const appendOnly: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: ['update', 'delete'].map(
    (change) =>
      `create trigger act_no_${change} before ${change} on act begin select raise(abort, 'the log is only added to'); end`,
  ),
  postgres: [
    `create function act_only_added() returns trigger language plpgsql as $$ begin raise exception 'the log is only added to'; end $$`,
    'create trigger act_only_added before update or delete or truncate on act execute function act_only_added()',
  ],
}
