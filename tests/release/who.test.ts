import { expect, it } from 'vitest'
import { listsOf, meansLists, type Who, whoSchema } from '../../src/release/who.ts'

const [a, b, c] = [{ list: 'A' }, { list: 'B' }, { list: 'C' }]

it.each([
  [a, ['A', 'A B', 'A C', 'A B C']],
  [{ onlyOn: ['A', 'B'] }, ['A B']],
  [{ anyOf: [a, b] }, ['A', 'B', 'A B', 'A C', 'B C', 'A B C']],
  [{ allOf: [a, { not: b }] }, ['A', 'A C']],
  [{ atLeast: 2, of: [a, b, c] }, ['A B', 'A C', 'B C', 'A B C']],
  [{ exactly: 1, of: [a, { anyOf: [b, c] }] }, ['A', 'B', 'C', 'B C']],
] as const)('%j means the right persons', (who: Who, meant) => {
  const sets = ['A', 'B', 'C', 'A B', 'A C', 'B C', 'A B C']
  expect(sets.filter((set) => meansLists(who, new Set(set.split(' '))))).toEqual(meant)
  expect(whoSchema.parse(who)).toEqual(who)
  expect(listsOf(who).length).toBeGreaterThan(0)
})
