import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { checkHome } from '../../src/settings/check-home.ts'
import { databaseUrl, type Home, homeAt } from '../../src/settings/home.ts'
import { initHome, newSecretText, writeSecret } from '../../src/settings/init-home.ts'
import { nodeSettingsSchema } from '../../src/settings/node-settings.ts'
import { markToCompare } from '../../src/settings/pin-peers.ts'
import { checkYaml, readYaml } from '../../src/settings/read-yaml.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { refusal } from '../refusal.ts'
import { newPublicKey, rawTerms } from '../round/sample.ts'

const supported = { recipes: ['short/1'], rule: 'l2', unproven: false }
let folder: string
let home: Home

/** The home of the police as it should be. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'))
  home = homeAt(folder, 'node')
  await initHome(home, 'police', 'version: 1\n')
  const secret = newSecretText()
  await writeSecret(home.matchingSecret, secret)
  const digest = matchingSecretDigest(fromBase64Url(secret.trim()))
  const terms = { ...rawTerms(), matchingSecretDigest: digest }
  await writeFile(home.agreement, stringify(terms))
  for (const id of ['coordinator', 'shelter', 'border', 'court', 'rapporteur']) {
    await writeFile(join(home.peers, `${id}.json`), JSON.stringify(await newPublicKey()))
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function found(self = 'police'): Promise<string[]> {
  const problems = await checkHome(home, self, supported)
  for (const problem of problems) {
    expect(problem.remedy, problem.code).toMatch(/\.$/)
    expect(problem.where, problem.code).toMatch(/\.(yaml|json|key)/)
  }
  return problems.map((problem) => problem.code)
}

it('finds nothing wrong with a home that can serve', async () => {
  expect(await found()).toEqual([])
})

it.each<[string, string, () => Promise<unknown>]>([
  ['settings.missing', 'no agreement', () => rm(home.agreement)],
  ['settings.yaml', 'an agreement that is no YAML', () => writeFile(home.agreement, 'a: [')],
  [
    'settings.value',
    'an agreement with an unknown key',
    async () =>
      writeFile(home.agreement, `${await readFile(home.agreement, 'utf8')}\ncolour: blue`),
  ],
  ['peer.key-missing', 'no key of a peer', () => rm(join(home.peers, 'court.json'))],
  ['peer.not-compared', 'keys that nobody has compared', () => markToCompare(home)],
  [
    'peer.key-unreadable',
    'a broken key of a peer',
    () => writeFile(join(home.peers, 'court.json'), '{"kty":'),
  ],
  ['secret.missing', 'no identity', () => rm(home.identity)],
  ['identity.unreadable', 'a broken identity', () => writeFile(home.identity, '{}')],
  ['secret.missing', 'no storage key', () => rm(home.storageKey)],
  ['secret.unreadable', 'a short storage key', () => writeFile(home.storageKey, 'abc\n')],
  ['secret.missing', 'no matching secret', () => rm(home.matchingSecret)],
  [
    'secret.other',
    'another matching secret',
    () => writeFile(home.matchingSecret, newSecretText()),
  ],
  [
    'peer.key-not-ours',
    'another public key of its own',
    async () => writeFile(join(home.peers, 'police.json'), JSON.stringify(await newPublicKey())),
  ],
  [
    'agreement.other-recipe',
    'an agreement with another recipe',
    async () => rewrite((text) => text.replace('recipe: short/1', 'recipe: r9/1')),
  ],
  [
    'agreement.other-rule',
    'an agreement with another rule',
    async () => rewrite((text) => text.replace('rule: l2', 'rule: l9')),
  ],
  [
    'agreement.unproven',
    'an agreement without proofs',
    async () => rewrite((text) => `${text}proofs: off\n`),
  ],
])('tells %s of a home with %s', async (code, _, spoil) => {
  await spoil()
  expect(await found()).toEqual([code])
})

it('finds nothing wrong with an agreement without proofs where all persons are made up', async () => {
  await rewrite((text) => `${text}proofs: off\n`)
  expect(await checkHome(home, 'police', { ...supported, unproven: true })).toEqual([])
})

async function rewrite(alter: (text: string) => string): Promise<void> {
  await writeFile(home.agreement, alter(await readFile(home.agreement, 'utf8')))
}

it('tells all that is wrong at once, and never a secret', async () => {
  const secret = (await readFile(home.storageKey, 'utf8')).trim()
  await writeFile(home.storageKey, `${secret}x`)
  await rm(home.identity)
  await writeFile(home.matchingSecret, newSecretText())
  const problems = await checkHome(home, 'police', supported)
  expect(problems.map((problem) => problem.code)).toEqual([
    'secret.missing',
    'secret.unreadable',
    'secret.other',
  ])
  expect(JSON.stringify(problems.map((problem) => problem.message))).not.toContain(secret)
})

it('tells who is not in the agreement, and wants no matching secret with who owns no list', async () => {
  expect(await found('nobody')).toEqual(['agreement.not-in-it', 'secret.not-for-us'])
  await rm(home.matchingSecret)
  expect(await found('court')).toEqual(['peer.key-not-ours'])
})

it('makes secrets that only their owner can read, and never writes over them', async () => {
  for (const file of [home.identity, home.storageKey, home.matchingSecret]) {
    expect((await stat(file)).mode & 0o077, file).toBe(0)
  }
  const before = await readFile(home.identity)
  expect((await refusalOf(initHome(home, 'police', ''))).code).toBe('home.exists')
  expect(await readFile(home.identity)).toEqual(before)
  await expect(writeSecret(home.storageKey, 'x')).rejects.toThrow('EEXIST')
  expect(await readdir(home.peers)).toContain('police.json')
  expect(await readFile(join(home.peers, 'police.json'), 'utf8')).not.toContain('"d"')
})

it('reads node settings, and refuses a plain http address outside a demonstration', () => {
  const text = 'version: 1\norganisation: police\ncoordinator: https://c.example\n'
  const read = (more: string) => checkYaml(text + more, 'node.yaml', nodeSettingsSchema)
  expect(read('')).toMatchObject({ workers: 0, allowPlainHttpForDemo: false, roles: {} })
  const wrong: [string, string][] = [
    ['workers: many', 'workers'],
    ['secret: x', 'secret'],
    ['logLevel: loud', 'logLevel'],
    ['roles: { victim: A B }', 'roles.victim'],
  ]
  for (const [more, key] of wrong) {
    const problem = refusal(() => read(more))
    expect(problem).toMatchObject({ code: 'settings.value', where: 'node.yaml' })
    expect(problem.what).toContain(key)
    expect(problem.remedy).toContain('sample')
  }
  const plain = text.replace('https', 'http')
  const problem = refusal(() => checkYaml(plain, 'node.yaml', nodeSettingsSchema))
  expect(problem.what).toContain('allowPlainHttpForDemo')
  const demo = `${plain}allowPlainHttpForDemo: true\n`
  expect(checkYaml(demo, 'node.yaml', nodeSettingsSchema).coordinator).toBe('http://c.example')
})

it('names file and line of what is no YAML, and a file that is not there', async () => {
  const problem = refusal(() => checkYaml('a: 1\nb: [', 'node.yaml', nodeSettingsSchema))
  expect(problem.code).toBe('settings.yaml')
  expect(problem.where).toMatch(/^node\.yaml, line [23]$/)
  const missing = join(folder, 'none.yaml')
  expect(await refusalOf(readYaml(missing, nodeSettingsSchema))).toMatchObject({
    code: 'settings.missing',
    where: missing,
  })
})

it('puts a database file below the home, and leaves every other address as it is', () => {
  expect(databaseUrl(home, 'sqlite:data/node.sqlite')).toBe(`sqlite:${folder}/data/node.sqlite`)
  for (const url of ['sqlite:/var/x.sqlite', 'sqlite::memory:', 'postgres://u@h/d']) {
    expect(databaseUrl(home, url)).toBe(url)
  }
})
