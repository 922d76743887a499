import { describe, expect, it } from 'vitest'
import { captureTable } from '../../src/estimates/capture-table.ts'
import {
  frequenciesOf,
  listsOf,
  onSeveralLists,
  withMerged,
  withoutList,
} from '../../src/estimates/regroup.ts'

const lists = ['a', 'b', 'c']
const table = captureTable(lists, [
  { lists: ['a'], count: 5 },
  { lists: ['b'], count: 7 },
  { lists: ['a', 'b'], count: 2 },
  { lists: ['b', 'c'], count: 3 },
  { lists: ['a', 'b', 'c'], count: 1 },
])

const cellsOf = ({ lists, counts }: typeof table) =>
  [...counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([mask, count]) => `${listsOf(lists, mask).join('+')} ${count}`)

describe('a table made from a table', () => {
  it('without a list has lost who stood on no other', () => {
    const without = withoutList(table, 0)
    expect(without.lists).toEqual(['b', 'c'])
    expect(cellsOf(without)).toEqual(['b 9', 'b+c 4'])
    expect(without.observed).toBe(13)
  })

  it('with two lists as one has lost nobody', () => {
    const merged = withMerged(table, 2, 0)
    expect(merged.lists).toEqual(['a+c', 'b'])
    expect(cellsOf(merged)).toEqual(['a+c 5', 'b 7', 'a+c+b 6'])
    expect(merged.observed).toBe(table.observed)
  })

  it('counts persons by how many lists they are on', () => {
    expect(frequenciesOf(table)).toEqual([12, 5, 1])
    expect(onSeveralLists(table)).toBe(6)
  })
})
