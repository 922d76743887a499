import { type ColumnDataType, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DatabaseKind } from '../failure.ts'

type Type = ColumnDataType | RawBuilder<unknown>
type Columns = Readonly<Record<string, Type>>

/** The first tables. A migration that has been shipped is never edited: add the next number. */
export function start(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const [name, { columns, key }] of Object.entries(tables(kind))) {
        await createTable(db, kind, { name, columns, key })
      }
      await createOutbox(db, kind)
      await createImportRun(db, kind)
    },
  }
}

function types(kind: DatabaseKind) {
  if (kind === 'sqlite') return { text: 'text', int: 'integer', bytes: 'blob' } as const
  // Collation C: names sort by their bytes, as on SQLite.
  return { text: sql`text collate "C"`, int: 'bigint', bytes: 'bytea' } as const
}

function tables(kind: DatabaseKind): Record<string, { columns: Columns; key: string[] }> {
  const { text, int, bytes } = types(kind)
  const piece = { round: text, name: text, position: int, bytes }
  return {
    setting: { columns: { key: text, value: text }, key: ['key'] },
    record: {
      columns: { list: text, record_digest: bytes, keys: bytes, imported_at: int },
      key: ['list', 'record_digest'],
    },
    round: {
      columns: { id: text, role: text, phase: text, state: text, updated_ms: int },
      key: ['id'],
    },
    received: {
      columns: { round: text, sender: text, sequence: int, digest: bytes },
      key: ['round', 'sender', 'sequence'],
    },
    batch: {
      columns: { round: text, name: text, header: text, rows: int, done: int, complete: int },
      key: ['round', 'name'],
    },
    batch_row: { columns: piece, key: ['round', 'name', 'position'] },
    chunk: { columns: piece, key: ['round', 'name', 'position'] },
    answer: {
      columns: { round: text, stage: text, input_digest: bytes, output_digest: bytes },
      key: ['round', 'stage'],
    },
    overlap: { columns: { round: text, sealed: bytes }, key: ['round'] },
    release: { columns: { id: text, round: text, body: text, at_ms: int }, key: ['id'] },
  }
}

const mayBeNull = new Set(['output_digest', 'sent_ms'])

/** On SQLite rows that are small enough live in the key's own tree: one look-up instead of two. */
const clustered = new Set(['record', 'received', 'batch_row', 'answer'])

async function createTable(
  db: Kysely<unknown>,
  kind: DatabaseKind,
  table: { name: string; columns: Columns; key: string[] },
): Promise<void> {
  let builder = db.schema.createTable(table.name)
  for (const [column, type] of Object.entries(table.columns)) {
    builder = builder.addColumn(column, type, (c) => (mayBeNull.has(column) ? c : c.notNull()))
  }
  builder = builder.addPrimaryKeyConstraint(`${table.name}_key`, table.key as never[])
  if (kind === 'sqlite' && clustered.has(table.name))
    builder = builder.modifyEnd(sql`without rowid`)
  await builder.execute()
}

async function createOutbox(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, int } = types(kind)
  await numbered(db, kind, 'outbox', 'position')
    .addColumn('recipient', text, (c) => c.notNull())
    .addColumn('recipient_sequence', int, (c) => c.notNull())
    .addColumn('round', text, (c) => c.notNull())
    .addColumn('body', text, (c) => c.notNull())
    .addColumn('sent_ms', int)
    .addUniqueConstraint('outbox_once', ['recipient', 'recipient_sequence'])
    .execute()
  await db.schema
    .createIndex('outbox_unsent')
    .on('outbox')
    .column('position')
    .where(sql.ref('sent_ms'), 'is', null)
    .execute()
}

async function createImportRun(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { text, int } = types(kind)
  await numbered(db, kind, 'import_run', 'id')
    .addColumn('file_name', text, (c) => c.notNull())
    .addColumn('at_ms', int, (c) => c.notNull())
    .addColumn('records', int, (c) => c.notNull())
    .addColumn('refused', int, (c) => c.notNull())
    .addColumn('findings', text, (c) => c.notNull())
    .execute()
}

/** A table with a first column that counts up and never gives a number twice. */
function numbered(db: Kysely<unknown>, kind: DatabaseKind, name: string, column: string) {
  const table = db.schema.createTable(name)
  return kind === 'sqlite'
    ? table.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement())
    : table.addColumn(column, 'bigserial', (c) => c.primaryKey())
}
