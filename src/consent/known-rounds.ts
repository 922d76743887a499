import type { KnownRound } from '../round/permit.ts'
import type { Stores } from '../storage/database.ts'

/**
 * Rounds that run here, and those that came as far as sending data: what limits count
 * (protocol/specification.md 4.8). `openedMs` reads a round's opening from the role's own state.
 */
export async function knownRounds(
  stores: Stores,
  agreement: string,
  openedMs: (state: unknown) => number,
): Promise<KnownRound[]> {
  const begun = await stores.begunRounds.list(agreement)
  const ids = new Set(begun.map(({ round }) => round))
  const open = (await stores.rounds.open()).filter(({ id }) => !ids.has(id))
  return [...begun, ...open.map(({ id, state }) => ({ round: id, openedMs: openedMs(state) }))]
}
