import { describe, expect, it } from 'vitest'
import { codesOf, lineOf, namedCodesOf } from '../../src/base/codes.ts'
import { book } from '../linkage/sample-book.ts'

describe('codesOf', () => {
  it('has unknown and conflict last', () => {
    expect(codesOf({ id: 'sex', codes: [{ id: 'female' }, { id: 'male' }] })).toEqual([
      'female',
      'male',
      'unknown',
      'conflict',
    ])
  })
})

describe('lineOf', () => {
  it('goes from a code to the broadest one', () => {
    expect(lineOf(book, 'horeca')).toEqual(['horeca', 'labour', 'other'])
    expect(lineOf(book, 'other')).toEqual(['other'])
    expect(lineOf(book, 'unknown')).toEqual(['unknown'])
  })

  it('ends in a book that goes round in a circle', () => {
    const codes = [
      { id: 'a', within: 'b' },
      { id: 'b', within: 'a' },
    ]
    expect(lineOf({ id: 'odd', codes }, 'a')).toEqual(['a', 'b'])
  })
})

describe('namedCodesOf', () => {
  it('names every code of the column, in its order', () => {
    const name = { nl: 'vrouw', en: 'female' }
    const named = namedCodesOf({ id: 'sex', name, codes: [{ id: 'female', name }] })
    expect(named.map(({ id }) => id)).toEqual(codesOf({ id: 'sex', codes: [{ id: 'female' }] }))
    expect(named.every((code) => code.name.nl !== '' && code.name.en !== '')).toBe(true)
  })
})
