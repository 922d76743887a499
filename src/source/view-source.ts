import { type ControlledTransaction, sql } from 'kysely'
import { Problem } from '../base/problem.ts'
import { type FieldMap, plainFieldMap } from './field-map.ts'
import { exportShape } from './file-shape.ts'
import { type ReadColumn, resolveHeader } from './header.ts'
import { judgeRows } from './judge-rows.ts'
import { dayText } from './number-cell.ts'
import type { Cell, SourceEvent } from './source-event.ts'
import { openViewDatabase } from './view-database.ts'
import { viewFailure } from './view-failure.ts'
import { shownPlace, type ViewPlace } from './view-place.ts'
import { type AnyDatabase, mayWrite, refuseWriting } from './view-rights.ts'

const PAGE = 1000
const CURSOR = 'rows_of_view'

type Row = Readonly<Record<string, unknown>>

/** A view that is open for reading, as it was when it was opened. */
export interface OpenView {
  readonly name: string
  readonly read: () => AsyncGenerator<SourceEvent>
  readonly close: () => Promise<void>
}

/**
 * Opens a view in one transaction that reads only: every reading gives the same rows, in order of record_id; SQL Server
 * has no such transaction unless it was set up, and an import that finds the rows changed is refused. Lines are rows,
 * the first of them 2, as in an export. `writable` says whether an account is taken that could write.
 *
 * @throws Problem `source.database-unreachable`, `source.database-login`, `source.database-missing`,
 * `source.account-writes`
 */
export async function openView(
  place: ViewPlace,
  {
    map = plainFieldMap,
    writable = false,
  }: { readonly map?: FieldMap; readonly writable?: boolean } = {},
): Promise<OpenView> {
  const db = await attempt(place, () => openViewDatabase(place))
  try {
    const writes = await attempt(place, () => mayWrite(db, place))
    if (writes && !writable) throw refuseWriting(place)
    const transaction = await attempt(place, () => begin(db, place))
    // A file that is no database shows only when it is read.
    if (place.kind === 'sqlite')
      await attempt(place, () => sql`select 1 from sqlite_schema limit 1`.execute(transaction))
    return {
      name: place.view,
      read: () => readView(transaction, place, map),
      close: async () => {
        // What was only read needs no end that holds.
        await transaction
          .rollback()
          .execute()
          .catch(() => {})
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

type Transaction = ControlledTransaction<Record<string, Record<string, unknown>>>

function begin(db: AnyDatabase, { kind }: ViewPlace): Promise<Transaction> {
  const builder = db.startTransaction()
  if (kind === 'sqlite' || kind === 'mssql') return builder.execute()
  return builder.setIsolationLevel('repeatable read').setAccessMode('read only').execute()
}

/** Throws what resolveHeader throws, `source.view-empty`, `source.view-missing`, `source.view-denied`. */
async function* readView(
  transaction: Transaction,
  place: ViewPlace,
  map: FieldMap,
): AsyncGenerator<SourceEvent> {
  const where = shownPlace(place)
  const judge = judgeRows({ file: place.view, map, shape: exportShape })
  let names: readonly string[] = []
  let columns: readonly ReadColumn[] | undefined
  let line = 1
  for await (const row of rowsOf(transaction, place, map.columns.record_id ?? 'record_id')) {
    if (columns === undefined) {
      names = Object.keys(row)
      columns = resolveHeader(names, map, { shape: exportShape, where })
      yield { kind: 'header', columns: columns.filter((name) => name !== undefined) }
    }
    line++
    yield judge({ line, values: names.map((name) => cellOf(row[name])) }, columns)
  }
  if (columns === undefined) throw emptyView(where)
}

async function* rowsOf(db: Transaction, place: ViewPlace, id: string): AsyncGenerator<Row> {
  try {
    if (place.kind === 'postgres') yield* cursorRows(db, place, id)
    else yield* db.selectFrom(place.view).selectAll().orderBy(sql.ref(id)).stream(PAGE)
  } catch (error) {
    throw viewFailure(error, place)
  }
}

/** The driver has no streams of its own: a cursor of the server gives a page at a time. */
async function* cursorRows(db: Transaction, { view }: ViewPlace, id: string): AsyncGenerator<Row> {
  const cursor = sql.id(CURSOR)
  const from = sql`select * from ${sql.table(view)} order by ${sql.ref(id)}`
  await sql`declare ${cursor} no scroll cursor for ${from}`.execute(db)
  try {
    for (;;) {
      const page = await sql<Row>`fetch forward ${sql.lit(PAGE)} from ${cursor}`.execute(db)
      yield* page.rows
      if (page.rows.length < PAGE) break
    }
  } finally {
    // After a failure the server has closed it.
    await sql`close ${cursor}`.execute(db).catch(() => {})
  }
}

/** Numbers and days as the database has them; anything else as its text. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return value
  if (value instanceof Date) return dayText(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8').trim()
  return String(value).trim()
}

async function attempt<T>(place: ViewPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw viewFailure(error, place)
  }
}

function emptyView(where: string): Problem {
  return new Problem({
    code: 'source.view-empty',
    what: 'The view gives no rows to this account',
    where,
    remedy: 'Check what the view selects, and that the account may see its rows.',
  })
}
