import { appendFile, readFile, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { makeProcessWorld, type ProcessWorld, pause } from '../world/processes.ts'

let world: ProcessWorld

beforeAll(async () => {
  world = await makeProcessWorld({
    lists: ['a', 'b'].map((id) => ({ id, organisation: `owner-${id}`, size: 10 })),
    evaluators: ['bureau', 'counter'],
    nobodyAccepts: true,
    disclosure: { threshold: 10, roundingBase: 5 },
  })
})
afterAll(() => world.close())

const run = (party: string, ...words: readonly string[]) =>
  world.run(party, [
    party === COORDINATOR ? 'coordinator' : 'node',
    ...words,
    ...['--home', world.home(party).folder],
  ])

it('shows the agreement in plain words, with whom it names and with which keys', async () => {
  const { code, text } = await run('owner-a', 'agreement', 'show')
  expect(code, text).toBe(0)
  for (const part of [
    'purpose        test',
    'legal basis    none',
    'estimates      none',
    'evaluator 2 of 2, counts',
  ]) {
    expect(text).toContain(part)
  }
  expect(
    text.match(/^ {2}([0-9a-f]{4} ){8} (coordinator|owner-a|owner-b|bureau|counter)$/gm),
  ).toHaveLength(5)
})

it('lets each organisation answer, tells the coordinator, and opens no round before all have accepted', async () => {
  world.start(COORDINATOR)
  await expect(world.open('early')).rejects.toMatchObject({ code: 'agreement.not-accepted' })
  for (const party of ['owner-a', 'owner-b', 'bureau']) {
    const { code, text } = await run(party, 'agreement', 'accept')
    expect(code, text).toBe(0)
  }
  const rejected = await run('counter', 'agreement', 'reject', '--reason', 'the threshold is low')
  expect(rejected.code, rejected.text).toBe(0)
  const before = await run('owner-a', 'agreement', 'status')
  expect(before.text).toMatch(/counter: has rejected on [-\d]+ [\d:]+: the threshold is low/)
  await expect(world.open('early')).rejects.toMatchObject({ code: 'agreement.rejected' })
  await run('counter', 'agreement', 'accept')
  const after = await run(COORDINATOR, 'agreement', 'status')
  expect(after.text).toContain('Accepted by everybody.')
  await world.open('first')
})

it('replaces an identity key: the others need nothing new, and its accept stands under the new one', async () => {
  const home = world.home('owner-b')
  const before = await readFile(home.identity, 'utf8')
  const { code, text } = await run('owner-b', 'succeed')
  expect(code, text).toBe(0)
  expect(await readFile(home.identity, 'utf8')).not.toBe(before)
  await expect(stat(home.formerIdentity)).rejects.toThrow('ENOENT')
  expect((await run('owner-b', 'check')).code).toBe(0)
  const again = await run('owner-b', 'succeed')
  expect(again.code, again.text).toBe(0)
  const status = await run(COORDINATOR, 'agreement', 'status')
  expect(status.text).toContain('Accepted by everybody.')
  expect(status.text).toContain('owner-b: its key was replaced')
  world.start('owner-b')
  await world.untilSaid('owner-b', 'serving')
  expect((await run('owner-b', 'round', 'status')).code).toBe(0)
})

it('refuses a second process on a folder that is served, and to replace its key meanwhile', async () => {
  const second = await run('owner-b', 'serve')
  expect(second.code).toBe(1)
  expect(second.text).toContain('home.in-use: Another process serves from this folder already')
  expect((await run('owner-b', 'succeed')).text).toContain('home.in-use')
  expect((await run(COORDINATOR, 'serve')).text).toContain('home.in-use')
  // Also after a crash: no mark is left behind.
  const served = () => world.output('owner-b').split('"msg":"serving"').length
  const before = served()
  await world.kill('owner-b')
  world.start('owner-b')
  while (served() === before) await pause(25)
})

it('replaces no key while the node is in a round, unless it must be', async () => {
  world.start('bureau')
  await world.until('first', ({ waitsFor }) => !waitsFor?.includes('bureau'))
  await world.stop('bureau')
  const refused = await run('bureau', 'succeed')
  expect(refused.code).toBe(1)
  expect(refused.text).toContain('identity.in-round')
  expect((await run('bureau', 'succeed', '--now')).code).toBe(0)
})

it('accepts and serves no agreement without proofs, unless the settings say that all persons are made up', async () => {
  const home = world.home('owner-a')
  const unproven = (await readFile(home.agreement, 'utf8')).replace('proofs: full', 'proofs: off')
  await writeFile(home.agreement, unproven)
  for (const words of [['check'], ['agreement', 'accept'], ['serve']]) {
    const { code, text } = await run('owner-a', ...words)
    expect(code, words.join(' ')).toBe(1)
    expect(text).toContain('agreement.unproven: The agreement leaves the proofs out')
  }
  await appendFile(home.settings, 'rehearsalOnMadeUpPersons: true\n')
  const { code, text } = await run('owner-a', 'check')
  expect(code, text).toBe(0)
})
