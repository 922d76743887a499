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

it('counts, of links by number, those that names find as well', () => {
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

it('counts links by names against the numbers, though the rule would never join them', () => {
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

it('agrees with counting number by number and person by person', () => {
  fc.assert(
    fc.property(worldArbitrary, (world) => {
      const keys = world.records.map((record) => record.keys)
      const tokens = {
        rows: keys.length,
        slots: world.slots,
        tokens: flatKeys(world.slots, keys),
        maxRowsPerPerson: 16,
      }
      const names = world.slots.map(({ tier }) => tier !== 1)
      const without = keys.map((row) => row.map((key, at) => (names[at] ? key : null)))
      const persons = personsOf(link(world.slots, without, 16))
      const { labelled } = reportLinks(tokens, linkRows(tokens))
      for (const { numbers, ...counts } of labelled) {
        const at = world.slots.findIndex((one) => one.class === numbers)
        if (world.slots.filter((one) => one.class === numbers).length > 1) continue
        const holders = (key: string | null) => keys.filter((row) => row[at] === key).length
        const shown = (row: number) => {
          const key = keys[row]?.[at] ?? null
          return key !== null && holders(key) > 1 ? key : null
        }
        const shownRows = [...keys.keys()].filter((row) => {
          const key = shown(row)
          return key !== null
        })
        const numbersOf = (rows: readonly number[]) => new Set(rows.map((row) => shown(row)!))
        const same = shownRows.length - numbersOf(shownRows).size
        const apart = [...numbersOf(shownRows)].map(
          (key) =>
            persons.filter((rows) =>
              rows.some((row) => shownRows.includes(row) && shown(row) === key),
            ).length,
        )
        const within = persons.map((rows) =>
          numbersOf(rows.filter((row) => shownRows.includes(row))),
        )
        expect(counts).toEqual({
          same,
          found: shownRows.length - apart.reduce((sum, one) => sum + one, 0),
          different: within.reduce((sum, one) => sum + Math.max(0, one.size - 1), 0),
        })
      }
    }),
    { numRuns: 300 },
  )
})

it('lets one person add no more than a link for each of its rows, however many rows are planted', () => {
  const missedWith = (rows: number) => {
    const target = Array.from({ length: 3 }, (_, at): Keys => ['1', null, `t${at}`, null, null])
    const planted = Array.from({ length: rows }, (_, at): Keys => ['1', null, `p${at}`, null, null])
    const { same, found } = report([...target, ...planted]).labelled[0]!
    return same - found
  }
  expect([0, 1, 6].map(missedWith)).toEqual([2, 3, 8])
  // Of more rows than lists only as many count, so that one more shows nothing.
  expect([7, 8, 40].map(missedWith)).toEqual([8, 8, 8])
})
