import { statfs } from 'node:fs/promises'
import { isProblem } from '../base/problem.ts'
import { readLastHeard } from '../node/last-heard.ts'
import type { NodeParts } from '../node/parts.ts'
import type { Home } from '../settings/home.ts'
import type { NodeSettings } from '../settings/node-settings.ts'
import { endingsOf } from './endings.ts'
import { dueNotices, type Notice } from './notices.ts'

export type HealthCheck = 'keys' | 'store' | 'log' | 'disk' | 'coordinator' | 'clock' | 'agreement'

export interface Finding {
  readonly check: HealthCheck
  readonly ok: boolean
  /** Why not, as a code or in figures; null where it is. */
  readonly why: string | null
}

export interface Health {
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly notices: readonly Notice[]
}

export interface HealthParts
  extends Pick<NodeParts, 'database' | 'clock' | 'agreement' | 'acts' | 'ring' | 'roundKeys'> {
  readonly home: Home
  readonly settings: Pick<NodeSettings, 'ca' | 'retentionDays'>
}

const LEAST_DISK_BYTES = 1024 ** 3
/** The stream says something every 10 seconds. */
const STALE_MS = 120_000
/** Requests are refused at five minutes (specification 11.4). */
const MOST_SKEW_MS = 60_000

/** How this node is, each found out and not assumed. */
export async function checkHealth(parts: HealthParts): Promise<Health> {
  const findings: Finding[] = []
  const attempt = async (check: HealthCheck, find: () => Promise<string | null>) => {
    const why = await find().catch((error: unknown) => (isProblem(error) ? error.code : 'fault'))
    findings.push({ check, ok: why === null, why })
  }
  await attempt('keys', () => keys(parts))
  await attempt('store', () => store(parts))
  await attempt('log', () => log(parts))
  await attempt('disk', () => disk(parts))
  await attempt('coordinator', () => coordinator(parts))
  await attempt('clock', () => clock(parts))
  const notices = await noticesOf(parts).catch(() => [])
  const ended = notices.some(({ kind, mark }) => kind === 'agreement' && mark === 0)
  findings.push({ check: 'agreement', ok: !ended, why: ended ? 'agreement.expired' : null })
  return { ok: findings.every(({ ok }) => ok), findings, notices }
}

export async function noticesOf(parts: HealthParts): Promise<Notice[]> {
  const endings = await endingsOf({ ...parts, stores: parts.database.stores })
  return dueNotices(endings, parts.clock.nowMs())
}

/** Whether the store opens with the storage key as it is now, and running rounds have theirs. */
async function keys({ ring, roundKeys, database }: HealthParts): Promise<string | null> {
  await ring?.refresh()
  for (const { id, phase } of await database.stores.rounds.open()) {
    if (phase === 'running' && (await roundKeys.find(id)) === null) return 'round.key-gone'
  }
  return null
}

async function store({ database, clock }: HealthParts): Promise<string | null> {
  await database.stores.settings.set('health/written', String(clock.nowMs()))
  return null
}

/** An act is tried for, and taken back. */
async function log({ acts, database }: HealthParts): Promise<string | null> {
  const tried = new Error('tried')
  const act = { action: 'health.try', object: 'log', result: 'done' } as const
  const attempt = database.transaction('try-log', async (stores) => {
    await acts.append({ ...act, actor: 'health', origin: 'node' }, stores)
    throw tried
  })
  return attempt.catch((error: unknown) => {
    if (error === tried) return null
    throw error
  })
}

async function disk({ home }: HealthParts): Promise<string | null> {
  const free = await freeBytes(home)
  return free < LEAST_DISK_BYTES ? `${Math.floor(free / 1024 ** 2)} MiB free` : null
}

export async function freeBytes({ folder }: Home): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function coordinator({ database, clock }: HealthParts): Promise<string | null> {
  const { heardMs, missed } = await readLastHeard(database.stores)
  if (heardMs === null) return missed ?? 'never heard'
  const silentMs = clock.nowMs() - heardMs
  return silentMs > STALE_MS ? `not heard for ${Math.floor(silentMs / 60_000)} minutes` : null
}

async function clock({ database }: HealthParts): Promise<string | null> {
  const { aheadMs } = await readLastHeard(database.stores)
  if (aheadMs === null || Math.abs(aheadMs) <= MOST_SKEW_MS) return null
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  return `${seconds} seconds ${aheadMs > 0 ? 'behind' : 'ahead of'} the coordinator`
}
