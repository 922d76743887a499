import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Core } from '../round/manifest.ts'
import type { Database } from '../storage/database.ts'

/** Work that goes on after the end would keep keys that must go (protocol/specification.md 12.2). */
export function endedRefuser(core: Core, database: Database, clock: Clock): () => Promise<void> {
  return async () => {
    if (clock.nowMs() >= core.deadlineMs) throw deadlinePassed(core.round)
    if (await database.stores.rounds.isOpen(core.round)) return
    throw new Problem({
      code: 'round.ended',
      what: 'The round has ended while this node worked on it',
      where: `round ${core.round}`,
      status: 410,
    })
  }
}

export function deadlinePassed(round: string): Problem {
  return new Problem({
    code: 'round.deadline',
    what: 'The deadline of the round has passed',
    where: `round ${round}`,
  })
}
