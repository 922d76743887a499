import { describe, expect, it } from 'vitest'
import { captureTable, sharedBy } from '../../src/estimates/capture-table.ts'

const table = captureTable(
  ['a', 'b', 'c'],
  [
    { lists: ['a'], count: 5 },
    { lists: ['c', 'a'], count: 2 },
    { lists: ['a'], count: 1 },
    { lists: ['a', 'b', 'c'], count: 4 },
  ],
)

describe('a table of who stands on which lists', () => {
  it('has a place for each combination, and adds up cells of the same', () => {
    expect([...table.counts]).toEqual([0, 6, 0, 0, 0, 2, 0, 4])
    expect(table.observed).toBe(12)
  })

  it('counts who is on all lists of a combination, and maybe on more', () => {
    expect([...sharedBy(table)]).toEqual([12, 12, 4, 4, 6, 6, 4, 4])
  })
})
