import type { Database } from '../storage/database.ts'
import type { RoundKeys } from './round-keys.ts'

/** Rounds that have ended and still hold a key or batches. */
export async function endedUnscrubbed(database: Database): Promise<string[]> {
  const { rounds, settings } = database.stores
  const found: string[] = []
  for (const id of await rounds.ended()) {
    if ((await settings.get(scrubbed(id))) === null) found.push(id)
  }
  return found
}

/**
 * Destroys the round key, then deletes what it sealed (protocol/specification.md 12.3). A crash in
 * between leaves unreadable rows; the mark comes last, so the next start does it again.
 */
export async function scrubRound(
  database: Database,
  roundKeys: RoundKeys,
  round: string,
): Promise<void> {
  await roundKeys.destroy(round)
  await database.scrubRound(round)
  await database.stores.settings.set(scrubbed(round), 'yes')
}

function scrubbed(round: string): string {
  return `scrubbed/${round}`
}
