import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { ActLog } from '../../src/log/act.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { eraseListed, forgetRecord, letIn } from '../../src/node/erase-records.ts'
import { type ImportParts, importSource } from '../../src/node/import-records.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import { fileSource, idSource } from '../../src/node/record-source.ts'
import { applyRetention } from '../../src/node/retention.ts'
import { SourceWatch, type WatchedSource } from '../../src/node/source-watch.ts'
import { watchFolder } from '../../src/node/watched-folder.ts'
import { watchView } from '../../src/node/watched-view.ts'
import { plainFieldMap } from '../../src/source/field-map.ts'
import { viewPlace } from '../../src/source/view-place.ts'
import { openView } from '../../src/source/view-source.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { plainPool, sampleStore } from './sample-node.ts'

const storageKey = new Uint8Array(32).fill(4)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const header = 'record_id,given_names,surname,birth_date'
const row = (id: number) => `r${id},Anna,Kanarie${'abcdefghij'[id % 10]},1990-02-03`

let store: Awaited<ReturnType<typeof sampleStore>>
let folder = ''
let nowMs = 0
const clock = { nowMs: () => nowMs }
const logged: unknown[] = []

beforeEach(async () => {
  store = await sampleStore()
  folder = join(store.folder, 'exports')
  await mkdir(folder)
  nowMs = systemClock.nowMs() + HOUR_MS
  logged.length = 0
})
afterEach(() => store.close())

function acts() {
  return new ActLog({ database: store.database, organisation: 'shelter', clock })
}

function importParts(): ImportParts {
  return {
    ...{ database: store.database, clock, pool: plainPool, storageKey, tables: [] },
    recipe: recipeNamed('short/1'),
    matchingSecret: new Uint8Array(32).fill(5),
    matchingSecretDigest: 'D',
    today: '2020-01-01',
    lists: ['victims'],
    refuseNothing: true,
    placing: () => ({ list: 'victims' }),
  }
}

function watchOf(source: WatchedSource, retentionDays?: number): SourceWatch {
  const log = {
    info: (message: string, fields?: unknown) => void logged.push([message, fields]),
    error: (message: string, error: unknown) => void logged.push([message, String(error)]),
  }
  const parts = importParts()
  const node = { database: store.database, clock, log, acts: acts() } as unknown as NodeParts
  return new SourceWatch({ node, retentionDays, watched: { source, parts } })
}

function folderWatch(more: Partial<Parameters<typeof watchFolder>[0]> = {}) {
  return watchFolder({
    ...{ folder, files: '*.csv', everyMs: 1000, update: false, deleteAfter: false, clock },
    readMap: async () => plainFieldMap,
    ...more,
  })
}

/** Writes an export as it was so many minutes ago. */
async function put(name: string, ids: readonly number[], minutesAgo: number): Promise<void> {
  const path = join(folder, name)
  await writeFile(path, [header, ...ids.map(row)].join('\n'))
  const at = new Date(nowMs - minutesAgo * 60_000)
  await utimes(path, at, at)
}

const records = async () => (await store.database.stores.records.counts()).get('victims') ?? 0

it('takes in the newest export of a folder once, when it has been left alone', async () => {
  const watch = watchOf(folderWatch())
  await watch.look()
  await put('a.csv', [1, 2, 3], 60)
  await put('b.csv', [1, 2], 30)
  await put('c.csv.part', [1], 20)
  await put('d.txt', [1], 20)
  await watch.look()
  expect(await records()).toBe(2)
  expect(logged).toEqual([['imported', { source: 'settings', records: 2, refused: 0, former: 0 }]])
  await watch.look()
  expect(logged).toHaveLength(1)
  await put('e.csv', [1, 2, 3, 4], 0)
  await watch.look()
  expect(logged).toHaveLength(1)
  nowMs += 60_000
  await watch.look()
  expect(await records()).toBe(4)
  expect(JSON.stringify(logged)).not.toContain('Kanarie')
})

it('takes updates each in its turn, and deletes an export that was taken in where that is set', async () => {
  await store.database.stores.settings.set('other', 'x')
  const whole = watchOf(folderWatch())
  await put('0.csv', [1, 2, 3], 90)
  await whole.look()
  await rm(join(folder, '0.csv'))
  const watch = watchOf(folderWatch({ update: true, deleteAfter: true }))
  await put('z.csv', [4], 60)
  await put('a.csv', [5, 6], 30)
  await watch.look()
  expect(await records()).toBe(6)
  expect(await readdir(folder)).toEqual([])
})

it('takes an update that comes late with its former time, and no export twice, nor one that was given another name', async () => {
  const watch = watchOf(folderWatch({ update: true }))
  await put('0.csv', [1, 2], 90)
  await watchOf(folderWatch()).look()
  await put('b.csv', [3], 30)
  await watch.look()
  await put('a.csv', [4], 60)
  await watch.look()
  expect(await records()).toBe(4)
  await rename(join(folder, 'b.csv'), join(folder, 'read.csv'))
  await watch.look()
  expect(logged).toHaveLength(3)
})

