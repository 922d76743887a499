import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { runSamentel } from '../bin/run-samentel.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

const owners = ['owner-a', 'owner-b', 'owner-c']
const staying = [COORDINATOR, 'bureau', 'counter']
const lists = ['a', 'b', 'c']
const round = 'owners-leave'

let world: ProcessWorld

beforeAll(async () => {
  world = await makeProcessWorld({
    lists: lists.map((id) => ({ id, organisation: `owner-${id}`, size: 30 })),
    evaluators: ['bureau', 'counter'],
  })
  const cells = [
    { lists: ['a'], count: 12 },
    { lists: ['b'], count: 14 },
    { lists: ['a', 'c'], count: 6 },
    { lists: ['a', 'b', 'c'], count: 5 },
  ]
  await writePersonsOfTable({ table: { lists, cells }, directory: world.registers, seed: 6 })
  await Promise.all(lists.map((id) => world.importList(`owner-${id}`, id)))
  // Nodes wait for a coordinator that is not there yet.
  world.start(...owners, 'bureau', 'counter')
  for (const owner of owners) await world.untilSaid(owner, 'transport.unreachable')
  world.start(COORDINATOR)
  await world.open(round)
}, 120_000)

afterAll(() => world.close())

const roundKeys = async (party: string) =>
  (await world.files())
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${world.home(party).rounds}/`))

/** Who has not signed the release yet. */
async function unsigned(): Promise<readonly string[]> {
  const { unsigned = [COORDINATOR] } = (await world.status(round)) as { unsigned?: string[] }
  return unsigned
}

it('ends a round while every owner is off since its list was uploaded', async () => {
  // The mix cannot begin before the last owner has left.
  world.gate.judge = async ({ what }) => (what === 'say input.checked' ? 'lose' : 'pass')
  await world.until(round, ({ phase }) => phase === 'checking')
  await world.kill(...owners)
  world.gate.judge = async () => 'pass'
  await world.untilReleased(round)
  await world.untilSettled(round, staying)
  for (const owner of owners) {
    expect(await roundKeys(owner)).toEqual([expect.stringMatching(`${round}.key$`)])
    await world.store(owner, async ({ stores }) => {
      expect(await stores.rounds.get(round)).toMatchObject({ phase: 'running' })
      expect(await stores.batches.list(round)).not.toEqual([])
    })
  }
})

it('lets them fetch the release and destroy what they keep once they are back', async () => {
  world.start(...owners)
  await world.untilSettled(round, owners)
  const release = JSON.stringify(await world.release(round))
  await expect.poll(unsigned, { timeout: 30_000, interval: 200 }).toEqual([])
  await world.stop(...owners)
  for (const owner of owners) {
    expect(await roundKeys(owner)).toEqual([])
    await world.store(owner, async ({ stores }) => {
      expect(await stores.rounds.get(round)).toMatchObject({ phase: 'released' })
      expect(JSON.parse((await stores.releases.get(round))?.body ?? '{}')).toEqual(
        JSON.parse(release),
      )
      expect(await stores.batches.list(round)).toEqual([])
      expect(await stores.chunks.positions(round, `list/${owner.slice(-1)}`)).toEqual([])
    })
  }
})

it('gives a release that they signed when they were back, and that verifies offline', async () => {
  const file = join(world.folder, 'signed.json')
  const url = `http://127.0.0.1:${world.port}`
  const fetched = await runSamentel(
    ...['release', 'fetch', '--coordinator', url, '--id', round, '--out', file],
  )
  expect(fetched).toEqual({ code: 0, out: '', err: '' })
  await world.stop(COORDINATOR)
  const { agreement } = world.home('owner-a')
  const { code, out } = await runSamentel('release', 'verify', file, '--agreement-file', agreement)
  expect(out).toContain('The release holds: it is as agreed, and signed')
  expect(out).toContain('signed by 6: bureau, coordinator, counter, owner-a, owner-b, owner-c')
  expect(code).toBe(0)
})
