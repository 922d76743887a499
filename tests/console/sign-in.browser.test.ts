import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSamentel } from '../bin/run-samentel.ts'
import { axeViolations, launchBrowser, watchPage } from '../browser.ts'
import { type ConsoleHome, makeConsoleHome, type OpenConsole, openConsole } from './console-home.ts'
import { CLIENT, CLIENT_SECRET, type Issuer, startIssuer } from './issuer.ts'

/** Folder for pictures of the pages; none are made unless it is given. */
const pictures = process.env.PICTURES

let home: ConsoleHome
let served: OpenConsole
let issuer: Issuer
let browser: Browser

beforeAll(async () => {
  home = await makeConsoleHome()
  issuer = await startIssuer(`${home.origin}/oidc/callback`)
  await home.set(`  oidc:
    issuer: ${issuer.url}
    allowPlainHttpForDemo: true
    clientId: ${CLIENT}
    clientSecretFile: secrets/oidc.secret
    roleClaim: groups
    roles: { operator: [ict], privacy-officer: [privacy] }
`)
  await writeFile(join(home.folder, 'secrets', 'oidc.secret'), `${CLIENT_SECRET}\n`, {
    mode: 0o600,
  })
  served = await openConsole(home)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  await issuer?.stop()
  await home?.world.close()
})

/** A browser of one person, with a device that makes and keeps passkeys. */
async function person(): Promise<{
  readonly context: BrowserContext
  readonly page: Page
  /** From here on the device does not recognise who holds it. */
  readonly stolen: () => Promise<void>
}> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = {
    ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const),
    ...{ hasUserVerification: true, isUserVerified: true },
  }
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  const stolen = async () => {
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  }
  return { context, page, stolen }
}

async function account(...args: readonly string[]): Promise<string> {
  const ran = await runSamentel('node', 'account', ...args, '--home', home.folder)
  expect(ran).toMatchObject({ code: 0, err: '' })
  return ran.out
}

function linkIn(text: string): string {
  return /http\S+/.exec(text)?.[0] ?? ''
}

/** All acts in the log so far, in order, without their times. */
async function allActs(): Promise<string[]> {
  const { acts, database } = served.node.parts
  const found = await database.stores.acts.page(await acts.id(), 0, 1_000)
  return found.map(({ entry }) => {
    const { action, object, result, actor, origin } = JSON.parse(entry)
    return `${action} ${object} ${result} ${origin === 'command' ? 'USER' : actor} ${origin}`
  })
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined)
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

describe('in a real browser, a person of the organisation', () => {
  test('makes a passkey with a one-time link, signs out and in with it, until the account is taken away', async () => {
    const before = (await allActs()).length
    const link = linkIn(await account('add', 'jansen', '--role', 'operator'))
    const { context, page } = await person()
    const watch = watchPage(page, home.origin)
    await page.goto(link)
    expect(await axeViolations(page)).toEqual([])
    await picture(page, 'enrol')
    await page.getByRole('button', { name: 'Maak een toegangssleutel' }).click()
    await page.getByRole('heading', { name: /^Overzicht van/ }).waitFor()
    expect(await page.getByRole('banner').textContent()).toContain('jansen (beheerder)')

    await page.getByRole('button', { name: 'Uitloggen' }).click()
    await page.getByRole('heading', { name: 'Inloggen' }).waitFor()
    expect(await context.cookies()).toEqual([])
    await page.goto(`${home.origin}/en`)
    expect(new URL(page.url()).pathname).toBe('/en/sign-in')
    const sent = page.waitForRequest(/\/sign-in\/verify$/)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { name: /^Overview of/ }).waitFor()
    // Whoever saw what was sent can do nothing with it again.
    const again = await sendAgain((await sent).postData() ?? '')
    expect(again).toMatchObject({ status: 401, code: 'passkey.refused', cookies: [] })
    expect(watch).toEqual({ complaints: [], strangers: [] })
    expect(await context.cookies()).toMatchObject([
      { name: 'samentel-session', httpOnly: true, sameSite: 'Strict', path: '/' },
    ])

    // The link was good once.
    const other = await person()
    await other.page.goto(link)
    await other.page.getByRole('button', { name: 'Maak een toegangssleutel' }).click()
    await expect
      .poll(() => other.page.getByRole('status').textContent())
      .toContain('De link is al gebruikt of verlopen.')

    await account('remove', 'jansen')
    await page.reload()
    expect(new URL(page.url()).pathname).toBe('/en/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('This passkey is not known here')
    await context.close()
    await other.context.close()
    expect((await allActs()).slice(before)).toEqual([
      'account.add passkey:jansen done USER command',
      'account.enrol passkey:jansen done jansen console',
      'console.sign-in passkey:jansen done jansen console',
      'console.sign-out passkey:jansen done jansen console',
      'console.sign-in passkey:jansen done jansen console',
      'console.sign-in passkey:jansen refused jansen console',
      'account.remove passkey:jansen done USER command',
    ])
  })

  test('is kept out with a device that does not recognise its holder', async () => {
    const { context, page, stolen } = await person()
    await page.goto(await served.invite('visser', 'auditor'))
    await page.getByRole('button', { name: 'Maak een toegangssleutel' }).click()
    await page.getByRole('heading', { name: /^Overzicht van/ }).waitFor()
    await context.clearCookies()
    await stolen()
    await page.goto(`${home.origin}/sign-in`)
    await page.getByRole('button', { name: 'Inloggen met een toegangssleutel' }).click()
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('Het apparaat heeft niet meegedaan')
    await context.close()
  })

  test('signs in through the organisation, with the role of its group, and comes back signed in', async () => {
    const { context, page } = await person()
    await page.goto(`${home.origin}/en/sign-in`)
    await picture(page, 'sign-in-organisation')
    expect(await axeViolations(page)).toEqual([])
    await signInAtIssuer(page, 'devries.privacy')
    await page.getByRole('heading', { name: /^Overview of/ }).waitFor()
    expect(await page.getByRole('banner').textContent()).toContain('devries (privacy officer)')
    await context.close()
  })

  test('is not kept out by a page that makes the browser ask for that sign-in again and again', async () => {
    // `fetch` says so itself: Sec-Fetch-Mode: cors
    const asked = Array.from({ length: 31 }, (_, at) =>
      fetch(`${home.origin}/oidc/${at % 2 === 0 ? 'start' : 'callback'}`, { redirect: 'manual' }),
    )
    for (const answer of await Promise.all(asked)) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('console.stranger')
    }
  })

  test('without a group that has a role is told so and let in nowhere', async () => {
    const { context, page } = await person()
    await page.goto(`${home.origin}/en/sign-in`)
    await signInAtIssuer(page, 'bakker.canteen')
    await page.getByRole('main').waitFor()
    expect(await page.getByRole('main').textContent()).toContain('oidc.no-role')
    expect(await axeViolations(page)).toEqual([])
    expect(await context.cookies(home.origin)).toEqual([])
    await context.close()
  })
})

async function sendAgain(body: string) {
  const response = await fetch(`${home.origin}/sign-in/verify`, {
    ...{ method: 'POST', body },
    headers: { 'content-type': 'application/json', origin: home.origin },
  })
  const { code } = (await response.json()) as { code: string }
  return { status: response.status, code, cookies: response.headers.getSetCookie() }
}

async function signInAtIssuer(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click()
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.locator('button[type=submit]').click()
}
