import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { addNode } from '../../src/bin/node.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { coreDigest, makeCore } from '../../src/round/manifest.ts'
import { readAgreement } from '../../src/settings/home.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { type ConsoleHome, makeConsoleHome } from '../console/console-home.ts'

let home: ConsoleHome

beforeAll(async () => {
  home = await makeConsoleHome()
}, 120_000)
afterAll(() => home?.world.close())
afterEach(() => vi.restoreAllMocks())

/** A command as it is typed, in this process; gives what it prints. */
async function node(...words: readonly string[]): Promise<string> {
  const printed: string[] = []
  const keep = (text: unknown) => printed.push(String(text)) > 0
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command()
  addNode(program)
  await program.parseAsync(['node', ...words, '--home', home.folder], { from: 'user' })
  vi.restoreAllMocks()
  return printed.join('')
}

const store = <T>(work: Parameters<typeof home.world.store<T>>[1]) =>
  home.world.store('police', work)

it('pauses and resumes, says which rounds wait, and knows none that was not proposed', async () => {
  expect(await node('pause')).toContain('Every new round is refused until')
  expect(await node('round', 'asked')).toBe(
    'New rounds are paused.\nNo round waits for this organisation.\n',
  )
  expect(await node('resume')).toContain('consent.rounds: by-agreement')
  const refusal = await refusalOf(node('round', 'refuse', '--id', 'none', '--reason', 'too early'))
  expect(refusal).toMatchObject({ code: 'consent.not-asked', where: 'round none' })
}, 120_000)

it('adopts rules of a file for this agreement, shows and withdraws them, and refuses others', async () => {
  const file = join(home.folder, 'rules.yaml')
  const sample = await readFile(join(import.meta.dirname, '../../node-config/rules.yaml'), 'utf8')
  await writeFile(file, sample)
  expect(await refusalOf(node('rules', 'adopt', file))).toMatchObject({
    code: 'rules.other-agreement',
  })
  await writeFile(file, sample.replace('daysBetween: 80', 'daysBetwen: 80'))
  const typo = await refusalOf(node('rules', 'adopt', file))
  expect(typo).toMatchObject({ code: 'settings.value', where: file })
  expect(typo.what).toContain('daysBetwen')
  const { digest } = await readAgreement(home.world.home('police'))
  await writeFile(file, sample.replace(/^agreement: .*$/m, `agreement: ${digest}`))
  expect(await node('rules', 'adopt', file)).toMatch(/^Standing rules [\w-]{43} are in force\.\n$/)
  const shown = await node('rules', 'show')
  expect(shown).toContain('"daysBetween": 80')
  expect(shown).toContain('They are not asked: node.yaml has no consent.rounds: by-rules.')
  expect(await node('rules', 'withdraw')).toContain('each round waits for a person')
  expect(await refusalOf(node('rules', 'withdraw'))).toMatchObject({ code: 'rules.none' })
}, 120_000)

it('shows what others could learn from a round that waits, and every message that would leave', async () => {
  expect(await refusalOf(node('round', 'show', '--id', 'spring'))).toMatchObject({
    code: 'round.unknown',
  })
  const agreement = await readAgreement(home.world.home('police'))
  const { slots } = recipeNamed(agreement.terms.recipe)
  const lists = agreement.terms.lists.map(({ id }) => id)
  const core = makeCore(agreement, {
    ...{ id: 'spring', openedMs: Date.now(), lists, slots: slots.map(({ id }) => id) },
  })
  const tracks = { owner: { at: 'waiting' }, evaluator: { at: 'making-keys' } }
  const state = { phase: 'asked', core, coreDigest: coreDigest(core), ...tracks }
  await store(async ({ stores }) => {
    await stores.rounds.put({ id: 'spring', role: 'node', phase: 'asked', state })
  })
  expect(await node('round', 'asked')).toContain('spring: 2 lists, 1 of them of police; ends by')
  const shown = await node('round', 'show', '--id', 'spring')
  expect(shown).toContain('police-2017 was never imported: the round would end here.')
  expect(shown).toContain('Not without you')
  expect(shown).toMatch(/ {2}list\/police-2017: 8 rows, \d+ bytes, sealed to police, counter/)
  expect(shown).toMatch(/ {2}stage\.done mix\/1: \d+\n/)
  await node('round', 'refuse', '--id', 'spring', '--reason', 'not before we have imported')
  await store(async ({ stores }) => {
    expect(await stores.rounds.get('spring')).toMatchObject({
      state: { code: 'consent.refused', by: 'police' },
    })
  })
}, 120_000)

it('keeps the first of two persons’ word on the agreement, and does nothing with it', async () => {
  const { settings } = home.world.home('police')
  const before = await readFile(settings, 'utf8')
  await writeFile(settings, `${before}consent: { rounds: ask, fourEyes: true }\n`)
  expect(await node('agreement', 'accept')).toContain('Kept, not done: "accepts ')
  expect(await refusalOf(node('agreement', 'accept'))).toMatchObject({
    code: 'consent.same-person',
  })
  await store(async ({ stores }) => {
    const held = await stores.decisions.list('agreement')
    expect(held.map(({ choice, origin }) => [choice, origin])).toEqual([
      ['accept.first', 'command'],
    ])
  })
}, 120_000)

it('makes a support report without any secret, name, reason, file name or count of records', async () => {
  const canary = 'canary-jansen'
  const { settings } = home.world.home('police')
  const before = await readFile(settings, 'utf8')
  await writeFile(settings, `${before}proxy: http://${canary}:${canary}@127.0.0.1:9\n`)
  await store(async (database) => {
    const { stores } = database
    await stores.imports.add({
      ...{ fileName: `${canary}.csv`, records: 4321, refused: 1234 },
      findings: { note: canary },
    })
    await stores.accounts.put(canary, 'operator')
    await stores.settings.set('check-root', canary)
    await database.transaction('plant', async (inside) => {
      const decision = { subject: 'round', object: 'r1', choice: 'refuse', origin: 'console' }
      await inside.decisions.append({ ...decision, actor: canary, text: canary })
      await inside.diary.append('r1', {
        kind: 'heard',
        detail: 'round.proposed',
        party: null,
        bytes: 9,
      })
    })
  })
  const report = await node('support-report')
  expect(JSON.parse(report)).toMatchObject({
    organisation: 'police',
    records: { neverImported: ['police-2017'] },
    consent: { rounds: 'ask', fourEyes: true, paused: false },
    coordinator: { lastHeard: null },
  })
  for (const planted of [canary, '4321', '1234']) expect(report).not.toContain(planted)
  for (const secret of await secretTexts()) expect(report).not.toContain(secret)
}, 120_000)

/** Every value of every file with secrets: keys as they stand there. */
async function secretTexts(): Promise<string[]> {
  const folder = join(home.folder, 'secrets')
  const texts: string[] = []
  for (const name of await readdir(folder)) {
    const text = (await readFile(join(folder, name), 'utf8')).trim()
    const keys = /"(d|seed|sharing|private)":"([^"]+)"/g
    texts.push(text, ...[...text.matchAll(keys)].map((match) => match[2] ?? text))
  }
  expect(texts.length).toBeGreaterThan(2)
  return texts
}
