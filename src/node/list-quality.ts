import { Problem } from '../base/problem.ts'
import { keepListQualities } from '../counter/link-quality.ts'
import type { CountKeeping } from '../counter/table-count.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'
import {
  decodeListQualities,
  encodeListQualities,
  type ListQuality,
} from '../round/quality-reports.ts'
import type { RoundWork } from '../work/round-work.ts'
import { openForCounter, sealToCounters } from '../work/seal-to-counters.ts'
import type { DeclaredList } from './state.ts'

/** 5.9: what the rows of its lists hold, told by an owner to the counters alone; in a covered round to nobody. */
export async function sealListQualities(
  work: RoundWork,
  lists: readonly ListQuality[],
): Promise<Record<string, string>> {
  if (work.manifest.core.cover !== null) return {}
  return sealToCounters(work, 'samentel list quality v2', encodeListQualities(lists))
}

/**
 * At a counter: opens what all owners told, and keeps it for the release.
 * @throws Problem `lists.quality-unreadable`, `lists.quality-wrong` naming the owner
 */
export async function takeListQualities(
  work: RoundWork,
  keeping: CountKeeping,
  roster: readonly DeclaredList[],
): Promise<void> {
  const { core } = work.manifest
  if (core.cover !== null) return
  const bySender = new Map(roster.map(({ sender, quality }) => [sender, quality]))
  const all: ListQuality[] = []
  for (const [sender, sealed] of bySender) {
    const told = await openForCounter(work, 'samentel list quality v2', { sender, sealed }).then(
      (bytes) => decodeListQualities(bytes, listsOwnedBy(core, sender)),
      (cause: unknown) => {
        throw unreadable(sender, cause)
      },
    )
    if (told === null) throw unreadable(sender)
    if (!told.every((one) => isPossible(core, one))) throw wrong(sender)
    all.push(...told)
  }
  await keepListQualities(keeping, core.round, all)
}

function isPossible({ lists, slots, checks }: Core, told: ListQuality): boolean {
  const agreed = lists.find(({ id }) => id === told.list)?.rows ?? 0
  const { records, rows, withoutKey, withoutLinkingKey, keys, dropped } = told
  return (
    withoutKey <= withoutLinkingKey &&
    withoutLinkingKey <= rows &&
    rows <= records &&
    rows <= agreed - checks &&
    dropped <= keys &&
    keys <= rows * slots.length
  )
}

function unreadable(owner: string, cause?: unknown): Problem {
  return new Problem({
    code: 'lists.quality-unreadable',
    what: 'An owner told a counter nothing of what its rows hold, or in a way that does not open',
    where: owner,
    remedy: 'The round ends before anything is opened; ask this owner what it runs.',
    status: 409,
    cause,
  })
}

function wrong(owner: string): Problem {
  return new Problem({
    code: 'lists.quality-wrong',
    what: 'What an owner told of its rows cannot be: parts of it are more than the whole',
    where: owner,
    remedy: 'The round ends before anything is opened; ask this owner what it runs.',
    status: 409,
  })
}
