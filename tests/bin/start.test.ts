import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { axeViolations, launchBrowser, watchPage } from '../browser.ts'
import { program, runSamentel } from './run-samentel.ts'

/** One table only: every one more costs minutes, and a rehearsal with all of them is part of CI. */
const small = ['--scale', '0.02', '--seed', '5', '--tables', 'exploitation']
let folder = ''
let port = 0
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-start-'))
  port = await freePort()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

/** A free port whose neighbour is free as well: the pages get that one. */
async function freePort(): Promise<number> {
  for (;;) {
    const first = await listenOn(0)
    const port = portOf(first)
    const next = await listenOn(port + 1).catch(() => null)
    await Promise.all(
      [first, next].map((one) => new Promise((resolve) => one?.close(resolve) ?? resolve(null))),
    )
    if (next !== null) return port
  }
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
    server.once('error', reject)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const args = (...more: readonly string[]) => [
  'start',
  ...small,
  ...['--workspace', join(folder, 'workspace'), '--port', String(port)],
  ...more,
]

const json = () => join(folder, 'national.json')

/** Resolves with all output once `text` has been printed. */
function untilPrinted(child: ChildProcess, text: string): Promise<string> {
  let out = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        out += data
        if (out.includes(text)) resolve(out)
      })
    }
    child.once('close', () => reject(new Error(out)))
  })
}

describe('npm start', () => {
  it('plays a round between processes, shows it in a browser, and stops all of it on Ctrl-C', async () => {
    const child = spawn(process.execPath, [program, ...args('--json', json())], { stdio: 'pipe' })
    onTestFinished(() => {
      child.kill('SIGINT')
    })
    const out = await untilPrinted(child, 'Pages: ')
    expect(out).toContain('That is within the stated linkage loss.')
    expect(out).toContain('TOETS AAN HET LANDELIJKE BEELD')
    expect(out).toMatch(/Mogelijke slachtoffers, zonder sub-3 +2013 +22 /)
    expect(out).toMatch(/Leeftijd onbekend \(3\.4\) .+niet gevraagd\n/)
    expect(out).toContain('afronding en gemiste koppelingen verklaren alle verschillen.')
    const { lines } = JSON.parse(await readFile(json(), 'utf8'))
    expect(lines.length).toBeGreaterThan(60)
    // A step may be over between two looks at the round, so only the ones that last are asked for.
    for (const phase of ['signing', 'mixing mix/', 'evaluating evaluate/', 'opening open/']) {
      expect(out).toContain(`\n${phase}`)
    }
    expect(out).toContain('released: waits for nobody')
    await checkPage(`http://127.0.0.1:${port + 1}/en`)
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/v1/health`)).rejects.toThrow()
    await expect(fetch(`http://127.0.0.1:${port + 1}/health`)).rejects.toThrow()
  }, 400_000)

  it('writes into all settings that every person is made up', async () => {
    for (const file of ['police/node.yaml', 'coordinator/coordinator.yaml']) {
      const settings = await readFile(join(folder, 'workspace', file), 'utf8')
      expect(settings).toMatch(/^rehearsalOnMadeUpPersons: true$/m)
    }
  })

  it('leaves no key of the round, and no record id, once it is over', async () => {
    const files = await readdir(join(folder, 'workspace'), { recursive: true })
    expect(files.filter((file) => /rounds\/.+/.test(file))).toEqual([])
    const police = await readFile(join(folder, 'workspace', 'registers', 'police.csv'), 'utf8')
    const store = await readFile(join(folder, 'workspace', 'police', 'data', 'node.sqlite'))
    const [first] = police.split('\n').slice(1)
    expect(store.includes(first?.split(',')[0] ?? '')).toBe(false)
  })

  it('starts a second time where it ran before, and can be stopped at once', async () => {
    const child = spawn(process.execPath, [program, ...args('--once')], { stdio: 'pipe' })
    onTestFinished(() => {
      child.kill('SIGINT')
    })
    await untilPrinted(child, 'signing: waits for')
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  }, 400_000)

  it('says so when its port is taken', async () => {
    const server = createServer().listen(port, '127.0.0.1')
    const ran = await runSamentel(...args('--once'))
    server.close()
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(
      `port.taken: Another program listens on this port already (127.0.0.1:${port})`,
    )
  })

  it('says which tables there are when asked for another', async () => {
    const ran = await runSamentel(...args('--once', '--tables', 'exploitation,vorm'))
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('start.table-unknown')
    expect(ran.err).toContain('The tables are exploitation, sex, age, region.')
  })

  it('never deletes a folder that it did not make', async () => {
    const mine = await mkdtemp(join(folder, 'mine-'))
    await writeFile(join(mine, 'thesis.txt'), 'years of work')
    const ran = await runSamentel('start', ...small, '--workspace', mine, '--port', String(port))
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('workspace.not-ours')
    expect(await readFile(join(mine, 'thesis.txt'), 'utf8')).toBe('years of work')
  })
})

async function checkPage(url: string): Promise<void> {
  const page = await browser.newPage()
  const watch = watchPage(page, new URL(url).origin)
  await page.goto(url)
  if (process.env.PICTURES) {
    await page.screenshot({ path: join(process.env.PICTURES, 'start.png'), fullPage: true })
  }
  expect(await page.locator('h1').count()).toBe(1)
  const tables = await page.locator('table').count()
  expect(tables).toBeGreaterThanOrEqual(6)
  expect(await page.locator('body').textContent()).toMatch(/made up|does not exist|fictional/i)
  expect(await axeViolations(page)).toEqual([])
  expect(watch).toEqual({ complaints: [], strangers: [] })
  await page.close()
}
