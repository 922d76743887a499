import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Session } from './session.ts'

/** About four megabytes at a time. */
const SLICE = { batch_row: 16_000, chunk: 64 } as const

/**
 * Deletes the rows or chunks of a batch or of a whole round in slices, so that heartbeats go on and
 * the log stays small. A crash leaves the rest; the same call deletes it.
 */
export async function sliceAway(
  session: Session,
  table: 'batch_row' | 'chunk',
  which: { readonly round: string; readonly name?: string },
): Promise<void> {
  for (;;) {
    const end = await sliceEnd(session, table, which)
    let query = session.db().deleteFrom(table).where('round', '=', which.round)
    if (which.name !== undefined) query = query.where('name', '=', which.name)
    if (end === undefined) {
      await query.execute()
      return
    }
    await query.where(sql<boolean>`(name, position) < (${end.name}, ${end.position})`).execute()
    await breathe()
  }
}

/** The first piece that is left for the next slice. */
async function sliceEnd(
  session: Session,
  table: 'batch_row' | 'chunk',
  which: { readonly round: string; readonly name?: string },
): Promise<{ name: string; position: number } | undefined> {
  let query = session.db().selectFrom(table).select(['name', 'position'])
  query = query.where('round', '=', which.round)
  if (which.name !== undefined) query = query.where('name', '=', which.name)
  return query.orderBy('name').orderBy('position').limit(1).offset(SLICE[table]).executeTakeFirst()
}
