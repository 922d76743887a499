import { isId } from '../base/ids.ts'
import type { Stores } from '../storage/database.ts'
import type { NodeEvent } from './events.ts'
import { isLive, type NodeState } from './state.ts'
import type { Saying } from './step.ts'

/**
 * What happened in a round at this node, in ids and counts, kept after the round: `heard` from the
 * coordinator, `said` to it, whom it `waits` for, how it `ended`.
 */
export async function noteStep(
  stores: Stores,
  event: NodeEvent,
  { before, after }: { readonly before: NodeState | null; readonly after: NodeState },
): Promise<void> {
  if (before === after) return
  const { round } = after.core
  const heard = heardOf(event)
  if (heard !== null) await stores.diary.append(round, { kind: 'heard', ...heard, bytes: null })
  if (isLive(after) || before?.phase === after.phase) return
  const [detail, party] =
    after.phase === 'released'
      ? (['released', null] as const)
      : ([after.code, idsIn(after.by)] as const)
  await stores.diary.append(round, { kind: 'ended', detail, party, bytes: null })
}

/** A message as it was put into the outbox. `bytes`: of its signed text. */
export async function noteSaid(
  stores: Stores,
  round: string,
  { type, body, bytes }: Saying & { readonly bytes: number },
): Promise<void> {
  const stage = 'stage' in body ? ` ${body.stage}` : ''
  await stores.diary.append(round, { kind: 'said', detail: `${type}${stage}`, party: null, bytes })
}

/** Who is named comes over the network, and could be any text. */
function idsIn(by: string): string {
  return by.split(' ').filter(isId).join(' ')
}

/** Own work and own answers are told by what was said of them. */
function heardOf(
  event: NodeEvent,
): { readonly detail: string; readonly party: string | null } | null {
  switch (event.type) {
    case 'round.proposed':
    case 'keys.committed':
    case 'manifest.complete':
    case 'manifest.signed':
    case 'roster.proposed':
    case 'roster.complete':
    case 'lists.complete':
    case 'mix.complete':
    case 'counts.due':
    case 'release.due':
    case 'round.aborted':
      return { detail: event.type, party: null }
    case 'stage.due':
      return { detail: `${event.type} ${event.stage}`, party: null }
    case 'stage.check':
      return { detail: `${event.type} ${event.shown.done.stage}`, party: event.shown.maker }
    case 'questions.due':
    case 'round.released':
    case 'release.refused':
      return { detail: event.type, party: event.from }
    default:
      return null
  }
}
