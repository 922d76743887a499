import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewerApp } from '../../src/viewer/app.ts'
import { memoryReleaseReader } from '../../src/viewer/release-reader.ts'
import { axeViolations, launchBrowser, type Served, serveApp, watchPage } from '../browser.ts'
import { refusedEstimate, told } from '../disclosure/sample-estimates.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { sampleTruth } from './sample-truth.ts'

const estimates = [told, refusedEstimate]
const releases = memoryReleaseReader([{ ...sampleRelease(), estimates }])
/** Folder for pictures of the pages; none are made unless it is given. */
const pictures = process.env.PICTURES

let browser: Browser
let real: Served
let rehearsal: Served

beforeAll(async () => {
  real = await serveApp(viewerApp({ releases }))
  rehearsal = await serveApp(viewerApp({ releases, truth: sampleTruth() }))
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await real?.stop()
  await rehearsal?.stop()
})

/** Opens a page, lets the test look, and says what happened behind its back. */
async function visit(
  of: { url: string; width: number; zoom?: number; picture?: string },
  look: (page: Page) => Promise<void>,
): Promise<{ complaints: string[]; strangers: string[] }> {
  // Zooming to 200 % is to a page as half the width at twice the pixels
  const zoom = of.zoom ?? 1
  const page = await browser.newPage({
    viewport: { width: Math.floor(of.width / zoom), height: 900 },
    deviceScaleFactor: zoom,
  })
  const watch = watchPage(page, new URL(of.url).origin)
  try {
    await page.goto(of.url)
    if (pictures !== undefined && of.picture !== undefined && zoom === 1) {
      await page.screenshot({ path: `${pictures}/${of.picture}.png`, fullPage: true })
    }
    await look(page)
  } finally {
    await page.close()
  }
  return watch
}

const nothing = { complaints: [], strangers: [] }

describe('in a real browser, the page of a release', () => {
  test.each([
    ['a real round in Dutch', () => real, '/'],
    ['a real round in English', () => real, '/en'],
    ['a rehearsal in Dutch', () => rehearsal, '/'],
    ['a rehearsal in English', () => rehearsal, '/en'],
  ])(
    'of %s has nothing that axe objects to, errs nowhere and asks nobody else',
    async (name, served, path) => {
      const url = `${served().origin}${path}`
      const picture = `${name.replaceAll(' ', '-')}-1280`
      const watch = await visit({ url, width: 1280, picture }, async (page) => {
        expect(await axeViolations(page)).toEqual([])
      })
      expect(watch).toEqual(nothing)
    },
  )

  test('has one main heading, landmarks and named tables', async () => {
    await visit({ url: real.origin, width: 1280 }, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual([
        'Landelijk beeld 2013-2017',
      ])
      expect(await page.getByRole('main').count()).toBe(1)
      expect(await page.getByRole('banner').count()).toBe(1)
      const name = /^Tabel 2\. Bij welke organisatie mogelijke slachtoffers bekend waren N = /
      const table = page.getByRole('table', { name })
      expect(await table.getByRole('columnheader').allTextContents()).toEqual([
        'Organisatie',
        '2013',
        '2014',
        '2015',
        '2016',
        '2017',
      ])
      expect(await table.getByRole('rowheader').count()).toBe(7)
      expect(await page.getByRole('table').count()).toBe(10)
    })
  })

  test.each([
    ['320 pixels wide', 320, 1],
    ['1280 pixels wide at 200 %', 1280, 2],
  ])('reads without sideways scrolling %s, tables apart', async (_, width, zoom) => {
    for (const served of [real, rehearsal]) {
      const picture = `${served === real ? 'real' : 'rehearsal'}-${width}-${zoom}`
      await visit({ url: served.origin, width, zoom, picture }, async (page) => {
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(overflow).toBeLessThanOrEqual(0)
        // A rehearsal's page holds all that a real round's does, and more
        if (served === rehearsal) expect(await axeViolations(page)).toEqual([])
      })
    }
  })

  test('lets the keyboard skip to the content and scroll a table', async () => {
    await visit({ url: real.origin, width: 360 }, async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Naar de inhoud')
      expect(await page.locator(':focus').isVisible()).toBe(true)
      await page.keyboard.press('Enter')
      expect(await page.locator(':focus').getAttribute('id')).toBe('main')
      const region = page.locator('#known-to .scroll')
      await region.focus()
      await page.keyboard.press('ArrowRight')
      const scrolled = () => page.evaluate("document.querySelector('#known-to .scroll').scrollLeft")
      await expect.poll(scrolled).toBeGreaterThan(0)
    })
  })

  test('prints without its navigation', async () => {
    await visit({ url: real.origin, width: 1280 }, async (page) => {
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByText('English').isVisible()).toBe(false)
      expect(await page.getByRole('table').first().isVisible()).toBe(true)
    })
  })

  test('leads to English and back', async () => {
    await visit({ url: real.origin, width: 1280 }, async (page) => {
      await page.getByRole('link', { name: 'English' }).click()
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
      await page.getByRole('link', { name: 'Nederlands' }).click()
      expect(new URL(page.url()).pathname).toBe('/')
    })
  })
})
