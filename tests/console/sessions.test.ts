import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Sessions } from '../../src/console/sessions.ts'
import type { Who } from '../../src/console/who.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const jansen: Who = { id: 'passkey:jansen', name: 'jansen', role: 'operator' }
const devries: Who = { id: 'oidc:7', name: 'devries', role: 'auditor' }
const USER = 1000

let nowMs: number
let database: Database
let sessions: Sessions

beforeEach(async () => {
  nowMs = 1_000 * HOUR_MS
  const clock = { nowMs: () => nowMs }
  database = await openDatabase({ url: 'sqlite::memory:', clock })
  await database.stores.accounts.put('jansen', 'operator')
  sessions = new Sessions({ database, clock, idleMinutes: 30, signedInHours: 10 })
})
afterEach(() => database.close())

async function whoIs(secret: string, machineUser: number | null = USER, used = true) {
  return (await sessions.find({ secret, machineUser }, used))?.who ?? null
}

describe('a session of the console', () => {
  test('is found by its secret alone, which the store does not hold', async () => {
    const secret = await sessions.open(jansen, USER)
    expect(await whoIs(secret)).toEqual(jansen)
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
    for (const wrong of ['', 'x', `${secret}A`, secret.slice(1), `${secret.slice(0, -4)}AAAA`]) {
      expect(await whoIs(wrong)).toBeNull()
    }
    const bytes = Buffer.from(secret, 'base64url')
    expect(await database.stores.consoleSessions.get(new Uint8Array(bytes))).toBeNull()
  })

  test('has a token for its forms that is its own and is no secret of the cookie', async () => {
    const one = await sessions.open(jansen, USER)
    const other = await sessions.open(jansen, USER)
    const csrf = (await sessions.find({ secret: one, machineUser: USER }, true))?.csrf
    expect(csrf).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(csrf).not.toBe(one)
    expect((await sessions.find({ secret: other, machineUser: USER }, true))?.csrf).not.toBe(csrf)
  })

  test('ends when nobody has used it for the agreed minutes', async () => {
    const secret = await sessions.open(jansen, USER)
    nowMs += 29 * MINUTE_MS
    expect(await whoIs(secret)).toEqual(jansen)
    nowMs += 29 * MINUTE_MS
    expect(await whoIs(secret)).toEqual(jansen)
    nowMs += 30 * MINUTE_MS
    expect(await whoIs(secret)).toBeNull()
    nowMs -= 30 * MINUTE_MS
    expect(await whoIs(secret)).toBeNull()
  })

  test('is not kept going by pages that load themselves', async () => {
    const secret = await sessions.open(jansen, USER)
    nowMs += 20 * MINUTE_MS
    expect(await whoIs(secret, USER, false)).toEqual(jansen)
    nowMs += 11 * MINUTE_MS
    expect(await whoIs(secret, USER, false)).toBeNull()
  })

  test('ends after the agreed hours, however busy', async () => {
    const secret = await sessions.open(jansen, USER)
    for (let minutes = 20; minutes < 600; minutes += 20) {
      nowMs += 20 * MINUTE_MS
      expect(await whoIs(secret)).toEqual(jansen)
    }
    nowMs += 20 * MINUTE_MS
    expect(await whoIs(secret)).toBeNull()
  })

  test('ends where the clock was put back before it began', async () => {
    const secret = await sessions.open(jansen, USER)
    nowMs -= 2 * MINUTE_MS
    expect(await whoIs(secret)).toBeNull()
  })

  test('is of no use to another user of this machine, and does not end by their trying', async () => {
    const secret = await sessions.open(jansen, USER)
    expect(await whoIs(secret, 1001)).toBeNull()
    expect(await whoIs(secret, null)).toBeNull()
    expect(await whoIs(secret)).toEqual(jansen)
  })

  test('has the role that the account has now, and ends with the account', async () => {
    const secret = await sessions.open(jansen, USER)
    await database.stores.accounts.put('jansen', 'auditor')
    expect(await whoIs(secret)).toEqual({ ...jansen, role: 'auditor' })
    await database.stores.accounts.remove('jansen')
    expect(await whoIs(secret)).toBeNull()
  })

  test("of the organisation's own sign-in needs no account, and not its name's", async () => {
    const secret = await sessions.open(devries, null)
    expect(await whoIs(secret, null)).toEqual(devries)
  })

  test('that is over leaves the store when the next begins', async () => {
    const secret = await sessions.open(devries, USER)
    nowMs += 11 * HOUR_MS
    await sessions.open(devries, USER)
    nowMs -= 11 * HOUR_MS
    expect(await whoIs(secret)).toBeNull()
  })
})
