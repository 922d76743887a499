import { afterEach, beforeEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

const nodes = ['owner-a', 'owner-b', 'bureau', 'counter']
const round = 'stopped'

let world: ProcessWorld

/** A round in which keys are made and lists not yet sent: one owner is off. */
beforeEach(async () => {
  const lists = ['a', 'b']
  world = await makeProcessWorld({
    lists: lists.map((id) => ({ id, organisation: `owner-${id}`, size: 20 })),
    evaluators: ['bureau', 'counter'],
  })
  const cells = [{ lists, count: 5 }]
  await writePersonsOfTable({ table: { lists, cells }, directory: world.registers, seed: 6 })
  for (const id of lists) await world.importList(`owner-${id}`, id)
  world.start(COORDINATOR, ...nodes.filter((node) => node !== 'owner-b'))
  await world.open(round)
  await world.until(
    round,
    ({ phase, waitsFor }) => phase === 'signing' && waitsFor?.join() === 'owner-b',
  )
}, 240_000)
afterEach(() => world.close())

const roundKeys = async (party: string) =>
  (await world.files()).filter(({ path }) => path.startsWith(`${world.home(party).rounds}/`))

const revoke = (party: string) =>
  world.run(party, [
    ...['node', 'agreement', 'revoke', '--home', world.home(party).folder],
    ...['--reason', 'the minister has asked for it'],
  ])

const status = async (...command: readonly string[]) => {
  const party = command[0] === 'coordinator' ? COORDINATOR : 'owner-a'
  const home = world.home(party).folder
  return (await world.run(party, [...command, 'agreement', 'status', '--home', home])).text
}

async function expectTheEnd(by: string, running: readonly string[]): Promise<void> {
  for (const party of running) {
    await world.untilSaid(party, `"round":"${round}","msg":"round scrubbed"`)
    expect(await roundKeys(party), party).toEqual([])
  }
  expect(await world.status(round)).toMatchObject({ code: 'agreement.revoked', by })
  const opening = await refusalOf(world.open('next'))
  expect(opening).toMatchObject({ code: 'agreement.revoked', where: by })
}

it('an evaluator that serves revokes; every round ends and every key of it is destroyed, everywhere and for good', async () => {
  expect(await roundKeys('bureau')).toHaveLength(1)
  const { code, text } = await revoke('bureau')
  expect(code, text).toBe(0)
  expect(text).toContain(`round ${round} has ended here; its keys are destroyed`)
  await expectTheEnd('bureau', [COORDINATOR, 'owner-a', 'bureau', 'counter'])
  expect(await status('coordinator')).toMatch(/bureau: HAS REVOKED on .*: the minister has asked/)
  // Who was off learns of it when it comes, takes no part, and makes no key.
  world.start('owner-b')
  await world.untilSaid('owner-b', `"round":"${round}","msg":"round scrubbed"`)
  expect(await roundKeys('owner-b')).toEqual([])
  await world.stop('owner-a')
  expect(await status('node')).toContain('Revoked: no round runs under it any more.')
}, 240_000)

it('an evaluator that stands still revokes; its keys are gone at once, also where the coordinator is away', async () => {
  await world.kill('bureau', COORDINATOR)
  const { code, text } = await revoke('bureau')
  expect(code, text).toBe(0)
  expect(text).toContain('The coordinator does not answer now')
  expect(await roundKeys('bureau')).toEqual([])
  await world.store('bureau', async ({ stores }) => {
    expect(await stores.rounds.get(round)).toMatchObject({ phase: 'aborted' })
    expect(await stores.settings.get(`scrubbed/${round}`)).toBe('yes')
  })
  // A node that serves tells what the command could not.
  world.start(COORDINATOR, 'bureau')
  await expectTheEnd('bureau', [COORDINATOR, 'owner-a', 'counter'])
}, 240_000)
