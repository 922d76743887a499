import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { DatabaseKind } from './failure.ts'
import type { Schema } from './schema.ts'

/** What a store works on: a transaction, or the database outside one. */
export interface Session {
  readonly kind: DatabaseKind
  readonly clock: Clock
  readonly inTransaction: boolean
  /** Throws where its use would wait for itself, or comes after the transaction's end. */
  db(): Kysely<Schema>
}
