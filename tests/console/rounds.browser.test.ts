import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/console/who.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { axeViolations, launchBrowser, type PageWatch, watchPage } from '../browser.ts'
import { type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'
import { type LocalConsole, localConsole } from './local-console.ts'

/** Folder for pictures of the pages; none are made unless it is given. */
const pictures = process.env.PICTURES
const consent = { rounds: 'by-rules', fourEyes: true } as const

let pool: PsiPool
let world: LocalWorld
let served: LocalConsole
let browser: Browser
const watches: PageWatch[] = []

beforeAll(async () => {
  pool = startPool(1)
  world = await makeLocalWorld({
    lists: [
      { id: 'police-2017', organisation: 'police', size: 10 },
      { id: 'shelter-2017', organisation: 'shelter', size: 8 },
    ],
    evaluators: ['police', 'counter'],
    cells: [
      { lists: ['police-2017'], count: 3 },
      { lists: ['police-2017', 'shelter-2017'], count: 4 },
    ],
    pool,
  })
  await world.startCoordinator()
  for (const id of ['shelter', 'counter']) world.startNode(id)
  const party = { ...world.party('police'), consent }
  world.startNode('police', { party })
  served = await localConsole(world, 'police', consent)
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.close()
  await world?.close()
  await pool.close()
})

async function person(name: string, role: Role): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 900 },
  })
  await context.addCookies([await served.signIn(name, role)])
  const page = await context.newPage()
  watches.push(watchPage(page, served.origin))
  return page
}

/** Opens a page, takes its picture, and gives what axe finds wrong with it. */
async function visit(page: Page, path: string, picture: string): Promise<string[]> {
  await page.goto(`${served.origin}${path}`)
  return look(page, picture)
}

async function look(page: Page, picture: string): Promise<string[]> {
  await take(page, picture)
  return axeViolations(page)
}

async function take(page: Page, picture: string): Promise<void> {
  if (pictures === undefined) return
  await page.screenshot({ path: `${pictures}/${picture}.png`, fullPage: true })
}

/** Of a page whose other language axe looks at. */
async function open(page: Page, path: string, picture: string): Promise<void> {
  await page.goto(`${served.origin}${path}`)
  await take(page, picture)
}

const text = async (page: Page) => (await page.locator('main').textContent()) ?? ''

