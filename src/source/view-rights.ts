import { type Kysely, sql } from 'kysely'
import { Problem } from '../base/problem.ts'
import { shownPlace, type ViewPlace } from './view-place.ts'

/** A database of which nothing is known beforehand. */
export type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>

/**
 * Whether the account could change rows: then a fault here could reach the register. A SQLite file is opened for
 * reading, whatever its rights.
 */
export async function mayWrite(db: AnyDatabase, { kind }: ViewPlace): Promise<boolean> {
  if (kind === 'postgres') return mayWritePostgres(db)
  if (kind === 'mysql') return grantsWrite(await grantsOf(db))
  return kind === 'mssql' ? mayWriteMssql(db) : false
}

/** Throws `source.account-writes`. */
export function refuseWriting(place: ViewPlace): Problem {
  return new Problem({
    code: 'source.account-writes',
    what: 'The account of the source database may change rows there, and reading is all it is for',
    where: shownPlace(place),
    remedy: `Let who runs the database make an account with SELECT on ${place.view} alone; or say writableAccount: allow.`,
  })
}

async function mayWritePostgres(db: AnyDatabase): Promise<boolean> {
  const { rows } = await sql<{ writes: unknown }>`
    select current_setting('is_superuser') = 'on' or exists (
      select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f')
        and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
        and has_schema_privilege(n.oid, 'USAGE')
        and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
    ) as writes`.execute(db)
  return isTrue(rows[0]?.writes)
}

async function grantsOf(db: AnyDatabase): Promise<string[]> {
  const { rows } = await sql<Record<string, unknown>>`show grants`.execute(db)
  return rows.flatMap((row) => Object.values(row).map(String))
}

const reading: ReadonlySet<string> = new Set(['SELECT', 'USAGE', 'SHOW VIEW', 'SHOW DATABASES'])

/** MySQL's own account of what a user may do. A role that is granted says nothing of itself: it may write. */
export function grantsWrite(grants: readonly string[]): boolean {
  return grants.some((grant) => {
    const privileges = /^GRANT (.+?) ON /.exec(grant)?.[1]
    if (privileges === undefined) return /^GRANT /.test(grant)
    const names = privileges.replace(/\([^)]*\)/g, '').split(',')
    return names.some((name) => !reading.has(name.trim().toUpperCase()))
  })
}

async function mayWriteMssql(db: AnyDatabase): Promise<boolean> {
  const { rows } = await sql<{ writes: unknown }>`
    select case when has_perms_by_name(db_name(), 'DATABASE', 'INSERT') = 1
      or has_perms_by_name(db_name(), 'DATABASE', 'UPDATE') = 1
      or has_perms_by_name(db_name(), 'DATABASE', 'DELETE') = 1
      or exists (
        select 1 from sys.objects o where o.type in ('U', 'V') and (
          has_perms_by_name(quotename(schema_name(o.schema_id)) + '.' + quotename(o.name), 'OBJECT', 'INSERT') = 1
          or has_perms_by_name(quotename(schema_name(o.schema_id)) + '.' + quotename(o.name), 'OBJECT', 'UPDATE') = 1
          or has_perms_by_name(quotename(schema_name(o.schema_id)) + '.' + quotename(o.name), 'OBJECT', 'DELETE') = 1
        )
      ) then 1 else 0 end as writes`.execute(db)
  return isTrue(rows[0]?.writes)
}

function isTrue(value: unknown): boolean {
  return value === true || value === 't' || value === 1 || value === '1'
}
