import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reportLinks } from '../../src/linkage/link-report.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { flatKeys, type Keys, link, personsOf, slot } from './clear-keys.ts'
import { worldArbitrary } from './random-world.ts'

const slots = [
  slot('bsn', 1, { family: 'number', unique: true }),
  slot('vnumber', 1, { family: 'number', unique: true }),
  slot('name', 2),
  slot('given', 3),
  slot('surname', 3),
]

function report(rows: readonly Keys[]) {
  const tokens = {
    rows: rows.length,
    slots,
    tokens: flatKeys(slots, rows),
    maxRowsPerPerson: 9,
  }
  return reportLinks(tokens, linkRows(tokens))
}

it('counts, of pairs with one number, those that names find as well', () => {
  const { labelled, links, linksByNumbers } = report([
    ['1', null, 'a', null, null],
    ['1', null, 'a', null, null],
    ['2', null, 'b', null, null],
    ['2', null, 'c', null, null],
    [null, null, 'c', null, null],
  ])
  expect(labelled).toEqual([
    { numbers: 'bsn', same: 2, found: 1, different: 0 },
    { numbers: 'vnumber', same: 0, found: 0, different: 0 },
  ])
  expect({ links, linksByNumbers }).toEqual({ links: 3, linksByNumbers: 2 })
})

it('counts pairs that names join against their numbers, though the rule would never join them', () => {
  const rows: Keys[] = [
    ['1', null, 'a', null, null],
    ['1', null, null, null, null],
    ['2', null, 'a', null, null],
    ['2', null, null, null, null],
  ]
  expect(report(rows).labelled[0]).toEqual({ numbers: 'bsn', same: 2, found: 0, different: 1 })
  expect(link(slots, rows).persons).toBe(2)
})

it('counts keys that link only together', () => {
  const supported = ['given', 'surname'].map(() => ['1', null, null, 'g', 's'] as Keys)
  expect(report(supported).labelled[0]).toMatchObject({ same: 1, found: 1 })
  const single = ['given', 'surname'].map(() => ['1', null, null, 'g', null] as Keys)
  expect(report(single).labelled[0]).toMatchObject({ same: 1, found: 0 })
})

it('agrees with counting pair by pair', () => {
  fc.assert(
    fc.property(worldArbitrary, (world) => {
      const keys = world.records.map((record) => record.keys)
      const tokens = {
        rows: keys.length,
        slots: world.slots,
        tokens: flatKeys(world.slots, keys),
        maxRowsPerPerson: 9,
      }
      const names = world.slots.map(({ tier }) => tier !== 1)
      const without = keys.map((row) => row.map((key, at) => (names[at] ? key : null)))
      const persons = personsOf(link(world.slots, without, 9))
      const { labelled } = reportLinks(tokens, linkRows(tokens))
      for (const { numbers, ...counts } of labelled) {
        const at = world.slots.findIndex((one) => one.class === numbers)
        if (world.slots.filter((one) => one.class === numbers).length > 1) continue
        const holders = (key: string | null) => keys.filter((row) => row[at] === key).length
        const shown = (row: number) => {
          const key = keys[row]?.[at] ?? null
          return key !== null && holders(key) > 1 ? key : null
        }
        const pairs = keys.flatMap((_, a) =>
          keys.slice(a + 1).map((__, offset) => [a, a + 1 + offset] as const),
        )
        const both = pairs.filter(([a, b]) => shown(a) !== null && shown(b) !== null)
        const joined = ([a, b]: readonly [number, number]) =>
          persons.some((rows) => rows.includes(a) && rows.includes(b))
        const same = both.filter(([a, b]) => shown(a) === shown(b))
        expect(counts).toEqual({
          same: same.length,
          found: same.filter(joined).length,
          different: both.filter(joined).length - same.filter(joined).length,
        })
      }
    }),
    { numRuns: 300 },
  )
})
