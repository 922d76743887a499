import { describe, expect, it } from 'vitest'
import { tryCounts } from '../../src/counter/try-counts.ts'
import type { TableFile } from '../../src/overlap/table-file.ts'

const table: TableFile = {
  ...{ id: '2016', title: null, attributes: [], lists: ['care', 'police'] },
  cells: [
    { lists: ['care'], of: {}, count: 30 },
    { lists: ['care', 'police'], of: {}, count: 3 },
  ],
}
const countOf = ({ cells }: TableFile, key: string) =>
  cells.find(({ lists }) => lists.join(' ') === key)?.count ?? 0
const triedWith = async (publication: (other: TableFile) => string) => {
  const found = await tryCounts(table, {
    threshold: 5,
    publication: async (one) => publication(one),
  })
  return found.counts.map(({ id, tried }) => [id, [...tried].sort(([a], [b]) => a - b)])
}

describe('tryCounts', () => {
  it('tries each small count, nobody too, below the threshold alone', async () => {
    const same = (...values: number[]) => values.map((value) => [value, 'about 100'])
    expect(await triedWith(() => 'about 100')).toEqual([
      ['care police', same(0, 1, 2, 3, 4)],
      ['police', same(0, 1, 2, 3, 4)],
    ])
  })

  it('looks downwards too, and ends at the first count that has too few', async () => {
    const words = (other: TableFile) => (countOf(other, 'care police') < 5 ? 'low' : 'high')
    expect((await triedWith(words))[0]).toEqual([
      'care police',
      [0, 1, 2, 3, 4].map((value) => [value, 'low']),
    ])
    expect(await triedWith((other) => String(countOf(other, 'care police')))).toEqual([
      [
        'care police',
        [
          [2, '2'],
          [3, '3'],
          [4, '4'],
        ],
      ],
    ])
  })
})
