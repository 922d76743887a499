import { checkHealth, type Finding, type HealthCheck } from '../health/health.ts'
import type { Notice } from '../health/notices.ts'
import { isPaused } from '../node/decisions.ts'
import { readLastHeard } from '../node/last-heard.ts'
import { listsOf } from '../round/agreement.ts'
import type { ConsoleParts } from './routes.ts'

const DAY_MS = 24 * 3_600_000
/** An end that is so near is urgent. */
const URGENT_DAYS = 7

export interface Fault {
  readonly check: Exclude<HealthCheck, 'coordinator' | 'agreement'>
  /** A code, or figures. */
  readonly why: string
}

/** How things stand at a node: ids, counts and times. */
export interface Facts {
  readonly nowMs: number
  readonly self: string
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
  readonly revoked: readonly string[]
  readonly organisations: readonly string[]
  /** What ends within thirty days, or has ended. */
  readonly notices: readonly Notice[]
  /** What a check of this node found wrong, but for its connection. */
  readonly faults: readonly Fault[]
  readonly ownsLists: boolean
  readonly importedMs: number | null
  readonly importAgeDays: number
  /** Rounds that run, and where each stands. */
  readonly rounds: readonly { readonly id: string; readonly phase: string }[]
  /** Whether this organisation holds back every new round. */
  readonly paused: boolean
  /** Whether the coordinator was not heard for a while, or never. */
  readonly isSilent: boolean
  /** Code of why it does not answer; null where it does, or was never asked. */
  readonly missed: string | null
  readonly heardMs: number | null
}

/** Something for a person to do or to know. */
export type ToDo =
  | { readonly is: 'answer' | 'paused' }
  | { readonly is: 'revoked' | 'rejected' | 'others'; readonly ids: readonly string[] }
  | { readonly is: 'no-import' }
  | { readonly is: 'old-import'; readonly days: number }
  | { readonly is: 'asked' | 'running'; readonly round: string }
  | { readonly is: 'ending'; readonly notice: Notice }
  | { readonly is: 'fault'; readonly fault: Fault }
  | { readonly is: 'silent'; readonly code: string | null; readonly heardMs: number | null }

export async function readFacts(parts: ConsoleParts): Promise<Facts> {
  const { agreement, self, clock, console } = parts
  const { stores } = parts.database
  const standing = await parts.rounds.consents.standing()
  const heard = await readLastHeard(stores)
  const open = await stores.rounds.open()
  const { findings, notices } = await checkHealth(parts)
  return {
    nowMs: clock.nowMs(),
    self,
    accepted: standing.accepted,
    rejected: standing.rejected,
    revoked: standing.revoked,
    organisations: agreement.terms.organisations.map(({ id }) => id),
    notices,
    faults: findings.flatMap(faultOf),
    ownsLists: listsOf(agreement.terms, self).length > 0,
    importedMs: (await stores.imports.latest())?.atMs ?? null,
    importAgeDays: console.importAgeDays,
    rounds: open.map(({ id, phase }) => ({ id, phase })),
    paused: await isPaused(stores),
    isSilent: findings.some(({ check, ok }) => check === 'coordinator' && !ok),
    missed: heard.missed,
    heardMs: heard.heardMs,
  }
}

/** The most pressing first. */
export function toDosOf(facts: Facts): ToDo[] {
  return [
    ...facts.faults.map((fault) => ({ is: 'fault', fault }) as const),
    ...ofAgreement(facts),
    ...ofRounds(facts),
    ...ofImport(facts),
    ...ofConnection(facts),
    ...facts.notices.map((notice) => ({ is: 'ending', notice }) as const),
  ]
}

/** Whether it stands out: nothing goes on, or soon will not, until somebody does something. */
export function isUrgent(toDo: ToDo): boolean {
  if (toDo.is === 'ending') {
    return toDo.notice.kind !== 'retention' && toDo.notice.days < URGENT_DAYS
  }
  return !['others', 'running', 'paused', 'old-import'].includes(toDo.is)
}

function ofAgreement(facts: Facts): ToDo[] {
  const { self, accepted, rejected, revoked, organisations } = facts
  if (revoked.length > 0) return [{ is: 'revoked', ids: revoked }]
  const isAnswered = accepted.includes(self) || rejected.includes(self)
  const silent = organisations.filter((id) => ![...accepted, ...rejected, self].includes(id))
  return [
    ...(isAnswered ? [] : [{ is: 'answer' } as const]),
    ...(rejected.length > 0 ? [{ is: 'rejected', ids: rejected } as const] : []),
    ...(isAnswered && silent.length > 0 ? [{ is: 'others', ids: silent } as const] : []),
  ]
}

function ofRounds({ rounds, paused }: Facts): ToDo[] {
  const asked = rounds.filter(({ phase }) => phase === 'asked')
  const running = rounds.filter(({ phase }) => phase !== 'asked')
  return [
    ...asked.map(({ id }) => ({ is: 'asked', round: id }) as const),
    ...running.map(({ id }) => ({ is: 'running', round: id }) as const),
    ...(paused ? [{ is: 'paused' } as const] : []),
  ]
}

function ofImport({ ownsLists, importedMs, importAgeDays, nowMs }: Facts): ToDo[] {
  if (!ownsLists) return []
  if (importedMs === null) return [{ is: 'no-import' }]
  const days = Math.floor((nowMs - importedMs) / DAY_MS)
  return days > importAgeDays ? [{ is: 'old-import', days }] : []
}

function ofConnection({ isSilent, missed, heardMs }: Facts): ToDo[] {
  return isSilent || missed !== null ? [{ is: 'silent', code: missed, heardMs }] : []
}

/** Connection and agreement have words of their own. */
function faultOf({ check, ok, why }: Finding): Fault[] {
  if (ok || check === 'coordinator' || check === 'agreement') return []
  return [{ check, why: why ?? '' }]
}

/** The page on which to do it; null where that is a command. */
export function pageFor(toDo: ToDo): string | null {
  switch (toDo.is) {
    case 'no-import':
    case 'old-import':
    case 'silent':
    case 'fault':
      return null
    case 'ending':
      return toDo.notice.kind === 'agreement' ? '/agreement' : null
    case 'asked':
    case 'running':
      return `/rounds/${toDo.round}`
    case 'paused':
      return '/rounds'
    default:
      return '/agreement'
  }
}
