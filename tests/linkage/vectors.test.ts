import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../src/base/bytes.ts'
import type { SlotRule } from '../../src/base/slots.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { dropSharedValues, mergeDoubles } from '../../src/linkage/merge-doubles.ts'
import { LINK_RULE } from '../../src/linkage/rule-l2.ts'
import { collapseSets, decodeBag } from '../../src/psi/bag.ts'

/** The shape of protocol/vectors/linking.json. */
interface Vectors {
  readonly rule: string
  readonly link: readonly {
    readonly name: string
    readonly slots: readonly SlotRule[]
    readonly maxRowsPerPerson: number
    readonly tokens: readonly (readonly string[])[]
    readonly partition: string
    readonly quality: object
  }[]
  readonly doubles: readonly {
    readonly name: string
    readonly slots: readonly SlotRule[]
    readonly keys: readonly (readonly (string | null)[])[]
    readonly person: readonly number[]
    readonly record: readonly (readonly number[])[]
    readonly dropped: number
  }[]
  readonly bag: {
    readonly labels: readonly { readonly list: string; readonly element: string }[]
    readonly padding: string
    readonly check: string
    readonly maxLists: number
    readonly pairs: readonly string[]
    readonly sets: readonly object[]
    readonly checks: readonly object[]
    readonly paddingRows: number
    readonly undecodable: number
    readonly cells: readonly object[]
    readonly listTwice: number
  }
  /** Of the same lists. */
  readonly codedBag: {
    readonly codes: readonly { readonly code: string; readonly element: string }[]
    readonly rows: readonly string[]
    readonly sets: readonly object[]
    readonly checks: readonly object[]
    readonly paddingRows: number
    readonly undecodable: number
    readonly uncoded: number
  }
}

const file = new URL('../../protocol/vectors/linking.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const engines: [string, GroupEngine][] = [
  ['noble', nobleEngine],
  ['libsodium', await loadSodiumEngine()],
]

it('the vectors are of the rule that is implemented', () => {
  expect(vectors.rule).toBe(LINK_RULE)
})

/** The number of each row's person, four bytes big-endian, as hexadecimal digits. */
function numbered(person: Uint32Array): string {
  return [...person].map((one) => one.toString(16).padStart(8, '0')).join('')
}

describe('linking vectors', () => {
  it.each(vectors.link.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const linked = linkRows({
      rows: vector.tokens.length,
      slots: vector.slots,
      tokens: fromHex(vector.tokens.flat().join('')),
      maxRowsPerPerson: vector.maxRowsPerPerson,
    })
    expect(numbered(linked.person)).toBe(vector.partition)
    expect(linked.quality).toEqual(vector.quality)
  })
})

describe('vectors of doubles', () => {
  it.each(vectors.doubles.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const own = {
      records: vector.keys.length,
      slots: vector.slots,
      keys: fromHex(
        vector.keys
          .flat()
          .map((key) => key ?? '00'.repeat(16))
          .join(''),
      ),
      present: Uint8Array.from(vector.keys.flat(), (key) => (key === null ? 0 : 1)),
    }
    const merged = mergeDoubles(own)
    expect([...merged.person]).toEqual(vector.person)
    const { rows, record, dropped } = dropSharedValues(own, merged)
    expect([...record]).toEqual(vector.record.flat())
    expect({ rows, dropped }).toEqual({ rows: vector.record.length, dropped: vector.dropped })
  })
})

it.each(engines)('the vector of a bag decodes with %s', (_, engine) => {
  const { bag } = vectors
  const decoded = decodeBag(engine, {
    labels: bag.labels.map(({ list, element }) => ({ name: list, element: fromHex(element) })),
    padding: fromHex(bag.padding),
    check: fromHex(bag.check),
    codes: null,
    rows: fromHex(bag.pairs.join('')),
    maxLists: bag.maxLists,
    undecodableShare: 2,
  })
  expect(decoded).toEqual({
    sets: bag.sets.map((set) => ({ ...set, codes: [] })),
    checks: bag.checks.map((set) => ({ ...set, codes: [] })),
    uncoded: 0,
    padding: bag.paddingRows,
    undecodable: bag.undecodable,
  })
  expect(collapseSets(decoded.sets)).toEqual({ cells: bag.cells, listTwice: bag.listTwice })
})

it.each(engines)('the vector of a bag with codes decodes with %s', (_, engine) => {
  const { bag, codedBag } = vectors
  const decoded = decodeBag(engine, {
    labels: bag.labels.map(({ list, element }) => ({ name: list, element: fromHex(element) })),
    padding: fromHex(bag.padding),
    check: fromHex(bag.check),
    codes: codedBag.codes.map(({ code, element }) => ({ name: code, element: fromHex(element) })),
    rows: fromHex(codedBag.rows.join('')),
    maxLists: bag.maxLists,
    undecodableShare: 2,
  })
  expect(decoded).toEqual({
    sets: codedBag.sets,
    checks: codedBag.checks,
    padding: codedBag.paddingRows,
    undecodable: codedBag.undecodable,
    uncoded: codedBag.uncoded,
  })
})
