import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { concatBytes, fromBase64Url, fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { codesOf } from '../../src/base/codes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { keyedDigest } from '../../src/crypto/digest.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { countRows, prepareList } from '../../src/node/prepare-list.ts'
import { sealRecord } from '../../src/node/record-pages.ts'
import { checkPersons } from '../../src/psi/check-persons.ts'
import {
  codeElement,
  keyElement,
  labelElement,
  presenceElement,
} from '../../src/psi/key-element.ts'
import { columnShare } from '../../src/psi/round-secrets.ts'
import type { AgreedTable } from '../../src/round/agreement.ts'
import { columnNames, keyHolders } from '../../src/round/manifest.ts'
import { listBatch } from '../../src/round/stages.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleSlots, sampleTables } from '../round/sample.ts'
import { memoryRelay, sampleWork } from '../work/sample-work.ts'
import { inTheClear, rowsOfList } from '../world/in-the-clear.ts'
import { sampleStore } from './sample-node.ts'

const LIST = 'police-2020'
const SIZE = 9
const storageKey = new Uint8Array(32).fill(4)
const secret = new Uint8Array(32).fill(5)
let store: Awaited<ReturnType<typeof sampleStore>> | null = null

afterEach(async () => {
  await store?.close()
  store = null
})

type Keys = readonly [string | null, string | null]

/** The code of a record: all of the table turn about. */
function codeOf(record: number): number {
  return record % formCodes.length
}

function digestOf(record: number): Uint8Array {
  return keyedDigest(storageKey, 'test', utf8(`${record}`))
}

const [form] = sampleTables as [AgreedTable]
const formCodes = codesOf(form)

/** A node with these records; `checks`: check persons that the round has, besides `SIZE` rows. */
async function prepared(records: readonly Keys[], minimumPersons = 1, checks = 0) {
  await store?.close()
  store = await sampleStore()
  const { database } = store
  const kind = { tables: 1, checks } as const
  const round = await sampleWork(SIZE + checks, database, memoryRelay(), kind)
  const { engine, core, workOf, vaultOf } = round
  const element = (slot: number, key: string | null) => {
    if (key === null) return new Uint8Array(32)
    const keyId = sampleSlots[slot]!.id // two slots
    return keyElement(engine, secret, { recipe: 'short/1', keyId, canonical: utf8(key) })
  }
  const sealed = records.map((keys, at) => {
    const digest = digestOf(at)
    const elements = concatBytes(...keys.map((key, slot) => element(slot, key)))
    const content = { keys: elements, codes: Uint8Array.of(codeOf(at)) }
    return { digest, keys: sealRecord(storageKey, { list: LIST, digest }, content) }
  })
  await database.stores.records.upsert(LIST, sealed)
  const parts = {
    list: LIST,
    slots: sampleSlots,
    records: database.stores.records,
    storageKey,
    minimumPersons,
    tables: [form],
    checks: checkPersons(engine, new Uint8Array(32).fill(6), { ...core, anchors: [0] }),
  }
  const work = workOf('police')
  /** The rows as all key holders together would open them. */
  const open = async () => {
    const names = columnNames(core)
    const shape = listBatch(core, LIST)
    const rows = await storedBatch(work, shape)(0)
    const width = shape.rowBytes
    return Array.from({ length: shape.rows }, (_, row) => {
      const [a, ...columns] = Array.from({ length: names.length + 1 }, (__, at) =>
        rows.subarray(row * width + at * 32, row * width + at * 32 + 32),
      )
      return columns.map((column, at) =>
        toHex(
          keyHolders(core).reduce((sum, holder) => {
            const roundKey = vaultOf(holder).exposeRoundKeyForDerivation()
            const share = columnShare(engine, roundKey, names[at]!) // one name a column
            return engine.subtract(sum, engine.multiply(share, a!)) // every row begins with a
          }, column),
        ),
      )
    })
  }
  const digest = fromBase64Url(work.manifest.coreDigest)
  return {
    work,
    parts,
    core,
    open,
    /** Minus the label of the list: what padding takes off. */
    unlabelled: toHex(engine.subtract(IDENTITY, labelElement(engine, digest, LIST))),
    codes: formCodes.map((code) => toHex(codeElement(engine, digest, form.id, code))),
    engine,
    element: (slot: number, key: string) => toHex(element(slot, key)),
  }
}

const zero = '00'.repeat(32)

it('makes the rows that one expects by hand: doubles merged, shared values dropped, padding to size', async () => {
  const key = (letters: string) => fc.option(fc.constantFrom(...letters), { nil: null })
  const records = fc.array(fc.tuple(key('pqrstu'), key('abcde')), { maxLength: SIZE })
  await fc.assert(
    fc.asyncProperty(records, async (some) => {
      const made = await prepared(some)
      const { work, parts, open, engine, element } = made
      // The node takes its records in the order of their digests.
      const order = some.map((keys, at) => ({ keys, at, digest: toHex(digestOf(at)) }))
      order.sort((a, b) => (a.digest < b.digest ? -1 : 1))
      const clear = order.map(({ keys }) => ({ list: LIST, keys }))
      const expected = rowsOfList({ slots: sampleSlots, lists: [LIST], records: clear }, LIST)
      expect(await countRows(parts)).toBe(expected.length)
      expect((await prepareList(work, parts)).declaration.rows).toBe(SIZE)
      const rows = await open()
      const padding = toHex(presenceElement(engine, 'padding'))
      // Real rows bear no label, padding minus the list's; evaluators add the label to both.
      const kinds = rows.map((row) => `${row[2]} ${row[3]}`)
      expect(kinds.filter((kind) => kind === `${zero} ${zero}`)).toHaveLength(expected.length)
      expect(kinds.filter((kind) => kind === `${made.unlabelled} ${padding}`)).toHaveLength(
        SIZE - expected.length,
      )
      expect(rows.every((row) => made.codes.includes(row[4]!))).toBe(true)
      // A filler is an element like any other: what is not a key of the list is one, and none twice.
      const known = new Map(
        [...'pqrstu']
          .map((k) => [element(0, k), k])
          .concat([...'abcde'].map((k) => [element(1, k), k])) as [string, string][],
      )
      const real = rows.filter((row) => row[3] === zero)
      const keysOf = (row: string[]) =>
        JSON.stringify(row.slice(0, 2).map((x) => known.get(x) ?? null))
      expect(real.map(keysOf).sort()).toEqual(
        expected.map((row) => JSON.stringify(row.keys)).sort(),
      )
      const fillers = rows.flatMap((row) => row.slice(0, 2)).filter((x) => !known.has(x))
      expect(new Set(fillers).size).toBe(fillers.length)
      expect(fillers.every((x) => x !== zero && engine.isElement(fromHex(x)))).toBe(true)
    }),
    { numRuns: 8 },
  )
})

it('gives each row the code of its person, doubles resolved, and padding none', async () => {
  const { work, parts, open, codes } = await prepared([
    ['p', null], // work
    ['q', null], // farm
    ['p', null], // unknown, of the same person as the first
    [null, 'a'], // conflict
  ])
  await prepareList(work, parts)
  const held = (await open()).map((row) => formCodes[codes.indexOf(row[4]!)])
  expect(held.slice(0, 3).sort()).toEqual(['conflict', 'farm', 'work'])
  expect(new Set(held.slice(3))).toEqual(new Set(['unknown']))
  expect(held).toHaveLength(SIZE)
})

it('hides the check persons that are on the list among its rows, each with its elements and code', async () => {
  const checks = 6
  const made = await prepared([['p', 'a']], 1, checks)
  const own = made.parts.checks.filter(({ lists }) => lists.includes(LIST))
  expect((await prepareList(made.work, made.parts)).declaration.rows).toBe(SIZE + checks)
  const presence = toHex(presenceElement(made.engine, 'check'))
  const rows = (await made.open()).filter((row) => row[3] === presence)
  const heldOf = ({ lists, rows }: (typeof own)[number]) =>
    (rows[lists.indexOf(LIST)] ?? []).map((one) => (one === null ? null : toHex(one)))
  const known = new Set(own.flatMap(heldOf))
  const expected = own.map((person) => JSON.stringify([heldOf(person), person.codes[form.id]]))
  const found = rows.map((row) => {
    const held = row.slice(0, 2).map((cell) => (known.has(cell) ? cell : null))
    return JSON.stringify([held, formCodes[made.codes.indexOf(row[4]!)]])
  })
  expect(found.sort()).toEqual(expected.sort())
  expect([own.length > 0, own.length < checks]).toEqual([true, true])
  expect(rows.every((row) => row[2] === zero)).toBe(true)
})

it('gives the same batch when it is done again', async () => {
  const { work, parts } = await prepared([
    ['p', 'a'],
    [null, 'b'],
  ])
  const [first, second] = [await prepareList(work, parts), await prepareList(work, parts)]
  expect(second.declaration.digest).toBe(first.declaration.digest)
  expect(second.quality).toEqual(first.quality)
  expect(Object.keys(first.declaration.keys)).not.toContain(COORDINATOR)
})

it('refuses a list that is too long or too short before anything of it is kept', async () => {
  const many = Array.from({ length: SIZE + 1 }, (_, at): Keys => [`${at}`, null])
  const long = await prepared(many)
  expect((await refusalOf(prepareList(long.work, long.parts))).code).toBe('list.over-limit')
  const short = await prepared(
    [
      ['p', null],
      ['q', null],
    ],
    3,
  )
  expect((await refusalOf(prepareList(short.work, short.parts))).code).toBe('list.below-minimum')
  const { chunks } = store!.database.stores // opened by prepared
  expect(await chunks.positions(short.work.manifest.core.round, `list/${LIST}`)).toEqual([])
  const empty = await prepared([], 3)
  expect((await prepareList(empty.work, empty.parts)).declaration.rows).toBe(SIZE)
  expect(inTheClear({ slots: sampleSlots, lists: [LIST], records: [] }).cells).toEqual([])
})
