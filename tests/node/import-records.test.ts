import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recipeNamed } from '../../src/matching/recipe.ts'
import {
  type ImportParts,
  type ImportResult,
  importRecords,
} from '../../src/node/import-records.ts'
import { RecordPages } from '../../src/node/record-pages.ts'
import type { Placing } from '../../src/node/record-reading.ts'
import { parseFieldMap, plainFieldMap } from '../../src/source/field-map.ts'
import type { Task } from '../../src/work/tasks.ts'
import { book } from '../linkage/sample-book.ts'
import { plainPool, sampleStore } from './sample-node.ts'

const recipe = recipeNamed('short/1 without sex')

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
  map = plainFieldMap,
): Promise<ImportResult> {
  const path = join(store.folder, 'export.csv')
  await writeFile(path, `${[header, ...lines].join('\n')}\n`)
  return importRecords(path, map, {
    database: store.database,
    pool: plainPool,
    recipe,
    storageKey: new Uint8Array(32).fill(4),
    matchingSecret: new Uint8Array(32).fill(5),
    matchingSecretDigest: 'D',
    tables: [],
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
  // Long enough that random bytes do not hold one of them by chance.
  await read(['record-4711,,Annegien,Zonderling,1990-02-03,victim'])
  const [record] = await store.database.stores.records.page('victims', null, 10)
  const kept = JSON.stringify([record, await store.database.stores.imports.latest()])
  for (const word of ['Zonderling', 'zonderling', 'Annegien', '1990-02-03', 'record-4711']) {
    expect(kept, word).not.toContain(word)
    for (const bytes of [record!.digest, record!.keys]) {
      expect(Buffer.from(bytes).includes(word), word).toBe(false)
    }
  }
})

it('notes with which secret, recipe and codes the records are keyed', async () => {
  const keyed = () => store.database.stores.settings.get('keyed-with')
  await read([line(1)])
  const without = await keyed()
  expect(without).toMatch(new RegExp(`^${recipe.name} D [A-Za-z0-9_-]{43}$`))
  await read([line(1)], { tables: [book] })
  expect(await keyed()).not.toBe(without)
})

const coded = parseFieldMap(
  'codes: { exploitation: { column: role, values: { victim: labour, suspect: criminal } } }',
  'map.yaml',
)

it('keeps the code of every record beside its keys', async () => {
  const lines = [line(1), line(2, 'suspect')]
  await read(lines, { tables: [book] }, coded)
  const codeOf = async (list: string) => {
    const { records } = store.database.stores
    const pages = new RecordPages({ records, list, storageKey: new Uint8Array(32).fill(4) })
    return [...(await pages.at(0)).codes]
  }
  expect(await codeOf('victims')).toEqual([4])
  expect(await codeOf('suspects')).toEqual([7])
  await read(lines, { tables: [book] })
  expect(await codeOf('victims')).toEqual([8])
})

it('counts values that are mapped to no code, and keeps and tells them to nobody else', async () => {
  const some = parseFieldMap(
    'codes: { exploitation: { column: role, values: { victim: labour } } }',
    'map.yaml',
  )
  const lines = [line(1), line(2, 'suspect'), line(3, 'suspect')]
  const { findings, unmapped } = await read(lines, { tables: [book] }, some)
  expect(findings.count('code.unmapped')).toBe(2)
  expect(findings.toJSON()[0]?.listed).toContainEqual({
    file: 'export.csv',
    line: 3,
    column: 'exploitation',
  })
  const listed = [{ value: 'suspect', count: 2 }]
  expect(unmapped).toEqual([{ table: 'exploitation', records: 2, listed }])
  const kept = JSON.stringify([await store.database.stores.imports.latest(), findings])
  expect(kept).not.toContain('suspect')
})
