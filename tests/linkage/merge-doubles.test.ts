import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropSharedValues, mergeDoubles } from '../../src/linkage/merge-doubles.ts'
import { rowsOfList } from '../world/in-the-clear.ts'
import { type Keys, ownRecords, personsOf, sentRows, slot } from './clear-keys.ts'
import { worldArbitrary } from './random-world.ts'

const slots = [
  slot('number', 1, { unique: true }),
  slot('name', 1),
  slot('alias', 1, { class: 'name' }),
  slot('sound', 2),
]

function merge(records: readonly Keys[]) {
  const own = ownRecords(slots, records)
  const merged = mergeDoubles(own)
  const { record, dropped } = dropSharedValues(own, merged)
  const rows = Array.from({ length: merged.persons }, (_, row) => [
    ...record.subarray(row * slots.length, (row + 1) * slots.length),
  ])
  return { persons: personsOf(merged), rows, dropped }
}

describe('mergeDoubles', () => {
  it('never matches absent keys', () => {
    const { persons, rows } = merge([
      [null, null, null, null],
      [null, null, null, null],
    ])
    expect(persons).toEqual([[0], [1]])
    expect(rows.flat()).toEqual(Array(8).fill(-1))
  })

  it('merges any number of records that share a soft key', () => {
    const { persons } = merge(Array.from({ length: 30 }, () => [null, null, null, 's']))
    expect(persons).toHaveLength(1)
  })

  it('keeps records with different numbers apart though one record alone holds each', () => {
    const { persons, rows, dropped } = merge([
      ['1', null, null, 's'],
      ['2', null, null, 's'],
    ])
    expect(persons).toEqual([[0], [1]])
    expect(rows).toEqual([
      [0, -1, -1, -1],
      [1, -1, -1, -1],
    ])
    expect(dropped).toBe(2)
  })

  it('refuses arrays that do not fit the records', () => {
    const own = ownRecords(slots, [[null, null, null, null]])
    const short = { ...own, present: own.present.subarray(1) }
    expect(() => mergeDoubles(short)).toThrow('linkage.grid-size')
    expect(() => dropSharedValues({ ...own, records: 2 }, mergeDoubles(own))).toThrow(
      'linkage.grid-size',
    )
  })
})

describe('dropSharedValues', () => {
  it('takes each key from the first record of the row that has one', () => {
    const { rows } = merge([
      ['1', null, null, null],
      ['1', 'a', null, 's'],
      ['1', 'b', 'c', 't'],
    ])
    expect(rows).toEqual([[0, 1, 2, 1]])
  })

  it('takes a value once per class, and another value for the second slot where there is one', () => {
    const { rows } = merge([
      ['1', 'a', 'a', null],
      ['1', null, 'b', null],
    ])
    expect(rows).toEqual([[0, 0, 1, -1]])
  })

  it('counts by class the values that several rows would hold, and whoever loses one', () => {
    const own = ownRecords(slots, [
      ['1', null, null, 's'],
      ['2', null, null, 's'],
      ['3', null, null, 's'],
      ['4', null, null, 't'],
      ['5', null, null, 't'],
      ['6', null, null, 'u'],
    ])
    const { shared, dropped } = dropSharedValues(own, mergeDoubles(own))
    expect(shared).toEqual([
      { class: 'number', values: 0, rows: 0, most: 0, dropped: 0 },
      { class: 'name', values: 0, rows: 0, most: 0, dropped: 0 },
      { class: 'sound', values: 2, rows: 5, most: 3, dropped: 5 },
    ])
    expect(dropped).toBe(5)
  })

  it('never leaves a value of a class in two rows, nor twice in one', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        for (const list of world.lists) {
          const sent = sentRows(world, list)
          const values = sent.flatMap(({ keys }) =>
            keys.flatMap((key, at) => (key === null ? [] : [`${world.slots[at]!.class} ${key}`])),
          )
          expect(new Set(values).size).toBe(values.length)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('leaves the rows that the oracle leaves', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        for (const list of world.lists) {
          expect(sentRows(world, list)).toEqual(rowsOfList(world, list))
        }
      }),
      { numRuns: 500 },
    )
  })
})
