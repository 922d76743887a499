import { describe, expect, test } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { makeOverlapTable, tallyPersons } from '../../src/overlap/overlap-table.ts'
import { lists, sampleTable } from './sample-round.ts'

const quality = { listTwice: 0, undecodable: 0 }
const [first, second] = lists.map((list) => list.id) as [string, string]

function codeOf(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    if (isProblem(error)) return error.code
  }
  return 'nothing thrown'
}

describe('an overlap table', () => {
  test('is the same for the same counts, in whatever order they come', () => {
    const one = makeOverlapTable({
      lists,
      cells: [
        { lists: [second, first], persons: 3 },
        { lists: [first], persons: 5 },
      ],
      quality,
    })
    const other = makeOverlapTable({
      lists,
      cells: [
        { lists: [first], persons: 5 },
        { lists: [first, second], persons: 3 },
      ],
      quality,
    })
    expect(one).toEqual(other)
  })

  test('tallies every person into exactly one cell', () => {
    const table = tallyPersons(lists, [[first], [second, first], [first, second]], quality)
    expect(table.cells).toEqual([
      { lists: [second, first], persons: 2 },
      { lists: [first], persons: 1 },
    ])
  })

  test.each([
    ['overlap.cell-empty', [{ lists: [], persons: 1 }]],
    ['overlap.list-unknown', [{ lists: ['nobodys'], persons: 1 }]],
    ['overlap.list-twice', [{ lists: [first, first], persons: 1 }]],
    ['overlap.count', [{ lists: [first], persons: 0 }]],
    ['overlap.count', [{ lists: [first], persons: 1.5 }]],
    [
      'overlap.cell-twice',
      [
        { lists: [first, second], persons: 1 },
        { lists: [second, first], persons: 2 },
      ],
    ],
  ])('refuses with %s', (code, cells) => {
    expect(codeOf(() => makeOverlapTable({ lists, cells, quality }))).toBe(code)
  })

  test('refuses two lists of one id and quality that is no count', () => {
    const doubled = [...lists, ...lists.slice(0, 1)]
    expect(codeOf(() => makeOverlapTable({ lists: doubled, cells: [], quality }))).toBe(
      'overlap.list-twice',
    )
    const bad = { listTwice: -1, undecodable: 0 }
    expect(codeOf(() => makeOverlapTable({ lists, cells: [], quality: bad }))).toBe('overlap.count')
  })

  test('of the sample round has the size of the field', () => {
    const persons = sampleTable().cells.reduce((sum, cell) => sum + cell.persons, 0)
    expect(persons).toBe(5 * (1128 + 300))
    expect(lists).toHaveLength(40)
  })
})