describe('a privacy officer and an operator at the console of an organisation that is asked', () => {
  let anna: Page
  let bram: Page

  it('read the agreement in two languages: purpose, parties with fingerprints, fields of keys', async () => {
    anna = await person('anna', 'privacy-officer')
    bram = await person('bram', 'operator')
    await open(anna, '/agreement', 'agreement-nl')
    const dutch = await text(anna)
    expect(dutch).toContain('Iedereen heeft deze afspraak aanvaard.')
    expect(dutch).toContain('alle letters van de naam en geboortedatum')
    expect(dutch.match(/([0-9a-f]{4} ){7}[0-9a-f]{4}/g)).toHaveLength(4)
    expect(dutch).toContain(world.agreement.digest)
    expect(await visit(anna, '/en/agreement', 'agreement-en')).toEqual([])
    expect(await text(anna)).toContain('all letters of the name and date of birth')
  }, 120_000)

  it('adopt standing rules together, which are shown as sentences; bad ones are refused by key', async () => {
    await open(anna, '/en/rules', 'rules-none-en')
    await anna.getByLabel('Rules as YAML').fill('version: 1\nagreement: x\n')
    await anna.getByRole('button', { name: 'Adopt these rules' }).click()
    expect(await text(anna)).toContain('agreement: must be the digest that agreement show prints')
    await anna.goto(`${served.origin}/en/rules`)
    const rules = [
      'version: 1',
      `agreement: ${world.agreement.digest}`,
      'until: 2199-12-31',
      'acceptWhen: { allLists: true, recordsAtMost: 0.5 }',
    ]
    await anna.getByLabel('Rules as YAML').fill(rules.join('\n'))
    await anna.getByRole('button', { name: 'Adopt these rules' }).click()
    expect(await text(anna)).toContain('anna has put forward')
    await anna.getByRole('button', { name: 'Confirm as second person' }).click()
    expect(await text(anna)).toContain('consent.same-person')
    await bram.goto(`${served.origin}/en/rules`)
    await bram.getByRole('button', { name: 'Confirm as second person' }).click()
    expect(await look(bram, 'rules-en')).toEqual([])
    expect(await text(bram)).toContain('Each own list holds at most 50% of its agreed size.')
  }, 120_000)

  it('are asked where a rule does not hold: what others could learn, and every byte that would leave', async () => {
    await world.open()
    await world.untilPhase('committing', 'police')
    const { rounds } = served.parts.database.stores
    await world.until('asked', async () => (await rounds.get(ROUND))?.phase === 'asked')
    expect(await visit(anna, `/rounds/${ROUND}`, 'round-asked-nl')).toEqual([])
    await open(anna, `/en/rounds/${ROUND}`, 'round-asked-en')
    const asked = await text(anna)
    expect(asked).toContain('Nothing of this round has left your node yet, and no key was made.')
    expect(asked).toContain('each own list leaves room in its agreed size: does not hold')
    expect(asked).toContain('police-2017 holds fewer than 10 persons')
    expect(asked).toContain('how many persons stand on both. That is the overlap, exactly.')
    expect(asked).toContain('Not without you')
    await anna.getByRole('link', { name: 'Every byte that leaves for this round' }).click()
    expect(await look(anna, 'leaving-en')).toEqual([])
    const leaving = await text(anna)
    expect(leaving).toContain('list/police-2017')
    expect(leaving).toMatch(/([0-9a-f]{2} ){15}[0-9a-f]{2}/)
    await open(anna, `/rounds/${ROUND}/leaving`, 'leaving-nl')
  }, 120_000)

  it('accept it one after the other, see it go on by itself, and find it all afterwards', async () => {
    await bram.goto(`${served.origin}/en/rounds/${ROUND}`)
    expect(await text(bram)).toContain('A privacy officer accepts first')
    expect(await bram.getByRole('button', { name: 'Take part in this round' }).count()).toBe(0)
    await anna.goto(`${served.origin}/en/rounds/${ROUND}`)
    await anna.getByRole('button', { name: 'Take part in this round' }).click()
    expect(await text(anna)).toContain('anna has accepted. A second person has to confirm.')
    await bram.goto(`${served.origin}/en/rounds/${ROUND}`)
    await bram.getByRole('button', { name: 'Confirm as second person' }).click()
    expect(await text(bram)).toContain('Accepted by anna, bram')
    await take(bram, 'round-running-en')
    await bram.getByText('This round has a result.').waitFor({ timeout: 100_000 })
    expect(await visit(anna, `/en/rounds/${ROUND}`, 'round-released-en')).toEqual([])
    await anna.getByText('What happened here').click()
    const after = await text(anna)
    expect(after).toContain('stage.done mix/1')
    expect(after).toContain('Evaluators shuffle the rows')
    expect(after).toContain('10 of 10')
  }, 120_000)

  it('refuse a round with a reason, and read why a round ended, by role', async () => {
    await world.open('second')
    const { rounds } = served.parts.database.stores
    await world.until('asked', async () => (await rounds.get('second'))?.phase === 'asked')
    await anna.goto(`${served.origin}/en/rounds/second`)
    await anna.getByText('Refuse this round').first().click()
    await anna.getByLabel('Reason').fill('the import is not finished')
    await anna.getByRole('button', { name: 'Refuse this round' }).click()
    expect(await look(anna, 'round-refused-en')).toEqual([])
    const why = await text(anna)
    expect(why).toContain('An organisation did not want to take part in this round')
    expect(why).toContain('the import is not finished')
    expect(why).toContain('consent.refused')
    await open(anna, '/rounds/second', 'round-refused-nl')
    await open(anna, '/rounds', 'rounds-nl')
    await bram.goto(`${served.origin}/en/rounds`)
    await bram.getByRole('button', { name: 'Pause new rounds' }).click()
    expect(await text(bram)).toContain('New rounds are paused')
    expect(await look(bram, 'rounds-paused-en')).toEqual([])
    await anna.goto(`${served.origin}/en/rounds`)
    await anna.getByRole('button', { name: 'Resume' }).click()
    await bram.reload()
    expect(await look(bram, 'rounds-resume-waits-en')).toEqual([])
    expect(await text(bram)).toContain('anna has asked to resume')
    await bram.getByRole('button', { name: 'Keep them paused' }).click()
    expect(await text(bram)).toContain('A privacy officer resumes; you can confirm then.')
  }, 120_000)

  it('need not scroll sideways at 400% zoom, and read in the dark', async () => {
    await bram.setViewportSize({ width: 320, height: 640 })
    await bram.emulateMedia({ colorScheme: 'dark' })
    for (const [path, picture] of [
      ['/en/agreement', 'narrow-agreement'],
      ['/en/rules', 'narrow-rules'],
      [`/en/rounds/${ROUND}`, 'narrow-round'],
      [`/en/rounds/${ROUND}/leaving`, 'narrow-leaving'],
      ['/en/rounds/second', 'narrow-refused'],
    ] as const) {
      expect(await visit(bram, path, picture), path).toEqual([])
      const wide = await bram.evaluate('document.documentElement.scrollWidth')
      expect(wide, path).toBeLessThanOrEqual(320)
    }
  }, 120_000)

  it('find no button where the role only reads, and 404 for a round that is none', async () => {
    const carla = await person('carla', 'auditor')
    for (const path of ['/en/agreement', '/en/rules', '/en/rounds', `/en/rounds/${ROUND}`]) {
      await carla.goto(`${served.origin}${path}`)
      expect(await carla.locator('main button').count(), `${path} ${await text(carla)}`).toBe(0)
    }
    for (const round of ['never', '%3Cscript%3E']) {
      const answer = await carla.goto(`${served.origin}/en/rounds/${round}`)
      expect(answer?.status()).toBe(404)
    }
    expect(await text(carla)).not.toContain('script')
    // The browser itself notes a refused page.
    const complaints = watches.flatMap((watch) => watch.complaints)
    expect(complaints.filter((line) => !/status of 40[034]/.test(line))).toEqual([])
    expect(watches.flatMap(({ strangers }) => strangers)).toEqual([])
  }, 120_000)
})
