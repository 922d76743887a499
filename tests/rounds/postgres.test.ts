import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Cell } from '../../src/base/lists.ts'
import { writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { type PostgresServer, startPostgres } from '../storage/postgres-server.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

const lists = ['a', 'b', 'c']
const cells = [
  { lists: ['a'], count: 9 },
  { lists: ['b'], count: 11 },
  { lists: ['a', 'b'], count: 4 },
  { lists: ['b', 'c'], count: 7 },
  { lists: ['a', 'b', 'c'], count: 3 },
]
const round = 'on-postgres'
const onPostgres = [COORDINATOR, 'owner-a', 'bureau']

let postgres: PostgresServer
let world: ProcessWorld

beforeAll(async () => {
  postgres = await startPostgres()
  const databases: Record<string, string> = {}
  for (const party of onPostgres) databases[party] = await postgres.newDatabase()
  world = await makeProcessWorld({
    lists: lists.map((id) => ({ id, organisation: `owner-${id}`, size: 40 })),
    evaluators: ['owner-b', 'bureau', 'counter'],
    databases,
  })
  await writePersonsOfTable({ table: { lists, cells }, directory: world.registers, seed: 9 })
  await Promise.all(lists.map((id) => world.importList(`owner-${id}`, id)))
  world.start(...world.parties)
  await world.open(round)
  await world.untilReleased(round)
  await world.untilSettled(round, world.parties)
  await world.stop(...world.parties)
}, 240_000)

afterAll(async () => {
  await world?.close()
  await postgres?.stop()
})

const sorted = (counted: readonly Cell[]) =>
  counted.map(({ lists: ids, persons }) => `${ids.join(' ')}: ${persons}`).sort()

it('counts the same with stores on PostgreSQL and on SQLite side by side', async () => {
  const table = await world.table('counter', round)
  expect(sorted(table?.cells ?? [])).toEqual(
    sorted(cells.map(({ lists: ids, count }) => ({ lists: ids, persons: count }))),
  )
})

it('leaves no batch in any store, and no SQLite file where PostgreSQL is the store', async () => {
  for (const party of world.parties) {
    await world.store(party, async ({ kind, stores }) => {
      expect([party, kind]).toEqual([party, onPostgres.includes(party) ? 'postgres' : 'sqlite'])
      expect([party, await stores.batches.list(round)]).toEqual([party, []])
      expect((await stores.rounds.get(round))?.phase).toBe('released')
    })
  }
  const files = (await world.files()).map(({ path }) => path)
  const sqlite = world.parties.filter((party) =>
    files.some((path) => path.endsWith(`/${party}.sqlite`)),
  )
  expect(sqlite.sort()).toEqual(world.parties.filter((party) => !onPostgres.includes(party)).sort())
})

it('tells no password in any log', () => {
  for (const party of onPostgres) expect(world.output(party)).not.toContain(postgres.password)
  expect(world.output(COORDINATOR)).toContain('round opened')
})
