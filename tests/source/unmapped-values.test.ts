import { expect, it } from 'vitest'
import { UnmappedValues } from '../../src/source/unmapped-values.ts'

it('counts values per table, the most frequent first', () => {
  const unmapped = new UnmappedValues()
  for (const value of ['b', 'a', 'c', 'c']) unmapped.add('form', value)
  unmapped.add('sex', 'b')
  expect(unmapped.tables()).toEqual([
    {
      table: 'form',
      records: 4,
      listed: [
        { value: 'c', count: 2 },
        { value: 'a', count: 1 },
        { value: 'b', count: 1 },
      ],
    },
    { table: 'sex', records: 1, listed: [{ value: 'b', count: 1 }] },
  ])
})

it('holds little of a column of free text: few values, cut short, and all counted', () => {
  const unmapped = new UnmappedValues()
  for (let at = 0; at < 5000; at++) unmapped.add('form', `${at} ${'x'.repeat(200)}`)
  const [table] = unmapped.tables()
  expect(table?.records).toBe(5000)
  expect(table?.listed).toHaveLength(20)
  expect(table?.listed.every(({ value }) => value.length <= 41)).toBe(true)
})
