import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import packedChromium from '@sparticuz/chromium'
import type { Hono } from 'hono'
import { type Browser, chromium, type Page } from 'playwright-core'

/** A headless browser; whoever launches it closes it. Root may not have the browser's sandbox. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packedChromium.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-dev-shm-usage',
    ],
  })
}

export interface Served {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  stop(): Promise<void>
}

/** Serves an app on a free port of this machine. */
export async function serveApp(app: Hono): Promise<Served> {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** What went on behind a page's back: filled while the page is used. */
export interface PageWatch {
  readonly complaints: string[]
  /** Requests to anywhere but the origin. */
  readonly strangers: string[]
}

export function watchPage(page: Page, origin: string): PageWatch {
  const watch: PageWatch = { complaints: [], strangers: [] }
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      watch.complaints.push(message.text())
    }
  })
  page.on('pageerror', (error) => watch.complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) watch.strangers.push(request.url())
  })
  return watch
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[]
}

/**
 * What axe-core finds wrong on a page as it stands, one line each. `evaluate` is not under the page's
 * content security policy, so the policy stays in force.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const results: AxeResults = await page.evaluate('axe.run(document)')
  return results.violations.map(
    ({ id, impact, nodes }) => `${impact ?? 'unrated'} ${id}: ${nodes[0]?.html ?? ''}`,
  )
}
