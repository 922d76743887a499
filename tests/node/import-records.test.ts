import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import {
  type ImportParts,
  type ImportResult,
  importRecords,
  importSource,
} from '../../src/node/import-records.ts'
import { RecordPages } from '../../src/node/record-pages.ts'
import type { Placing } from '../../src/node/record-reading.ts'
import { readExport } from '../../src/source/export-file.ts'
import { parseFieldMap, plainFieldMap } from '../../src/source/field-map.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
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
  role === 'victim' || role === 'suspect' ? { list: `${role}s` } : { refused: 'record.no-list' }

async function read(
  lines: readonly string[],
  parts: Partial<ImportParts> = {},
  map = plainFieldMap,
): Promise<ImportResult> {
  const path = join(store.folder, 'export.csv')
  await writeFile(path, `${[header, ...lines].join('\n')}\n`)
  return importRecords(path, map, { ...baseParts(), ...parts })
}

function baseParts(): ImportParts {
  return {
    database: store.database,
    clock: systemClock,
    pool: plainPool,
    recipe,
    storageKey: new Uint8Array(32).fill(4),
    matchingSecret: new Uint8Array(32).fill(5),
    matchingSecretDigest: 'D',
    tables: [],
    today: '2020-01-01',
    lists: ['victims', 'suspects'],
    placing: byRole,
  }
}

async function digestsOf(database: Database): Promise<string[]> {
  const page = await database.stores.records.page('victims', null, 5000)
  return page.map(({ digest }) => Buffer.from(digest).toString('hex'))
}

/** The digests of an import that nothing stopped, in a store of its own. */
async function readWhole(url: string, lines: readonly string[]): Promise<string[]> {
  const database = await openDatabase({ url: `sqlite:${url}`, clock: systemClock })
  try {
    await read(lines, { database })
    return await digestsOf(database)
  } finally {
    await database.close()
  }
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

it('takes the records of an update and leaves all others, wherever these stood before', async () => {
  await read([line(1), line(2), line(3), line(4, 'suspect')])
  const result = await read([line(2, 'suspect'), line(3, 'witness'), line(5)], { update: true })
  expect(result).toMatchObject({ records: 3, refused: 1, former: 2 })
  expect(await counts()).toEqual({ suspects: 2, victims: 2 })
  const whole = await read([line(1)])
  expect(whole.former).toBe(4)
  expect(await counts()).toEqual({ victims: 1 })
})

it('refuses an update of records that are keyed otherwise', async () => {
  await expect(read([line(1)], { update: true })).rejects.toThrow('import.update-other-keys')
  await read([line(1)])
  await expect(read([line(1)], { update: true, matchingSecretDigest: 'E' })).rejects.toThrow(
    'import.update-other-keys',
  )
})

it('knows in an update which postcodes the whole register has too often', async () => {
  const full = recipeNamed('full/1')
  const person = (id: number) => `p${id},${1 + (id % 28)}-02-199${id % 10},M,victim,1234 AB`
  const own = 'record_id,birth_date,sex,role,postcode,surname'
  const lines = Array.from({ length: 30 }, (_, id) => `${person(id)},Jansen`)
  const path = join(store.folder, 'full.csv')
  const importOwn = async (rows: readonly string[], update: boolean) => {
    await writeFile(path, `${[own, ...rows].join('\n')}\n`)
    return importRecords(path, plainFieldMap, { ...baseParts(), recipe: full, update })
  }
  const keysOfFirst = async () => {
    const parts = { records: store.database.stores.records, list: 'victims' }
    const pages = new RecordPages({ ...parts, storageKey: new Uint8Array(32).fill(4) })
    const { keys } = await pages.prefixes(full.slots.length)
    return Buffer.from(keys).toString('hex')
  }
  await importOwn(lines, false)
  const before = await keysOfFirst()
  await importOwn(lines.slice(0, 3), true)
  expect(await keysOfFirst()).toBe(before)
  const kept = await store.database.stores.settings.get('crowded-postcodes')
  expect(kept).not.toContain('1234')
})

/** More than is kept at once. */
const many = Array.from({ length: 2600 }, (_, at) => line(at))

it('is stopped when told, leaves what was there, and goes on where it stopped', async () => {
  await read([line(9)])
  const stop = new AbortController()
  const stopping = { signal: stop.signal, report: (at: number) => at >= 2200 && stop.abort() }
  await expect(read(many, stopping)).rejects.toThrow('import.stopped')
  expect(await counts()).toEqual({ victims: 1 })
  let hashed = 0
  const pool = {
    ...plainPool,
    run: async (task: Task) => {
      if (task.op === 'hash') hashed += task.keys.length / recipe.slots.length
      return plainPool.run(task)
    },
  }
  const result = await read(many, { pool })
  expect(result).toMatchObject({ records: 2600, refused: 0, former: 1 })
  expect(result.resumed).toBeGreaterThanOrEqual(2200)
  expect(hashed).toBe(2600 - result.resumed)
  expect(await counts()).toEqual({ victims: 2600 })
  const path = join(store.folder, 'whole')
  const once = await readWhole(path, many)
  expect(await digestsOf(store.database)).toEqual(once)
})

it('begins anew when another export or mapping is read, or another import began', async () => {
  const stopOnce = () => {
    const stop = new AbortController()
    return { signal: stop.signal, report: () => stop.abort() }
  }
  await expect(read(many, stopOnce())).rejects.toThrow('import.stopped')
  const other = await read([line(3), line(4)])
  expect(other).toMatchObject({ resumed: 0, former: 0 })
  expect(await counts()).toEqual({ victims: 2 })
  await expect(read(many, stopOnce())).rejects.toThrow('import.stopped')
  expect((await read(many, { variant: 'other roles' })).resumed).toBe(0)
})

it('refuses what is no longer the source it began with, and an import that another one overtook', async () => {
  await read([line(9)])
  const path = join(store.folder, 'export.csv')
  let told = 0
  const appending = async () => {
    if (told++ === 0) await writeFile(path, `${header}\n${line(1)}\n`)
  }
  const changing = {
    name: 'export.csv',
    read: async function* () {
      yield* readExport(path)
      await appending()
    },
  }
  await expect(importSource(changing, plainFieldMap, baseParts())).rejects.toThrow('source.changed')
  let at = 0
  const overtaken = {
    ...plainPool,
    run: async (task: Task) => {
      if (++at === 9) {
        await writeFile(join(store.folder, 'second.csv'), `${header}\n${line(7)}\n`)
        await importRecords(join(store.folder, 'second.csv'), plainFieldMap, baseParts())
      }
      return plainPool.run(task)
    },
  }
  await expect(read(many, { pool: overtaken })).rejects.toThrow('import.another')
  expect(await counts()).toEqual({ victims: 1 })
})

it('refuses, where nobody looks on, a source that has lost more than half', async () => {
  await read(Array.from({ length: 9 }, (_, at) => line(at)))
  const few = Array.from({ length: 4 }, (_, at) => line(at))
  await expect(read(few, { refuseShrunk: true })).rejects.toThrow('import.shrunk')
  expect(await counts()).toEqual({ victims: 9 })
  await read([...few, line(4)], { refuseShrunk: true })
  expect(await counts()).toEqual({ victims: 5 })
})

it('is undone as a whole when what belongs to it cannot be written', async () => {
  await read([line(1)])
  const onKept = async () => {
    throw new Error('the log is full')
  }
  await expect(read([line(2), line(3)], { onKept })).rejects.toThrow('the log is full')
  expect(await counts()).toEqual({ victims: 1 })
})
