import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkCoordinatorFolder, checkNodeFolder, unfitFor } from '../../src/bin/home-problems.ts'
import { type Home, homeAt } from '../../src/settings/home.ts'
import { initHome } from '../../src/settings/init-home.ts'
import { rawTerms } from '../round/sample.ts'

const SECRET = 'canary-password'
let home: Home
const good = { version: 1, organisation: 'police', coordinator: 'https://coordinator.example' }

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'check-')), 'node')
  await initHome(home, 'police', stringify(good))
  await writeFile(home.agreement, stringify(rawTerms()))
})
afterEach(() => rm(home.folder, { recursive: true, force: true }))

it('names every key of the settings that is wrong, with its value, and all else that is wrong, at once', async () => {
  const settings = {
    ...good,
    coordinator: `ftp://node:${SECRET}@coordinator.example`,
    workers: 999,
    proxy: `socks5://node:${SECRET}@proxy.example`,
    database: [`postgres://node:${SECRET}@db/samentel`],
    colour: SECRET,
  }
  await writeFile(home.settings, stringify(settings))
  await chmod(home.storageKey, 0o644)
  const { self, problems } = await checkNodeFolder(home.folder)
  expect(self).toBe('police')
  const wheres = problems.map(({ where }) => where)
  for (const where of [
    `${home.settings}, key coordinator, value "ftp://…@coordinator.example"`,
    `${home.settings}, key workers, value 999`,
    `${home.settings}, key proxy`,
    `${home.settings}, key database`,
    `${home.settings}, key (whole file)`,
    ...['coordinator', 'shelter', 'border', 'court', 'rapporteur'].map((id) => `peers/${id}.json`),
    home.matchingSecret,
    home.storageKey,
  ]) {
    expect(wheres).toContain(where)
  }
  for (const problem of problems) expect(problem.remedy, problem.code).toBeDefined()
  expect(JSON.stringify(problems.map(({ message }) => message))).not.toContain(SECRET)
})

it('tells of settings that are missing nothing but that, and of a folder without a name only what it can', async () => {
  await rm(home.settings)
  expect((await checkNodeFolder(home.folder)).problems).toMatchObject([
    { code: 'settings.missing' },
  ])
  expect((await checkCoordinatorFolder(home.folder)).problems).toMatchObject([
    { code: 'settings.missing' },
  ])
  await writeFile(home.settings, 'version: 1\norganisation: Not An Id\n')
  const { self, problems } = await checkNodeFolder(home.folder)
  expect(self).toBeNull()
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['settings.value']))
})

it('looks at the certificates that the settings name', async () => {
  const codes = async () => (await checkNodeFolder(home.folder)).problems.map(({ code }) => code)
  await writeFile(home.settings, stringify({ ...good, ca: 'ours.pem' }))
  expect(await codes()).toContain('settings.ca')
  const file = join(home.folder, 'ours.pem')
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  for (const text of ['', 'no certificate', broken]) {
    await writeFile(file, text)
    expect(await codes()).toContain('settings.ca')
  }
})

it('refuses a percent sign in the password of the proxy that begins no code, and does not show it', async () => {
  const problems = async (login: string) => {
    const settings = { ...good, proxy: `http://${login}@proxy.example:3128` }
    await writeFile(home.settings, stringify(settings))
    const all = (await checkNodeFolder(home.folder)).problems
    return all.filter(({ code }) => code === 'settings.proxy')
  }
  const [problem] = await problems(`node:50%off-${SECRET}`)
  expect(problem).toMatchObject({ where: `${home.settings}, key proxy` })
  expect(problem?.remedy).toContain('%25')
  expect(problem?.message).not.toContain(SECRET)
  expect(await problems(`50%off:${SECRET}`)).toHaveLength(1)
  expect(await problems(`node:50%25off-${SECRET}`)).toEqual([])
})

it('calls settings with a password in them a secret file, and refuses to serve where one is open', async () => {
  const open = async () => {
    const checked = await checkNodeFolder(home.folder)
    const found = (await unfitFor(checked)).filter(({ code }) => code === 'home.secret-readable')
    return found.map(({ where }) => where)
  }
  await chmod(home.settings, 0o644)
  expect(await open()).toEqual([])
  await writeFile(home.settings, `${stringify(good)}#proxy: http://a:b@proxy.example\n`)
  expect(await open()).toEqual([])
  await writeFile(home.settings, stringify({ ...good, proxy: 'http://a:b@proxy.example' }))
  expect(await open()).toEqual([home.settings])
  await chmod(home.settings, 0o600)
  await chmod(home.identity, 0o640)
  expect(await open()).toEqual([home.identity])
})
