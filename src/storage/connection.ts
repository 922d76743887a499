import type { DatabaseConnection, Kysely } from 'kysely'
import { type Place, storageFailure } from './failure.ts'
import type { Schema } from './schema.ts'

/** An open database of either kind, before stores and transactions are put on it. */
export interface Connection {
  readonly place: Place
  readonly kysely: Kysely<Schema>
  /** Takes what was deleted out of files that still hold it. */
  readonly wipe: () => Promise<void>
}

/** Makes a driver's connection give problems for failures and plain bytes for blobs. */
export function tidyConnection(connection: DatabaseConnection, place: Place): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async (query, options) => {
    try {
      const result = await execute<never>(query, options)
      for (const row of result.rows) plainBytes(row)
      return result
    } catch (error) {
      throw storageFailure(error, place)
    }
  }
}

function plainBytes(row: Record<string, unknown>): void {
  for (const column in row) {
    const value = row[column]
    if (!Buffer.isBuffer(value)) continue
    row[column] = new Uint8Array(value.buffer, value.byteOffset, value.length)
  }
}
