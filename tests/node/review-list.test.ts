import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { type ImportResult, importRecords } from '../../src/node/import-records.ts'
import { findDoubles } from '../../src/node/list-doubles.ts'
import { countRows } from '../../src/node/prepare-list.ts'
import { fileSource } from '../../src/node/record-source.ts'
import { reviewRows } from '../../src/node/review-list.ts'
import { parseFieldMap } from '../../src/source/field-map.ts'
import { plainPool, sampleStore } from './sample-node.ts'

const recipe = recipeNamed('full/1')
const storageKey = new Uint8Array(32).fill(4)
const map = parseFieldMap('sharedAddresses: [9999 ZY 1]', 'map.yaml')

const header = 'record_id,bsn,given_names,surname,birth_date,sex,postcode,house_number,role'
const lines = [
  // One person by name and date.
  'r1,,Inge,Kanariedongen,1992-08-09,F,1111 AA,1,victim',
  'r2,,Inge,Kanariedongen,1992-08-09,F,2222 BB,2,victim',
  // Left apart, as both have numbers.
  'r3,123456782,Piet,Kanariebakker,1980-03-04,M,,,victim',
  'r4,111222333,Piet,Kanariebakker,1980-03-04,M,,,victim',
  // A list of its own, though they are one person with others.
  'r5,,Inge,Kanariedongen,1992-08-09,F,1111 AA,1,suspect',
  'r8,,Hans,Kanariesmit,1970-05-06,M,3333 CC,3,suspect',
  'r9,,Erik,Kanarieveen,1970-05-06,M,3333 CC,3,suspect',
  'r10,,Joris,Kanariebos,1975-07-08,M,,,suspect',
  'r11,,Joris,Kanariebos,1975-07-08,M,,,suspect',
  // Born on one day and living in one shelter.
  'r6,,Aisha,Kanarieomar,1999-09-19,F,9999 ZY,1,victim',
  'r7,,Fatou,Kanariejallow,1999-09-19,F,9999 ZY,1-b,victim',
]

let store: Awaited<ReturnType<typeof sampleStore>>
let path = ''
let result: ImportResult

beforeAll(async () => {
  store = await sampleStore()
  path = join(store.folder, 'export.csv')
  await writeFile(path, `${[header, ...lines].join('\n')}\n`)
  result = await importRecords(path, map, {
    database: store.database,
    clock: systemClock,
    pool: plainPool,
    recipe,
    storageKey,
    matchingSecret: new Uint8Array(32).fill(5),
    matchingSecretDigest: 'D',
    tables: [],
    today: '2020-01-01',
    lists: ['victims', 'suspects'],
    placing: ({ role }) => ({ list: `${role}s` }),
  })
})
afterAll(() => store.close())

const records = () => store.database.stores.records
const find = (list: string) => findDoubles({ records: records(), list, recipe, storageKey })

it('counts persons as the round will count them', async () => {
  const { doubles } = await find('victims')
  expect(doubles).toMatchObject({
    list: 'victims',
    records: 6,
    persons: 5,
    merged: 2,
    groups: 1,
    twoNumbers: 0,
    byAddress: 0,
    near: 1,
  })
  const rows = { list: 'victims', slots: recipe.slots, records: records(), storageKey }
  expect(await countRows({ ...rows, minimumPersons: 1 })).toBe(doubles.persons)
})

it('counts by key the values that two persons hold, and never says them', async () => {
  const { doubles } = await find('victims')
  const ids = doubles.shared.map(({ id }) => id)
  expect(ids).toEqual(['K04', 'K05', 'K06', 'K08'])
  expect(doubles.shared[0]).toEqual({ id: 'K04', values: 1, persons: 2, most: 2 })
  expect(JSON.stringify(doubles)).not.toMatch(/kanarie|inge|1992|123456782/i)
})

it('keeps two who share a named address apart, and tells of the address by line only', () => {
  const found = result.byColumn.find(({ code }) => code === 'address.shared')
  expect(found).toEqual({
    column: 'postcode',
    code: 'address.shared',
    count: 2,
    lines: [11, 12],
  })
})

it('names the records of each group by id and line, with the keys that agree, the strongest first', async () => {
  const lists = []
  for (const list of ['victims', 'suspects']) lists.push({ list, ...(await find(list)) })
  const rows = await reviewRows(lists, {
    source: fileSource(path, map),
    records: records(),
    storageKey,
  })
  // Joined ones of all lists come first, then those by address alone, then those nearly joined.
  const kinds = ['joined', 'joined', 'address', 'near-numbers']
  expect(rows.map(({ kind }) => kind)).toEqual(kinds.flatMap((kind) => [kind, kind]))
  expect(rows.map(({ group }) => group)).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
  const ofVictims = rows.filter(({ list }) => list === 'victims')
  const [one, other, ...near] = ofVictims.toSorted((a, b) => a.line - b.line)
  const keys = ['K04', 'K05', 'K06', 'K08']
  expect(one).toMatchObject({ group: 1, kind: 'joined', recordId: 'r1', line: 2, keys })
  expect(other).toMatchObject({ group: 1, recordId: 'r2', line: 3, person: one?.person })
  expect(near).toMatchObject([
    { group: 4, kind: 'near-numbers', recordId: 'r3', line: 4, keys },
    { group: 4, kind: 'near-numbers', recordId: 'r4', line: 5, keys },
  ])
  expect(near[0]?.person).not.toBe(near[1]?.person)
  expect(JSON.stringify(rows)).not.toMatch(/kanarie|inge|1992|123456782|1111/i)
})

it('tells apart who was joined by date and address alone', async () => {
  const { doubles, groups } = await find('suspects')
  expect(doubles).toMatchObject({ records: 5, persons: 3, groups: 2, byAddress: 1 })
  expect(groups.map(({ kind }) => kind)).toEqual(['joined', 'address'])
  expect(groups[1]?.records.map(({ keys }) => keys)).toEqual([
    ['K09', 'K20'],
    ['K09', 'K20'],
  ])
})

it('refuses an export that is not the one imported', async () => {
  const other = join(store.folder, 'other.csv')
  await writeFile(other, `${[header, ...lines.slice(1)].join('\n')}\n`)
  const lists = [{ list: 'victims', ...(await find('victims')) }]
  const parts = { source: fileSource(other, map), records: records(), storageKey }
  await expect(reviewRows(lists, parts)).rejects.toThrow('review.other-export')
})
