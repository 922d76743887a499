import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Problem } from '../base/problem.ts'
import type { Connection } from './connection.ts'
import type { DatabaseKind } from './failure.ts'
import { start } from './migrations/0001-start.ts'
import { counted } from './migrations/0002-counted.ts'
import { statements } from './migrations/0003-statements.ts'
import { ledger } from './migrations/0004-ledger.ts'
import { judgements } from './migrations/0005-judgements.ts'
import { sources } from './migrations/0006-sources.ts'
import { log } from './migrations/0007-log.ts'
import { accounts } from './migrations/0008-accounts.ts'
import { decisions } from './migrations/0009-decisions.ts'

/** All migrations, by number. */
export function migrationsOf(kind: DatabaseKind): Record<string, Migration> {
  return {
    '0001-start': start(kind),
    '0002-counted': counted(kind),
    '0003-statements': statements(kind),
    '0004-ledger': ledger(kind),
    '0005-judgements': judgements(kind),
    '0006-sources': sources(kind),
    '0007-log': log(kind),
    '0008-accounts': accounts(kind),
    '0009-decisions': decisions(kind),
  }
}

/**
 * Brings the tables up to date. Each migration is one transaction; two processes that open the same
 * database at once do it one after the other.
 * `upTo`: no further than this one. Fails with `storage.newer` where a later version of Samentel has been at work.
 */
export async function migrate(connection: Connection, upTo?: string): Promise<void> {
  const migrations = migrationsOf(connection.place.kind)
  const provider = { getMigrations: async () => migrations }
  const migrator = new Migrator({ db: connection.kysely, provider })
  const { error } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo))
  if (error === undefined) return
  const known = new Set(Object.keys(migrations))
  const done = await migrationsDone(connection)
  if (done.every((name) => known.has(name))) throw error
  throw new Problem({
    code: 'storage.newer',
    what: 'The database was written by a newer version of Samentel',
    where: connection.place.name,
    remedy: 'Start that version or a later one; going back needs a backup from before it.',
    status: 500,
    cause: error,
  })
}

/** Empty where the table of migrations itself cannot be read: the first error says more then. */
export async function migrationsDone({ kysely }: Connection): Promise<string[]> {
  const query = sql<{ name: string }>`select name from kysely_migration`
  return query.execute(kysely).then(
    ({ rows }) => rows.map(({ name }) => name),
    () => [],
  )
}
