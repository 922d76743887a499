import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Cell } from '../../src/base/lists.ts'
import type { RegisterRow } from '../../src/rehearsal/csv.ts'
import {
  type OverlapFigures,
  type TableFiles,
  writePersonsOfTable,
} from '../../src/rehearsal/table-persons.ts'
import { clearKeys } from './clear-keys.ts'

const folder = await mkdtemp(join(tmpdir(), 'table-persons-'))
afterAll(() => rm(folder, { recursive: true }))

async function published(name: string): Promise<OverlapFigures> {
  const path = new URL(`../data/mse/${name}.json`, import.meta.url)
  return JSON.parse(await readFile(path, 'utf8')) as OverlapFigures
}

async function rowsOf(files: TableFiles, directory: string): Promise<Map<string, RegisterRow[]>> {
  const rows = new Map<string, RegisterRow[]>()
  for (const { id, file } of files.lists) {
    const text = await readFile(join(directory, file), 'utf8')
    rows.set(id, parse(text, { columns: true }) as RegisterRow[])
  }
  return rows
}

/** Links rows that share any key, and counts who stands on exactly which lists. */
function linkInTheClear(rows: ReadonlyMap<string, readonly RegisterRow[]>): Cell[] {
  const groupOfKey = new Map<string, Set<string>>()
  const groups = new Set<Set<string>>()
  for (const [list, own] of rows) {
    for (const row of own) {
      const keys = clearKeys(row)
      const group = keys.map((key) => groupOfKey.get(key)).find((found) => found) ?? new Set()
      groups.add(group.add(list))
      for (const key of keys) groupOfKey.set(key, group)
    }
  }
  const counted = Map.groupBy(groups, (group) => [...group].sort().join(' '))
  return [...counted]
    .map(([lists, found]) => ({ lists: lists.split(' '), persons: found.length }))
    .toSorted(byLists)
}

function cellsOf(table: OverlapFigures): Cell[] {
  return table.cells
    .filter(({ count }) => count > 0)
    .map(({ lists, count }) => ({
      lists: lists.map((name) => name.toLowerCase()).toSorted(),
      persons: count,
    }))
    .toSorted(byLists)
}

function byLists(a: Cell, b: Cell): number {
  return a.lists.join(' ') < b.lists.join(' ') ? -1 : 1
}

describe.each(['australia-2015-2017', 'new-orleans-eight-lists'])('%s', (name) => {
  test('comes back cell by cell from registers that are linked in the clear', async () => {
    const table = await published(name)
    const directory = join(folder, name)
    const files = await writePersonsOfTable({ table, directory, seed: 1 })
    const rows = await rowsOf(files, directory)
    expect(linkInTheClear(rows)).toEqual(cellsOf(table))
    expect([...files.cells].toSorted(byLists)).toEqual(cellsOf(table))
    for (const { id, persons } of files.lists) expect(rows.get(id)).toHaveLength(persons)
  })

  test('has some persons without BSN, whom only names link, and is the same on every list', async () => {
    const table = await published(name)
    const directory = join(folder, `${name}-clean`)
    const rows = await rowsOf(await writePersonsOfTable({ table, directory, seed: 2 }), directory)
    const all = [...rows.values()].flat()
    expect(all.some(({ bsn }) => bsn === '')).toBe(true)
    for (const same of Map.groupBy(all, ({ birth_date }) => birth_date).values()) {
      const clean = same.map(({ record_id: _, report_date: __, ...person }) =>
        JSON.stringify(person),
      )
      expect(new Set(clean).size).toBe(1)
    }
  })
})

test('any table comes back cell by cell', async () => {
  const cell = fc.record({
    lists: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1 }),
    count: fc.nat(12),
  })
  const cells = fc.uniqueArray(cell, {
    selector: ({ lists }) => lists.toSorted().join(),
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(cells, fc.integer(), async (some, seed) => {
      const table = { lists: ['A', 'B', 'C', 'D'], cells: some }
      const directory = join(folder, 'any')
      const files = await writePersonsOfTable({ table, directory, seed })
      expect(linkInTheClear(await rowsOf(files, directory))).toEqual(cellsOf(table))
    }),
    { numRuns: 25 },
  )
})

test('the same seed gives the same bytes', async () => {
  const table = await published('new-orleans-eight-lists')
  const texts = async (name: string, seed: number) => {
    const directory = join(folder, name)
    await writePersonsOfTable({ table, directory, seed })
    return readFile(join(directory, 'c.csv'), 'utf8')
  }
  expect(await texts('one', 3)).toBe(await texts('two', 3))
  expect(await texts('one', 3)).not.toBe(await texts('three', 4))
})

test.each<[string, OverlapFigures]>([
  ['a list name that is no file name', { lists: ['../A'], cells: [] }],
  ['two lists that differ in case only', { lists: ['A', 'a'], cells: [] }],
  ['a cell with an unknown list', { lists: ['A'], cells: [{ lists: ['B'], count: 1 }] }],
  ['a cell of no list', { lists: ['A'], cells: [{ lists: [], count: 1 }] }],
  ['a list twice in a cell', { lists: ['A'], cells: [{ lists: ['A', 'A'], count: 1 }] }],
  [
    'a cell twice',
    {
      lists: ['A', 'B'],
      cells: [
        { lists: ['A', 'B'], count: 1 },
        { lists: ['B', 'A'], count: 1 },
      ],
    },
  ],
  ['a count below zero', { lists: ['A'], cells: [{ lists: ['A'], count: -1 }] }],
  ['half a person', { lists: ['A'], cells: [{ lists: ['A'], count: 0.5 }] }],
  [
    'more persons than there are numbers',
    { lists: ['A'], cells: [{ lists: ['A'], count: 9_001 }] },
  ],
])('%s is refused', async (_, table) => {
  await expect(writePersonsOfTable({ table, directory: folder, seed: 1 })).rejects.toMatchObject({
    code: 'rehearsal.table',
  })
})
