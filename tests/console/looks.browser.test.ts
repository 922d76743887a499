import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { access } from '../../src/console/access.ts'
import { axeViolations, launchBrowser, watchPage } from '../browser.ts'
import { type ConsoleHome, makeConsoleHome, type OpenConsole, openConsole } from './console-home.ts'

/** Folder for pictures of the pages; none are made unless it is given. */
const pictures = process.env.PICTURES

let home: ConsoleHome
let served: OpenConsole
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  home = await makeConsoleHome()
  served = await openConsole(home)
  const act = { action: 'records.import', object: 'police-2017', actor: 'jansen' } as const
  await served.node.parts.acts.append({ ...act, result: 'done', origin: 'command' })
  browser = await launchBrowser()
  context = await browser.newContext()
  await context.addCookies([await served.signIn('devries', 'privacy-officer')])
  page = await context.newPage()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  await home?.world.close()
})

/** Pages that need nothing to exist; those of a round are tried where a round is. */
const paths = Object.keys(access)
  .filter((route) => route.startsWith('GET ') && !route.includes(':'))
  .map((route) => route.slice('GET '.length))
  .filter((path) => path !== '/support-report')

const inBoth = [...paths, '/nowhere'].flatMap((path) => [path, `/en${path === '/' ? '' : path}`])

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

async function overflow(): Promise<unknown> {
  return page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
}

describe('in a real browser, every page of the console', () => {
  // Dutch in light and English in dark: words and colours are each tried in both.
  test.each(inBoth)(
    '%s has nothing that axe objects to, and fits when four times enlarged',
    async (path) => {
      const watch = watchPage(page, home.origin)
      const isEnglish = /^\/en(\/|$)/.test(path)
      const name = `page${path.replaceAll('/', '-')}`
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.emulateMedia({ colorScheme: isEnglish ? 'dark' : 'light' })
      await page.goto(`${home.origin}${path}`)
      expect(await page.locator('html').getAttribute('lang')).toBe(isEnglish ? 'en' : 'nl')
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(await axeViolations(page)).toEqual([])
      await picture(name)
      // 1280 pixels at 400 % are 320 to a page (WCAG 2.2, 1.4.10).
      await page.setViewportSize({ width: 320, height: 256 })
      expect(await overflow()).toBeLessThanOrEqual(0)
      await picture(`${name}-narrow`)
      expect(watch.strangers).toEqual([])
      if (!path.endsWith('/nowhere')) expect(watch.complaints).toEqual([])
    },
  )

  test('lets the keyboard skip to the content, and shows where it is', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(home.origin)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Naar de inhoud')
    expect(await page.locator(':focus').isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('main')
    await page.keyboard.press('Shift+Tab')
    const outline = 'getComputedStyle(document.activeElement).outlineStyle'
    expect(await page.evaluate(outline)).toBe('solid')
  })

  test('says with borders what colours say, where the reader has colours of their own', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(home.origin)
    const border = "getComputedStyle(document.querySelector('.to-do .urgent')).borderLeftWidth"
    expect(await page.evaluate(border)).not.toBe('0px')
    expect(await axeViolations(page)).toEqual([])
    await picture('page-forced-colours')
    await page.emulateMedia({ forcedColors: 'none' })
  })

  test('prints what it says, without navigation and buttons', async () => {
    await page.emulateMedia({ media: 'print' })
    await page.goto(home.origin)
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    expect(await page.getByRole('button').first().isVisible()).toBe(false)
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
    await page.emulateMedia({ media: null })
  })

  test('takes the looks that an organisation sets in one file', async () => {
    const { folder } = served.node.home
    await writeFile(
      join(folder, 'theme.css'),
      ':root { --utrecht-page-header-background-color: rgb(1, 2, 3) }',
    )
    await page.goto(home.origin)
    const colour = "getComputedStyle(document.querySelector('.top')).backgroundColor"
    expect(await page.evaluate(colour)).toBe('rgb(1, 2, 3)')
  })
})
