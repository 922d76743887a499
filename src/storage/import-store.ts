import type { Session } from './session.ts'

/** One reading of a source file: counts and findings, never a value. */
export interface ImportRun {
  readonly fileName: string
  readonly records: number
  readonly refused: number
  /** Any JSON value. */
  readonly findings: unknown
}

export interface StoredImportRun extends ImportRun {
  readonly id: number
  readonly atMs: number
}

export class ImportStore {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  async add(run: ImportRun): Promise<void> {
    await this.#session
      .db()
      .insertInto('import_run')
      .values({
        file_name: run.fileName,
        at_ms: this.#session.clock.nowMs(),
        records: run.records,
        refused: run.refused,
        findings: JSON.stringify(run.findings),
      })
      .execute()
  }

  async latest(): Promise<StoredImportRun | null> {
    const query = this.#session.db().selectFrom('import_run').selectAll()
    const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst()
    if (row === undefined) return null
    const { id, file_name: fileName, at_ms: atMs, records, refused } = row
    return { id, fileName, atMs, records, refused, findings: JSON.parse(row.findings) }
  }
}
