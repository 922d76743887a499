import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Oidc, type OidcParts } from '../../src/console/oidc.ts'
import { consoleSettingsSchema, type OidcSettings } from '../../src/settings/console-settings.ts'
import { CLIENT, CLIENT_SECRET, type Issuer, signInAt, startIssuer } from './issuer.ts'

const origin = 'http://localhost:4602'
const here = { language: 'nl', machineUser: 1000 } as const
let issuer: Issuer
let nowMs: number
let asked: string[]

beforeAll(async () => {
  issuer = await startIssuer(`${origin}/oidc/callback`)
})
afterAll(() => issuer.stop())
beforeEach(() => {
  nowMs = Date.now()
  asked = []
})

function oidc(settings: Partial<OidcSettings> = {}, parts: Partial<OidcParts> = {}): Oidc {
  const { oidc } = consoleSettingsSchema.parse({
    oidc: {
      ...{ issuer: issuer.url, clientId: CLIENT, roleClaim: 'groups', allowPlainHttpForDemo: true },
      roles: { operator: ['ict'], 'privacy-officer': ['privacy'], auditor: ['audit'] },
      ...settings,
    },
  })
  if (oidc === undefined) throw new Error('no settings')
  const fetchNoted: OidcParts['fetch'] = (url, init) => {
    asked.push(new URL(url).pathname)
    return fetch(url, init)
  }
  const clock = { nowMs: () => nowMs }
  return new Oidc({ oidc, secret: CLIENT_SECRET, origin, clock, fetch: fetchNoted, ...parts })
}

describe("the organisation's own sign-in", () => {
  test('asks for a code with PKCE, state and nonce, each new', async () => {
    const of = oidc()
    const [one, other] = [await of.begin(here), await of.begin(here)]
    const query = (url: string) => Object.fromEntries(new URL(url).searchParams)
    expect(query(one.url)).toMatchObject({
      ...{ response_type: 'code', client_id: CLIENT, scope: 'openid profile' },
      ...{ redirect_uri: `${origin}/oidc/callback`, code_challenge_method: 'S256' },
    })
    for (const key of ['state', 'nonce', 'code_challenge']) {
      expect(query(one.url)[key]).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(query(one.url)[key]).not.toBe(query(other.url)[key])
    }
    expect(one.flow).not.toBe(other.flow)
  })

  test('says who came back, with the first role of their groups, once', async () => {
    const of = oidc()
    const { url, flow } = await of.begin({ ...here, language: 'en' })
    const search = await signInAt(url, 'devries.privacy')
    expect(await of.end(flow, { search, machineUser: 1000 })).toEqual({
      who: { id: 'oidc:devries.privacy', name: 'devries', role: 'privacy-officer' },
      language: 'en',
    })
    await expect(of.end(flow, { search, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.refused',
      status: 401,
    })
  })

  test('refuses an answer to a journey of another browser, or with another state or code', async () => {
    const of = oidc()
    const mine = await of.begin(here)
    const theirs = await of.begin(here)
    const search = await signInAt(theirs.url, 'devries.privacy')
    await expect(of.end(mine.flow, { search, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.refused',
    })
    await expect(of.end('no such journey', { search, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.refused',
    })
    const again = await of.begin(here)
    const state = new URL(again.url).searchParams.get('state')
    const forged = `?code=made-up&state=${state}&iss=${encodeURIComponent(issuer.url)}`
    await expect(of.end(again.flow, { search: forged, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.refused',
    })
  })

  test('refuses an answer to its own journey whose state was changed', async () => {
    const of = oidc()
    const { url, flow } = await of.begin(here)
    const back = new URLSearchParams(await signInAt(url, 'devries.privacy'))
    back.set('state', 'another')
    const ended = of.end(flow, { search: `?${back}`, machineUser: 1000 })
    await expect(ended).rejects.toMatchObject({ code: 'oidc.refused' })
  })

  test('refuses a journey that another user of this machine began', async () => {
    const of = oidc()
    const { url, flow } = await of.begin({ ...here, machineUser: 1001 })
    const search = await signInAt(url, 'devries.privacy')
    const back = of.end(flow, { search, machineUser: 1000 })
    await expect(back).rejects.toMatchObject({ code: 'oidc.refused' })
  })

  test('refuses a journey that took longer than five minutes', async () => {
    const of = oidc()
    const { url, flow } = await of.begin(here)
    const search = await signInAt(url, 'devries.privacy')
    nowMs += 5 * 60_000
    await expect(of.end(flow, { search, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.refused',
    })
  })

  test('lets in nobody whose groups have no role', async () => {
    const of = oidc()
    const { url, flow } = await of.begin(here)
    const search = await signInAt(url, 'bakker.canteen')
    await expect(of.end(flow, { search, machineUser: 1000 })).rejects.toMatchObject({
      code: 'oidc.no-role',
      status: 403,
    })
  })

  test('names by their subject whose name is none that the log takes', async () => {
    const of = oidc({ nameClaim: 'no_such_claim' })
    const { url, flow } = await of.begin(here)
    const { who } = await of.end(flow, {
      search: await signInAt(url, 'devries.audit'),
      machineUser: 1000,
    })
    expect(who).toEqual({ id: 'oidc:devries.audit', name: 'devries.audit', role: 'auditor' })
  })

  test('says that the issuer does not answer, and asks it again the next time', async () => {
    let isAway = true
    const of = oidc(
      {},
      {
        fetch: (url, init) => (isAway ? Promise.reject(new Error('away')) : fetch(url, init)),
      },
    )
    const refusal = await of.begin(here).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'oidc.unreachable', where: issuer.url, status: 503 })
    isAway = false
    expect((await of.begin(here)).url).toContain(issuer.url)
  })

  test('reaches the issuer by the way that it is given, and no other', async () => {
    const of = oidc()
    const { url, flow } = await of.begin(here)
    await of.end(flow, { search: await signInAt(url, 'devries.privacy'), machineUser: 1000 })
    expect(asked).toEqual(['/.well-known/openid-configuration', '/token', '/jwks', '/me'])
  })
})
