import type { Database, Statement } from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

const CAPACITY = 128

/** A SQLite connection that prepares each text once; the least used texts are forgotten. */
export class StatementCache implements SqliteDatabase {
  readonly #file: Database
  readonly #statements = new Map<string, Statement>()
  #expectsTransaction = false

  constructor(file: Database) {
    this.#file = file
  }

  get inTransaction(): boolean {
    return this.#file.inTransaction
  }

  /** From here on statements belong to a transaction; without one they are refused. */
  expectTransaction(expected: boolean): void {
    this.#expectsTransaction = expected
  }

  prepare(text: string): Statement {
    if (this.#expectsTransaction && !this.#file.inTransaction) {
      // SQLite rolled back by itself and the caller went on: this would be written on its own.
      throw new Error('the transaction was rolled back by an earlier failure')
    }
    const statement = this.#statements.get(text) ?? this.#file.prepare(text)
    this.#statements.delete(text)
    this.#statements.set(text, statement)
    if (this.#statements.size > CAPACITY) this.#forgetOldest()
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.#file.close()
  }

  #forgetOldest(): void {
    for (const text of this.#statements.keys()) {
      this.#statements.delete(text)
      return
    }
  }
}
