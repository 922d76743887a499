import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConsole } from '../../src/bin/node-console.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import { consoleSettingsSchema } from '../../src/settings/console-settings.ts'
import { type ConsoleHome, makeConsoleHome, type OpenConsole, openConsole } from './console-home.ts'

let home: ConsoleHome
let served: OpenConsole
/** Cookies of an operator and an auditor. */
let operator: string
let auditor: string

beforeAll(async () => {
  home = await makeConsoleHome()
  served = await openConsole(home)
  const cookie = async (name: string, role: 'operator' | 'auditor') => {
    const { name: key, value } = await served.signIn(name, role)
    return `${key}=${value}`
  }
  operator = await cookie('jansen', 'operator')
  auditor = await cookie('visser', 'auditor')
})

afterAll(async () => {
  await served?.close()
  await home?.world.close()
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request as a program makes it, with headers that a browser would not let a page set. */
async function ask(
  path: string,
  { method = 'GET', body = '', ...headers }: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const sent = request(`${home.origin}${path}`, { method, headers, agent: false })
  sent.end(body)
  const [response] = await once(sent, 'response')
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode, headers: response.headers, text }
}

async function tokenOf(cookie: string): Promise<string> {
  const { text } = await ask('/', { cookie })
  return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

/** A form as a browser sends it from a page of the console. */
function form(cookie: string, csrf: string): Record<string, string> {
  const type = 'application/x-www-form-urlencoded'
  const common = { method: 'POST', 'content-type': type, body: `csrf=${csrf}` }
  return { ...common, cookie, origin: home.origin, 'sec-fetch-site': 'same-origin' }
}

describe('the console', () => {
  test('lets no script run but its own, is shown in no frame and kept in no cache', async () => {
    const { headers } = await ask('/en/sign-in')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  test('answers to its own name only, so that no other site can make its name lead here', async () => {
    const refused = await ask('/', { host: 'attacker.example', cookie: operator })
    expect(refused.status).toBe(421)
    expect(refused.text).toContain('console.host')
    expect(refused.text).not.toContain('jansen')
    const port = new URL(home.origin).port
    expect((await ask('/', { host: `localhost.attacker.example:${port}` })).status).toBe(421)
    const typed = await ask('/', { host: `127.0.0.1:${port}` })
    expect(typed).toMatchObject({ status: 302, headers: { location: `${home.origin}/` } })
    expect((await ask('/sign-out', { method: 'POST', host: `127.0.0.1:${port}` })).status).toBe(421)
  })

  test('holds its port at both addresses of this machine, or does not start', async () => {
    const taken = createServer().listen(0, '::1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'string' ? 0 : (address?.port ?? 0)
    const { node } = served
    const settings = {
      ...node.settings,
      console: consoleSettingsSchema.parse({ listen: { port } }),
    }
    const started = startConsole(
      { ...node, settings },
      { rounds: new NodeRounds(node.parts), tryLock: async () => null },
    )
    await expect(started).rejects.toMatchObject({ code: 'port.taken', where: `::1:${port}` })
    taken.close()
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow()
    const other = request(home.origin, { host: '::1', agent: false })
    other.end()
    expect((await once(other, 'response'))[0].statusCode).toBe(303)
  })

  test('sends who is not signed in to sign in, and does nothing that they send', async () => {
    expect(await ask('/')).toMatchObject({ status: 303, headers: { location: '/sign-in' } })
    expect(await ask('/en/nowhere')).toMatchObject({ headers: { location: '/en/sign-in' } })
    for (const cookie of [
      'samentel-session=',
      'samentel-session=AAAA',
      operator.replace(/..$/, ''),
    ]) {
      expect((await ask('/', { cookie })).status).toBe(303)
    }
    const sent = await ask('/sign-out', form('samentel-session=x', 'x'))
    expect(sent.status).toBe(401)
    expect(sent.text).toContain('console.signed-out')
  })

  test.each([
    ['from another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
    [
      'from another port of this machine',
      { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
    ],
    ['from a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['with an origin that the browser belies', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a form %s, though the cookie came along', async (_, headers) => {
    const sent = { ...form(operator, await tokenOf(operator)), ...headers }
    const answer = await ask('/sign-out', sent)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('console.stranger')
    expect((await ask('/', { cookie: operator })).status).toBe(200)
  })

  test('refuses a form that names no origin, or has not the token of the session', async () => {
    const { origin: _, ...without } = form(operator, await tokenOf(operator))
    expect((await ask('/sign-out', without)).status).toBe(403)
    for (const csrf of ['', 'x', await tokenOf(auditor)]) {
      expect((await ask('/sign-out', form(operator, csrf))).status).toBe(403)
    }
  })

  test('refuses an auditor what changes anything, and says that the role is why', async () => {
    const answer = await ask('/agreement/accept', form(auditor, await tokenOf(auditor)))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('console.role')
  })

  test('takes no answer to another agreement than the one whose page was read', async () => {
    const { name, value } = await served.signIn('smit', 'privacy-officer')
    const cookie = `${name}=${value}`
    const sent = form(cookie, await tokenOf(cookie))
    const answerTo = (path: string, digest: string) =>
      ask(path, { ...sent, body: `${sent.body}&sure=yes&digest=${digest}` })
    for (const choice of ['accept', 'reject', 'revoke']) {
      for (const digest of ['', 'A'.repeat(43)]) {
        const answer = await answerTo(`/en/agreement/${choice}`, digest)
        expect(answer.status).toBe(409)
        expect(answer.text).toContain('consent.other-shown')
        expect(answer.text).toContain('Nothing was done.')
      }
    }
    const shown = (await ask('/en/agreement', { cookie })).text
    const digests = [...shown.matchAll(/name="digest" value="([^"]+)"/g)].map(([, one]) => one)
    expect(digests).toHaveLength(3)
    const [digest = ''] = digests
    expect((await answerTo('/en/agreement/reject', digest)).text).toContain('consent.reason')
    const { database } = served.node.parts
    expect(await database.stores.decisions.list('agreement')).toEqual([])
  })

  test('ends a session at sign-out, also for who kept the cookie', async () => {
    const { name, value } = await served.signIn('mulder', 'privacy-officer')
    const cookie = `${name}=${value}`
    const out = await ask('/sign-out', form(cookie, await tokenOf(cookie)))
    expect(out).toMatchObject({ status: 303, headers: { location: '/sign-in' } })
    expect((await ask('/', { cookie })).status).toBe(303)
  })

  test('says what is not there in the language of the page, in the frame', async () => {
    const answer = await ask('/en/nowhere', { cookie: auditor })
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('<html lang="en">')
    expect(answer.text).toContain('There is no such page.')
    expect(answer.text).toContain('visser')
  })

  test('takes no more than a form can hold', async () => {
    const { body, ...headers } = form(operator, 'x')
    const answer = await ask('/sign-out', { ...headers, body: `${body}${'x'.repeat(300_000)}` })
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('console.too-large')
  })

  test('tells a script in JSON why it was refused', async () => {
    const json = { method: 'POST', 'content-type': 'application/json', origin: home.origin }
    const refused = await ask('/en/enrol/options', { ...json, body: '{"word":"no-such-link"}' })
    expect(refused.status).toBe(403)
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'passkey.link' })
    expect((await ask('/sign-in/verify', { ...json, body: '{' })).status).toBe(400)
  })

  test('stops who tries to sign in again and again, and nobody who is signed in', async () => {
    const json = { method: 'POST', 'content-type': 'application/json', origin: home.origin }
    const tries = Array.from({ length: 32 }, () =>
      ask('/en/sign-in/options', { ...json, body: '{}' }),
    )
    const answers = await Promise.all(tries)
    const stopped = answers.filter(({ status }) => status === 429)
    expect(stopped.length).toBeGreaterThan(0)
    expect(JSON.parse(stopped[0]?.text ?? '')).toMatchObject({ code: 'console.too-many' })
    expect(stopped[0]?.headers['retry-after']).toBe('60')
    expect((await ask('/', { cookie: operator })).status).toBe(200)
  })
})
