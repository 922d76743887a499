import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { runLocalRound } from '../../src/local/local-round.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { plainFieldMap } from '../../src/source/field-map.ts'
import { plainPool } from '../node/sample-node.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const persons = {
  anna: 'Anna,Jansen,1990-02-03',
  bilal: 'Bilal,Amrani,1985-11-30',
  chen: 'Chen,Huang,2001-07-14',
}

async function list(id: string, names: readonly (keyof typeof persons)[]) {
  const path = join(folder, `${id}.csv`)
  const lines = names.map((name, at) => `${id}-${at},${persons[name]}`)
  await writeFile(path, `${['record_id,given_names,surname,birth_date', ...lines].join('\n')}\n`)
  return { id, path }
}

it('counts the persons of a few files, one of them named like a party and one empty', async () => {
  const complaints: string[] = []
  const { table, lists } = await runLocalRound({
    folder,
    engine: await loadSodiumEngine(),
    pool: plainPool,
    log: { info: () => undefined, error: (message) => complaints.push(message) },
    lists: [
      await list('counter', ['anna', 'bilal', 'anna']),
      await list('coordinator', ['anna', 'chen']),
      await list('empty', []),
    ],
    map: plainFieldMap,
    recipe: recipeNamed('short/1 without sex'),
    today: '2020-01-01',
    report: () => undefined,
  })
  expect(table.cells).toEqual([
    { lists: ['coordinator'], persons: 1 },
    { lists: ['coordinator', 'counter'], persons: 1 },
    { lists: ['counter'], persons: 1 },
  ])
  expect(lists.map(({ id, rows, read }) => [id, read.records, rows])).toEqual([
    ['counter', 3, 2],
    ['coordinator', 2, 2],
    ['empty', 0, 0],
  ])
  expect(complaints).toEqual([])
})
