import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askerAt } from '../../src/bin/ask.ts'
import { init } from '../../src/bin/node-init.ts'
import { homeAt } from '../../src/settings/home.ts'
import { nodeSettingsSchema } from '../../src/settings/node-settings.ts'
import { readYaml } from '../../src/settings/read-yaml.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { makeAuthority } from '../transport/certificates.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-'))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

const ENTER = '\r'
const CONTROL_C = '\x03'
/** Takes away what a question suggests. */
const CLEAR = '\x15'

/** Somebody at a terminal, who types an answer to each question in turn. */
function person(...answers: readonly (readonly [question: string, keys: string])[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  const waiting = [...answers]
  let shown = ''
  output.on('data', (data) => {
    shown += data
    const [question, keys] = waiting[0] ?? ['', '']
    if (waiting.length === 0 || !shown.includes(question)) return
    waiting.shift()
    shown = ''
    setImmediate(() => input.write(keys))
  })
  return { asker: askerAt({ input, output }), unasked: () => waiting }
}

const settingsAt = (home: string) => readYaml(homeAt(home, 'node').settings, nodeSettingsSchema)

it('asks for all that was not told, and writes what was answered into the commented settings', async () => {
  const home = join(folder, 'shelter')
  const pem = join(folder, 'our.pem')
  await writeFile(pem, makeAuthority('ours').ca)
  const { asker, unasked } = person(
    ['Id of your organisation', `shelter${ENTER}`],
    ['Which folder', `${CLEAR}${home}${ENTER}`],
    ['Address of the coordinator', `https://coordinator.example${ENTER}`],
    ['HTTP proxy', `http://proxy.example:3128${ENTER}`],
    ['an authority of your own', `${pem}${ENTER}`],
    ['Invitation code', ENTER],
  )
  await init({}, asker)
  expect(unasked()).toEqual([])
  expect(await settingsAt(home)).toMatchObject({
    organisation: 'shelter',
    coordinator: 'https://coordinator.example',
    proxy: 'http://proxy.example:3128',
    ca: 'ca.pem',
    allowPlainHttpForDemo: false,
  })
  expect(await readFile(join(home, 'ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE')
  expect((await stat(homeAt(home, 'node').settings)).mode & 0o077).toBe(0)
})

it('lets an answer that cannot be right be corrected, and asks before it takes an address without encryption', async () => {
  const home = join(folder, 'n')
  const { asker } = person(
    ['Id of your organisation', `Coördinator${ENTER}`],
    ['Use lower-case letters', `${CLEAR}police${ENTER}`],
    ['Address of the coordinator', `coordinator.example${ENTER}`],
    ['It begins with https://', `${CLEAR}http://127.0.0.1:4600${ENTER}`],
    ['is not encrypted', 'y'],
    ['HTTP proxy', ENTER],
    ['an authority of your own', ENTER],
    ['Invitation code', ENTER],
  )
  await init({ home }, asker)
  expect(await settingsAt(home)).toMatchObject({
    organisation: 'police',
    coordinator: 'http://127.0.0.1:4600',
    allowPlainHttpForDemo: true,
  })
})

it('writes nothing when the questions are broken off, and nothing over keys that are there', async () => {
  const home = join(folder, 'n')
  const { asker } = person(
    ['Id of your organisation', `police${ENTER}`],
    ['Address of the coordinator', CONTROL_C],
  )
  expect((await refusalOf(init({ home }, asker))).code).toBe('ask.cancelled')
  await expect(stat(home)).rejects.toThrow('ENOENT')
  const told = { home, organisation: 'police', coordinator: 'https://coordinator.example' }
  await init(told, asker)
  const again = person(['Id of your organisation', `police${ENTER}`])
  expect((await refusalOf(init({ home }, again.asker))).code).toBe('home.exists')
})

it('names all that is missing where nobody can be asked, and refuses what cannot be', async () => {
  const missing = await refusalOf(init({ organisation: 'police' }, null))
  expect(missing).toMatchObject({ code: 'option.missing', where: '--home, --coordinator' })
  const told = { home: join(folder, 'n'), organisation: 'police' }
  const coordinator = 'https://coordinator.example'
  for (const [code, options] of [
    ['organisation.bad-id', { ...told, coordinator, organisation: 'coordinator' }],
    ['settings.value', { ...told, coordinator: 'http://coordinator.example' }],
    ['settings.value', { ...told, coordinator, proxy: 'socks5://proxy.example' }],
    ['settings.ca', { ...told, coordinator, ca: join(folder, 'none.pem') }],
  ] as const) {
    expect((await refusalOf(init(options, null))).code).toBe(code)
  }
  await expect(stat(told.home)).rejects.toThrow('ENOENT')
})
