/** Set-up as an operator types it: from an invitation to keys that two organisations compared. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { COORDINATOR } from '../../src/base/ids.ts'
import { readingCode } from '../../src/enrolment/reading-code.ts'
import { homeAt, readAgreement } from '../../src/settings/home.ts'
import { initHome } from '../../src/settings/init-home.ts'
import { newPublicKey } from '../round/sample.ts'
import { worldTerms } from '../world/terms.ts'
import { program, runSamentel } from './run-samentel.ts'

let folder: string
let port: number
let coordinator: ChildProcess | null = null
let said = ''
const home = (party: string) => join(folder, party)
const node = (...words: readonly string[]) => runSamentel('node', ...words, '--home', home('owner'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enrol-'))
  port = await freePort()
  const at = homeAt(home(COORDINATOR), COORDINATOR)
  const settings = { version: 1, listen: { host: '127.0.0.1', port }, workers: 1 }
  await initHome(at, COORDINATOR, stringify(settings))
  const lists = [{ id: 'a', organisation: 'owner', size: 10 }]
  const setup = { lists: [...lists, { ...lists[0]!, id: 'b' }], evaluators: ['bureau', 'counter'] }
  const terms = worldTerms(
    { ...setup, disclosure: { threshold: 10, roundingBase: 5 } },
    'A'.repeat(43),
  )
  await writeFile(at.agreement, stringify(terms))
  for (const id of ['bureau', 'counter']) {
    await writeFile(join(at.peers, `${id}.json`), JSON.stringify(await newPublicKey()))
  }
})
afterAll(async () => {
  coordinator?.kill()
  await rm(folder, { recursive: true, force: true })
})

it('serves while keys are missing, tells of whom, and lets nobody do anything but enrol', async () => {
  coordinator = spawn(process.execPath, [
    program,
    COORDINATOR,
    'serve',
    '--home',
    home(COORDINATOR),
  ])
  coordinator.stderr?.on('data', (data) => {
    said += data
  })
  await untilSaid('"organisations":"owner"')
  const early = await fetch(`http://127.0.0.1:${port}/v1/releases`)
  expect(early.status).toBe(503)
  expect(await early.json()).toMatchObject({ type: 'transport.not-ready' })
})

it('sets up a node with one command and a code, and the coordinator goes on by itself', async () => {
  const made = await runSamentel(COORDINATOR, 'invite', 'owner', '--home', home(COORDINATOR))
  const code = /^ {2}(\S+)$/m.exec(made.out)?.[1] ?? ''
  const address = ['--coordinator', `http://127.0.0.1:${port}`, '--allow-plain-http-for-demo']
  const words = ['init', '--yes', '--organisation', 'owner', ...address, '--code', code]
  const done = await node(...words)
  expect(done.code, done.err).toBe(0)
  expect(done.out).toContain('owner has enrolled; the coordinator holds its public key.')
  expect(done.out).toContain('Agreement and the keys of everybody are here.')
  await untilSaid('"serving"')
  // The other side of the telephone computes the same from the same files.
  const digits = /^ {2}((\d{5} ){5}\d{5})$/m.exec(done.out)?.[1] ?? ''
  const agreement = await readAgreement(homeAt(home(COORDINATOR), COORDINATOR))
  expect(digits).toBe(readingCode(agreement.digest))

  const refused = await node('serve')
  expect(refused.code).toBe(1)
  // All that is wrong at once: a serving node refuses with the list that check gives.
  expect(refused.err).toContain('peer.not-compared:')
  expect(refused.err).toContain('secret.missing:')
  const confirmed = await node('confirm', '--with', 'bureau', '--code', digits)
  expect(confirmed.code, confirmed.err).toBe(0)
})

it('walks the way step by step, up to when the others were heard', async () => {
  const walked = await node('test-connection', '--json')
  const { steps } = JSON.parse(walked.out) as { steps: { step: string; state: string }[] }
  const states = Object.fromEntries(steps.map(({ step, state }) => [step, state]))
  expect(states).toEqual({
    ...{ name: 'ok', connection: 'ok', certificate: 'note', answer: 'ok', clock: 'ok' },
    ...{ key: 'ok', version: 'ok', 'own key': 'ok', others: 'ok' },
  })
})

async function untilSaid(text: string): Promise<void> {
  while (!said.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return free
}
