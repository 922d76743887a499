import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { codesOf } from '../../src/base/codes.ts'
import { keyedDigest } from '../../src/crypto/digest.ts'
import { resolveCodes } from '../../src/linkage/resolve-codes.ts'
import { RecordPages, sealRecord } from '../../src/node/record-pages.ts'
import { codesOfRows } from '../../src/node/row-codes.ts'
import { book } from '../linkage/sample-book.ts'
import { sampleStore } from './sample-node.ts'

const storageKey = new Uint8Array(32).fill(4)
const sex = { id: 'sex', codes: [{ id: 'female' }, { id: 'male' }] }
const tables = [book, sex]
const all = tables.map(codesOf)
let store: Awaited<ReturnType<typeof sampleStore>>

beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

/** Records of a list with these codes, in the order in which a node takes them. */
async function pagesOf(records: readonly (readonly string[])[]): Promise<RecordPages> {
  const digests = records.map((_, at) => keyedDigest(storageKey, 'test', utf8(`${at}`)))
  digests.sort(Buffer.compare)
  await store.database.stores.records.clear('a')
  await store.database.stores.records.upsert(
    'a',
    records.map((names, at) => {
      const digest = digests[at]! // one each
      const codes = Uint8Array.from(names, (name, table) => all[table]?.indexOf(name) ?? 0)
      const content = { keys: new Uint8Array(64), codes }
      return { digest, keys: sealRecord(storageKey, { list: 'a', digest }, content) }
    }),
  )
  const pages = new RecordPages({ records: store.database.stores.records, list: 'a', storageKey })
  await pages.prefixes(2)
  return pages
}

async function codes(records: readonly (readonly string[])[], person: readonly number[]) {
  const merged = { persons: Math.max(-1, ...person) + 1, person: Uint32Array.from(person) }
  const rows = await codesOfRows(await pagesOf(records), merged, tables)
  return Array.from({ length: merged.persons }, (_, row) =>
    tables.map((_, table) => all[table]?.[rows[row * tables.length + table]!]),
  )
}

it('gives each person its codes, doubles resolved table by table', async () => {
  const records = [
    ['horeca', 'unknown'],
    ['sexual', 'female'],
    ['domestic', 'male'],
    ['horeca', 'unknown'],
    ['labour', 'female'],
  ]
  expect(await codes(records, [0, 1, 0, 0, 1])).toEqual([
    ['labour', 'male'],
    ['conflict', 'female'],
  ])
})

it('resolves all doubles of a person at once, in whatever order they stand', async () => {
  const record = fc.tuple(fc.constantFrom(...all[0]!), fc.constantFrom(...all[1]!))
  const persons = fc.array(fc.tuple(record, fc.nat(3)), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(persons, async (some) => {
      const numbers = [...new Set(some.map(([, person]) => person))]
      const person = some.map(([, one]) => numbers.indexOf(one))
      const records = some.map(([names]) => names)
      const expected = numbers.map((_, one) =>
        tables.map((table, at) =>
          resolveCodes(
            table,
            records.filter((__, record) => person[record] === one).map((names) => names[at]!),
          ),
        ),
      )
      expect(await codes(records, person)).toEqual(expected)
    }),
    { numRuns: 25 },
  )
})

it('needs no records and no tables', async () => {
  expect(await codes([], [])).toEqual([])
  const merged = { persons: 1, person: Uint32Array.of(0) }
  expect(await codesOfRows(await pagesOf([['labour', 'male']]), merged, [])).toHaveLength(0)
})