it('says of an export that it is older than the last one or dated in the future, and takes the others', async () => {
  const watch = watchOf(folderWatch())
  await put('b.csv', [1, 2], 30)
  await put('ahead.csv', [1], -60)
  await watch.look()
  expect(await records()).toBe(2)
  await expect(watch.look()).rejects.toThrow('source.export-future')
  await rm(join(folder, 'ahead.csv'))
  await watch.look()
  await put('a.csv', [1, 2, 3], 60)
  await expect(watch.look()).rejects.toThrow('source.export-older')
  await put('c.csv', [1, 2, 3, 4], 20)
  await watch.look()
  await watch.look()
  expect(await records()).toBe(4)
})

it('does not delete an export that came in the place of the one it read, and takes that next', async () => {
  const source = folderWatch({ deleteAfter: true })
  const offerNewest = source.next
  let came = false
  const swapping: WatchedSource = {
    ...source,
    next: async (after) => {
      const offer = await offerNewest(after)
      if (offer === null || came) return offer
      const taken = async () => {
        came = true
        await put('a.csv', [1, 2, 3], 20)
        await offer.taken()
      }
      return { ...offer, taken }
    },
  }
  const watch = watchOf(swapping)
  await put('a.csv', [1, 2], 30)
  await watch.look()
  expect(await readdir(folder)).toEqual(['a.csv'])
  await watch.look()
  expect(await records()).toBe(3)
  expect(await readdir(folder)).toEqual([])
})

it('refuses a cut-off or broken export, says so in log and acts, and waits for the next', async () => {
  const watch = watchOf(folderWatch())
  await put('a.csv', [1, 2, 3, 4, 5], 60)
  await watch.look()
  await put('b.csv', [1, 2], 30)
  await expect(watch.look()).rejects.toThrow('import.shrunk')
  await watch.look()
  expect(await records()).toBe(5)
  expect(await readdir(folder)).toEqual(['a.csv', 'b.csv'])
  const last = await store.database.stores.acts.last(await acts().id())
  expect(last?.entry).toContain('"action":"records.import","actor":"node","at"')
  expect(last?.entry).toContain('"result":"refused"')
  expect(last?.entry).not.toContain('Kanarie')
})

it('leaves the lists alone while a round reads them, and takes the export afterwards', async () => {
  const { rounds } = store.database.stores
  const state = (at: string) => ({ phase: 'running', owner: { at }, evaluator: { at: 'none' } })
  const round = { id: 'r1', role: 'node' as const, phase: 'running' }
  await rounds.put({ ...round, state: state('preparing') } as never)
  const watch = watchOf(folderWatch(), 30)
  await put('a.csv', [1, 2], 60)
  await expect(watch.look()).rejects.toThrow('import.round-reads')
  await expect(watch.retain()).rejects.toThrow('import.round-reads')
  await rounds.put({ ...round, state: state('declared') } as never)
  await watch.look()
  expect(await records()).toBe(2)
})

it('reads a view when its time has come, and not before', async () => {
  const path = join(store.folder, 'register.sqlite')
  const file = new SqliteFile(path)
  file.exec(`create table v (record_id text, given_names text, surname text, birth_date text)`)
  const add = (id: number) =>
    file.exec(`insert into v values ('r${id}', 'Anna', 'Kanarie', '1990-02-0${id}')`)
  add(1)
  const place = viewPlace(`sqlite:${path}`, { view: 'v' })
  const watch = watchOf(
    watchView({
      ...{ everyMs: DAY_MS, update: false, clock },
      readMap: async () => plainFieldMap,
      open: (map) => openView(place, { map }),
    }),
  )
  await watch.look()
  add(2)
  await watch.look()
  expect(await records()).toBe(1)
  nowMs += DAY_MS
  await watch.look()
  expect(await records()).toBe(2)
  file.close()
})

it('erases records that no import has brought for the days that are set, and their list is no longer imported', async () => {
  const watch = watchOf(folderWatch(), 30)
  await put('a.csv', [1, 2], 60)
  await watch.look()
  const { settings } = store.database.stores
  await watch.retain()
  expect(await records()).toBe(2)
  expect(await settings.get('imported/victims')).toBe('yes')
  nowMs += 31 * DAY_MS
  await watch.retain()
  expect(await records()).toBe(0)
  expect(await settings.get('imported/victims')).toBeNull()
  expect(logged.slice(-2)).toEqual([
    ['records erased after their retention', { list: 'victims', records: 2 }],
    ['a list is to be imported before a round', { list: 'victims' }],
  ])
})

