import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { keyedDigest } from '../../src/crypto/digest.ts'
import { RecordPages, sealRecord } from '../../src/node/record-pages.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleStore } from './sample-node.ts'

const storageKey = new Uint8Array(32).fill(4)
let store: Awaited<ReturnType<typeof sampleStore>>

beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

/** A record with two slots; the second is empty in every third. */
function record(number: number, list = 'police') {
  const digest = keyedDigest(storageKey, 'test', utf8(`${number}`))
  const keys = new Uint8Array(64).fill((number % 250) + 1)
  if (number % 3 === 0) keys.fill(0, 32)
  const codes = Uint8Array.of(number % 5, 1)
  const sealed = sealRecord(storageKey, { list, digest }, { keys, codes })
  return { digest, keys, codes, sealed: { digest, keys: sealed } }
}

function pages(key = storageKey, list = 'police'): RecordPages {
  return new RecordPages({ records: store.database.stores.records, list, storageKey: key })
}

it('gives every record by its place in the order of digests, over several pages', async () => {
  const records = Array.from({ length: 2300 }, (_, number) => record(number))
  const { records: kept } = store.database.stores
  await kept.upsert(
    'police',
    records.map((one) => one.sealed),
  )
  await kept.upsert('shelter', [record(1, 'shelter').sealed])
  const sorted = records.toSorted((a, b) => Buffer.compare(a.digest, b.digest))
  const paged = pages()
  const prefixes = await paged.prefixes(2)
  expect(prefixes.records).toBe(2300)
  const tokenBytes = prefixes.keys.length / 2300 / 2
  for (const [at, { keys }] of sorted.entries()) {
    const first = prefixes.keys.subarray(at * 2 * tokenBytes, (at * 2 + 1) * tokenBytes)
    if (!Buffer.from(first).equals(keys.subarray(0, tokenBytes))) throw new Error(`record ${at}`)
    expect([...prefixes.present.subarray(at * 2, at * 2 + 2)]).toEqual([
      1,
      keys.at(-1) === 0 ? 0 : 1,
    ])
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(2299), async (at) => {
      const { keys, codes } = sorted[at]! // at is below 2300
      expect(await paged.at(at)).toEqual({ keys, codes })
    }),
    { numRuns: 20 },
  )
})

it('changes its digest when a record comes, goes or changes', async () => {
  const { records } = store.database.stores
  const digest = async () => (await pages().prefixes(2)).digest
  const digests = [await digest()]
  await records.upsert('police', [record(1).sealed, record(2).sealed])
  digests.push(await digest(), await digest())
  const { digest: id } = record(2)
  const seal = (keys: Uint8Array, codes: Uint8Array) =>
    sealRecord(storageKey, { list: 'police', digest: id }, { keys, codes })
  const { keys, codes } = record(2)
  await records.upsert('police', [{ digest: id, keys: seal(new Uint8Array(64).fill(9), codes) }])
  digests.push(await digest())
  await records.upsert('police', [
    {
      digest: id,
      keys: seal(
        keys,
        codes.map((code) => code + 1),
      ),
    },
  ])
  digests.push(await digest())
  await records.remove('police', id)
  digests.push(await digest())
  expect(digests[2]).toBe(digests[1])
  expect(new Set(digests).size).toBe(5)
})

it('opens a record in its own list, for its own digest and with the storage key only', async () => {
  const { records } = store.database.stores
  const { sealed } = record(1)
  await records.upsert('police', [sealed])
  expect((await refusalOf(pages(new Uint8Array(32)).at(0))).code).toBe('seal.broken')
  await records.upsert('shelter', [sealed])
  expect((await refusalOf(pages(storageKey, 'shelter').at(0))).code).toBe('seal.broken')
  await records.upsert('police', [{ digest: record(2).digest, keys: sealed.keys }])
  expect((await refusalOf(pages().prefixes(2))).code).toBe('seal.broken')
  expect(Buffer.from(sealed.keys).includes(Buffer.from(record(1).keys))).toBe(false)
})
