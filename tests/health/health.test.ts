import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkHealth, type HealthParts } from '../../src/health/health.ts'
import { healthRoutes } from '../../src/health/health-routes.ts'
import { NoticeWatch } from '../../src/health/notice-watch.ts'
import { dueNotices, type Notice } from '../../src/health/notices.ts'
import { ActLog } from '../../src/log/act.ts'
import { LastHeard } from '../../src/node/last-heard.ts'
import { homeAt } from '../../src/settings/home.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { RoundKeyFiles } from '../../src/work/round-keys.ts'
import { StorageRing } from '../../src/work/storage-ring.ts'
import { sampleAgreement } from '../round/sample.ts'

const DAY_MS = 86_400_000
/** Of nobody. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBNjCB6aADAgECAhR/XItn4yC3pLzfrW7ZXkmh4vsY2jAFBgMrZXAwETEPMA0G
A1UEAwwGc2FtcGxlMB4XDTI2MTEyMjA5MDQwNVoXDTM2MTExOTA5MDQwNVowETEP
MA0GA1UEAwwGc2FtcGxlMCowBQYDK2VwAyEAchuHn9IZK5AFtXQ3QnBvXFt496uX
XNu35z+Brn7/kFCjUzBRMB0GA1UdDgQWBBTRMgr/vH+PSyBM10FkgoJoTrFvXTAf
BgNVHSMEGDAWgBTRMgr/vH+PSyBM10FkgoJoTrFvXTAPBgNVHRMBAf8EBTADAQH/
MAUGAytlcANBAOse+Tn6NrIjvbN6O/9UQGhMEvQFj+HAYtaAsukMBABO+1USEkRg
owUlgurtyo353jFpU0EsfuCICa9k0MAlcgE=
-----END CERTIFICATE-----`
let folder: string
let database: Database
let parts: HealthParts
let nowMs: number
let until: number
let key = new Uint8Array(32).fill(1)
const clock = { nowMs: () => nowMs }
const path = () => join(folder, 'node.sqlite')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-health-'))
  const agreement = await sampleAgreement()
  until = Date.parse(agreement.terms.validity.until) + DAY_MS
  nowMs = until - 100 * DAY_MS
  database = await openDatabase({ url: `sqlite:${path()}`, clock })
  const ring = await StorageRing.open({ database, readKey: async () => key })
  const random = () => new Uint8Array(32)
  parts = {
    ...{ database, clock, agreement, ring, home: homeAt(folder, 'node') },
    acts: new ActLog({ database, organisation: 'police', clock }),
    roundKeys: new RoundKeyFiles({ folder, storageKey: ring.storageKey, random }),
    settings: { ca: undefined, retentionDays: 90 },
  }
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

async function heard(aheadMs = 0): Promise<void> {
  const contact = new LastHeard(clock)
  contact.heard(nowMs + aheadMs)
  await contact.keep(database.stores)
}

async function unwell(): Promise<Record<string, string | null>> {
  const { findings } = await checkHealth(parts)
  return Object.fromEntries(findings.filter(({ ok }) => !ok).map(({ check, why }) => [check, why]))
}

describe('health', () => {
  it('is well where all is, and leaves no act of its own', async () => {
    expect(await unwell()).toEqual({ coordinator: 'never heard' })
    await heard()
    expect(await unwell()).toEqual({})
    expect(await database.stores.acts.last(await parts.acts.id())).toBeNull()
  })

  it('tells a log that cannot be written', async () => {
    const file = new SqliteFile(path())
    file.exec("create trigger t before insert on act begin select raise(abort, 'full'); end")
    expect(await unwell()).toEqual({ log: 'log.unwritable' })
    file.exec('drop trigger t')
    file.close()
  })

  it('tells a coordinator that is silent, a clock that is off, and an agreement that has ended', async () => {
    nowMs += 10 * 60_000
    expect(await unwell()).toEqual({ coordinator: 'not heard for 10 minutes' })
    await heard(90_000)
    expect(await unwell()).toEqual({ clock: '90 seconds behind the coordinator' })
    await heard(-3_600_000)
    expect(await unwell()).toEqual({ clock: '3600 seconds ahead of the coordinator' })
    const before = nowMs
    nowMs = until
    await heard()
    expect(await unwell()).toEqual({ agreement: 'agreement.expired' })
    nowMs = before
    await heard()
  })

  it('tells a running round without its key, and a store that the storage key does not open', async () => {
    const running = { id: 'r', role: 'node', phase: 'running', state: {} } as const
    await database.stores.rounds.put(running)
    expect(await unwell()).toEqual({ keys: 'round.key-gone' })
    await database.stores.rounds.put({ ...running, phase: 'aborted' })
    const other = await StorageRing.open({ database, readKey: async () => key })
    const [former, fresh] = [key, await other.rotate()]
    await other.placed()
    await other.done()
    expect(await unwell()).toEqual({ keys: 'secret.other-storage-key' })
    key = new Uint8Array(fresh)
    expect(await unwell()).toEqual({})
    expect(former).not.toEqual(key)
  })
})

describe('what monitoring asks', () => {
  it('gets 200 or 503 with names of checks, and metrics without a count of records', async () => {
    const digest = (n: number) => new Uint8Array(32).fill(n)
    const records = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ digest: digest(n), keys: digest(n) }))
    await database.stores.records.upsert('victims-2016', records)
    const app = healthRoutes(parts)
    const well = await app.request('/healthz')
    expect(well.status).toBe(200)
    expect(await well.json()).toMatchObject({ ok: true, checks: { keys: true, disk: true } })
    const metrics = await (await app.request('/metrics')).text()
    expect(metrics).toContain('samentel_health{check="log"} 1')
    expect(metrics).toMatch(/^samentel_disk_free_bytes \d+$/m)
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(metrics).not.toContain('victims-2016')
    nowMs += 10 * 60_000
    const ill = await app.request('/healthz')
    expect(ill.status).toBe(503)
    expect(await ill.json()).toMatchObject({ ok: false, checks: { coordinator: false } })
  })
})

describe('notices', () => {
  it('come from 30, 7 and 1 days before on, and at the end, for whatever ends', () => {
    void fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), (days) => {
        const [notice] = dueNotices([{ kind: 'agreement', what: 'a', atMs: days * DAY_MS }], 0)
        const marks = [0, 1, 7, 30].filter((mark) => days <= mark)
        expect(notice?.mark).toBe(marks[0])
      }),
    )
  })

  it('are told once at each mark: agreement, oldest records, certificates of the authority', async () => {
    const told: string[] = []
    const tell = ({ kind, what, mark }: Notice) => told.push(`${kind} ${what} ${mark}`)
    const fail = (error: unknown) => told.push(String(error))
    const look = () => new NoticeWatch(parts, { tell, fail }).look()
    const id = parts.agreement.terms.id
    await look()
    expect(told).toEqual([])
    for (const left of [30, 29.5, 7, 1, 0.5, 0]) {
      nowMs = until - left * DAY_MS
      await look()
    }
    const marks = told.filter((one) => one.startsWith('agreement'))
    expect(marks).toEqual([30, 7, 1, 0].map((mark) => `agreement ${id} ${mark}`))
    expect(told).toContain('retention victims-2016 30')
    await writeFile(join(folder, 'ca.pem'), CERTIFICATE)
    parts = { ...parts, settings: { ...parts.settings, ca: 'ca.pem' } }
    nowMs = Date.parse(new X509Certificate(CERTIFICATE).validTo) - 2 * DAY_MS
    told.length = 0
    await look()
    expect(told).toContain('certificate ca.pem 7')
  })
})
