import type { Clock } from '../base/clock.ts'
import type { ActLog, By } from '../log/act.ts'
import type { Database, Stores } from '../storage/database.ts'
import { importedMark } from './imported.ts'
import { dropStagedBefore } from './staging.ts'

const DAY_MS = 86_400_000
/** What a stopped import left is of no use for longer. */
const STAGED_DAYS = 7

export interface RetentionParts {
  readonly database: Database
  readonly clock: Clock
  readonly acts: ActLog
  readonly by: By
}

export interface Expired {
  /** Records that were erased, by list. */
  readonly lists: Readonly<Record<string, number>>
  /** Lists that hold nothing any more: they count as not imported, not as empty. */
  readonly emptied: readonly string[]
}

/**
 * Erases records that no import has brought for so many days, and what an import left that was stopped. `days` absent:
 * records are kept until an import replaces them.
 */
export async function applyRetention(
  parts: RetentionParts,
  days: number | undefined,
): Promise<Expired> {
  const nowMs = parts.clock.nowMs()
  const expired = await parts.database.transaction('retention', async (stores) => {
    const stagedDays = Math.min(STAGED_DAYS, days ?? STAGED_DAYS)
    const dropped = await dropStagedBefore(stores, nowMs - stagedDays * DAY_MS)
    const old =
      days === undefined ? new Map() : await stores.records.removeOlder(nowMs - days * DAY_MS)
    const emptied = await unmarkEmptied(stores, [...old.keys()])
    for (const object of old.keys()) {
      const act = { action: 'records.retention', object, result: 'done', ...parts.by } as const
      await parts.acts.append(act, stores)
    }
    return { lists: Object.fromEntries(old), emptied, any: dropped || old.size > 0 }
  })
  if (expired.any) await parts.database.wipe()
  return { lists: expired.lists, emptied: expired.emptied }
}

/** A list whose records all expired must not go into a round as one on which nobody stands. */
async function unmarkEmptied(stores: Stores, lists: readonly string[]): Promise<string[]> {
  const counts = await stores.records.counts()
  const emptied = lists.filter((list) => !counts.has(list))
  for (const list of emptied) await stores.settings.remove(importedMark(list))
  return emptied
}