it('keeps records without an end where no days are set, but not what a stopped import left', async () => {
  const watch = watchOf(folderWatch())
  await put('a.csv', [1, 2], 60)
  await watch.look()
  const { settings, staged } = store.database.stores
  await staged.add('victims', [{ digest: new Uint8Array(32), keys: new Uint8Array(4) }])
  const progress = { plan: 'p', run: 'r', read: 1, atMs: nowMs }
  await settings.set('import/staged', JSON.stringify(progress))
  const by = { actor: 'node', origin: 'node' } as const
  const parts = { database: store.database, clock, acts: acts(), by }
  await applyRetention(parts, undefined)
  expect(await staged.count()).toBe(1)
  nowMs += 8 * DAY_MS
  await applyRetention(parts, undefined)
  expect([await staged.count(), await records()]).toEqual([0, 2])
})

it('forgets a record with all that was made of it, in the file of the store too', async () => {
  const watch = watchOf(folderWatch())
  await put('a.csv', [1, 2, 3], 60)
  await watch.look()
  const url = `sqlite:${join(store.folder, 'node.sqlite')}`
  const log = await acts().id()
  const page = async () => store.database.stores.records.page('victims', null, 10)
  const before = await page()
  const by = { actor: 'keeper', origin: 'command' } as const
  const parts = { database: store.database, storageKey, acts: acts(), by }
  const forgotten = await forgetRecord('r2', { ...parts, keepOut: false })
  expect(forgotten).toEqual({ lists: ['victims'], rounds: [] })
  const after = await page()
  const gone = before.find(
    ({ digest }) => !after.some((one) => Buffer.from(one.digest).equals(digest)),
  )
  expect(after).toHaveLength(2)
  for (const name of (await readdir(store.folder)).filter((one) => one.startsWith('node.sqlite'))) {
    const bytes = await readFile(join(store.folder, name))
    expect(bytes.includes(Buffer.from(gone!.digest)), name).toBe(false)
    expect(bytes.includes(Buffer.from(gone!.keys)), name).toBe(false)
    expect(bytes.includes(Buffer.from(after[0]!.keys)) || name !== 'node.sqlite', name).toBe(true)
  }
  await store.database.close()
  const again = await openDatabase({ url, clock })
  const last = await again.stores.acts.last(log)
  expect(last?.entry).toContain('"action":"record.forget"')
  expect(last?.entry).not.toContain('r2')
  await again.close()
})

it('keeps a record out of later imports until it is let in, and erases those that a file names', async () => {
  const watch = watchOf(folderWatch())
  await put('a.csv', [1, 2, 3], 60)
  await watch.look()
  const by = { actor: 'keeper', origin: 'command' } as const
  const parts = { database: store.database, storageKey, acts: acts(), by }
  await forgetRecord('r2', { ...parts, keepOut: true })
  await put('b.csv', [1, 2, 3], 30)
  await watch.look()
  expect(await records()).toBe(2)
  expect(logged.at(-1)).toEqual(['imported', expect.objectContaining({ records: 3, refused: 1 })])
  expect(await letIn('r2', parts)).toBe(true)
  expect(await letIn('r2', parts)).toBe(false)
  await put('c.csv', [1, 2, 3], 20)
  await watch.look()
  expect(await records()).toBe(3)
  const ids = join(store.folder, 'ids.csv')
  await writeFile(ids, 'surname;record_id\nKanarie;r1\nKanarie;r3\nKanarie;r9\n')
  const erased = await eraseListed(idSource(ids, plainFieldMap), parts)
  expect(erased).toEqual({ found: 2, missing: 1 })
  expect(await records()).toBe(1)
})

it('lets no import under way bring back what was erased meanwhile, nor what was kept out', async () => {
  const by = { actor: 'keeper', origin: 'command' } as const
  const parts = { database: store.database, storageKey, acts: acts(), by }
  const ids = join(store.folder, 'ids.csv')
  await writeFile(ids, 'record_id\nr3\n')
  await put('a.csv', [1, 2, 3], 60)
  const file = fileSource(join(folder, 'a.csv'), plainFieldMap)
  /** Does something once all has been read, before it is kept. */
  const importing = (meanwhile: () => Promise<unknown>) => {
    let readings = 0
    const read = async function* () {
      yield* file.read()
      if (++readings === 2) await meanwhile()
    }
    return importSource({ ...file, read }, plainFieldMap, importParts())
  }
  for (const erase of [
    () => forgetRecord('r2', { ...parts, keepOut: false }),
    () => eraseListed(idSource(ids, plainFieldMap), parts),
  ]) {
    await expect(importing(erase)).rejects.toThrow('import.erased')
    expect(await records()).toBe(0)
  }
  await importing(() => forgetRecord('r2', { ...parts, keepOut: true }))
  expect(await records()).toBe(2)
  expect(await store.database.stores.staged.count()).toBe(0)
})
