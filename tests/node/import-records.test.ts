import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recipe, recipeName } from '../../src/matching/recipe.ts'
import {
  type ImportParts,
  type ImportResult,
  importRecords,
  type Placing,
} from '../../src/node/import-records.ts'
import { plainFieldMap } from '../../src/source/field-map.ts'
import type { Task } from '../../src/work/tasks.ts'
import { plainPool, sampleStore } from './sample-node.ts'

const header = 'record_id,bsn,given_names,surname,birth_date,role'
let store: Awaited<ReturnType<typeof sampleStore>>

beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

const byRole: Placing = ({ role }) =>
  role === 'victim' || role === 'suspect'
    ? { list: `${role}s` }
    : { refused: 'csv.role-unknown' as never }

async function read(
  lines: readonly string[],
  parts: Partial<ImportParts> = {},
): Promise<ImportResult> {
  const path = join(store.folder, 'export.csv')
  await writeFile(path, `${[header, ...lines].join('\n')}\n`)
  return importRecords(path, plainFieldMap, {
    database: store.database,
    pool: plainPool,
    recipe,
    storageKey: new Uint8Array(32).fill(4),
    matchingSecret: new Uint8Array(32).fill(5),
    matchingSecretDigest: 'D',
    today: '2020-01-01',
    lists: ['victims', 'suspects'],
    placing: byRole,
    ...parts,
  })
}

function line(id: number, role = 'victim', name = `Jansen${'abcdefghij'[id % 10]}`): string {
  return `r${id},,Anna,${name},1990-02-03,${role}`
}

async function counts() {
  return Object.fromEntries(await store.database.stores.records.counts())
}

it('puts every record on its list and counts what it read', async () => {
  const result = await read([line(1), line(2), line(3, 'suspect'), 'r4,,,,,victim'])
  expect(result).toMatchObject({ file: 'export.csv', records: 4, refused: 0, withoutKey: 1 })
  expect(result.perList).toEqual({ victims: 3, suspects: 1 })
  expect(await counts()).toEqual({ victims: 3, suspects: 1 })
})

it('replaces its lists as a whole, and leaves other lists alone', async () => {
  await read([line(1), line(2), line(3, 'suspect')])
  await read([line(7)], { lists: ['victims'] })
  expect(await counts()).toEqual({ victims: 1, suspects: 1 })
})

it('keeps the former records when it does not come to its end', async () => {
  await read([line(1), line(2)])
  const { records } = store.database.stores
  const before = await records.page('victims', null, 10)
  let pages = 0
  const failing = {
    ...plainPool,
    run: async (task: Task) => {
      if (++pages > 1) throw new Error('killed')
      return plainPool.run(task)
    },
  }
  const many = Array.from({ length: 300 }, (_, at) => line(at + 10))
  await expect(read(many, { pool: failing })).rejects.toThrow('killed')
  expect(pages).toBe(2)
  expect(await records.page('victims', null, 10)).toEqual(before)
  expect((await store.database.stores.imports.latest())?.records).toBe(2)
})

it('keeps no word of what it read', async () => {
  await read([line(1, 'victim', 'Zonderling')])
  const [record] = await store.database.stores.records.page('victims', null, 10)
  const kept = JSON.stringify([record, await store.database.stores.imports.latest()])
  for (const word of ['Zonderling', 'zonderling', 'Anna', '1990', 'r1']) {
    expect(kept, word).not.toContain(word)
    for (const bytes of [record!.digest, record!.keys]) {
      expect(Buffer.from(bytes).includes(word), word).toBe(false)
    }
  }
})

it('notes with which secret and recipe the records are keyed', async () => {
  await read([line(1)])
  expect(await store.database.stores.settings.get('keyed-with')).toBe(`${recipeName(recipe)} D`)
})
