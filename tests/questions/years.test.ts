import { describe, expect, it } from 'vitest'
import type { Expression, Selector } from '../../src/questions/expression.ts'
import { allWithin, atYear, selectorSpeaksOfThis, speaksOfThis } from '../../src/questions/years.ts'

const every: Expression = {
  allOf: [
    { list: 'a' },
    { onlyOn: ['a'] },
    { code: { table: 't', oneOf: ['x'] } },
    { lists: { organisation: 'o', year: 'this' } },
    { not: { lists: { year: { after: 'this', within: 2 } } } },
    { anyOf: [{ lists: { year: { before: 'this' } } }, { lists: { year: 2013 } }] },
    { atLeast: 1, of: [{ only: { year: 'this' }, among: { year: { from: 2010, until: 2020 } } }] },
    { exactly: 0, of: [{ lists: { year: { after: 2013 } } }, { lists: {} }] },
  ],
}

describe('an expression of any year', () => {
  it('is given its year wherever it speaks of it, and nowhere else', () => {
    expect(atYear(every, 2015)).toEqual({
      allOf: [
        { list: 'a' },
        { onlyOn: ['a'] },
        { code: { table: 't', oneOf: ['x'] } },
        { lists: { organisation: 'o', year: 2015 } },
        { not: { lists: { year: { after: 2015, within: 2 } } } },
        { anyOf: [{ lists: { year: { before: 2015 } } }, { lists: { year: 2013 } }] },
        {
          atLeast: 1,
          of: [{ only: { year: 2015 }, among: { year: { from: 2010, until: 2020 } } }],
        },
        { exactly: 0, of: [{ lists: { year: { after: 2013 } } }, { lists: {} }] },
      ],
    })
    expect(speaksOfThis(atYear(every, 2015))).toBe(false)
  })

  it.each<[Selector['year'], boolean]>([
    ['this', true],
    [{ after: 'this' }, true],
    [{ before: 'this', within: 1 }, true],
    [2013, false],
    [{ after: 2013 }, false],
    [{ before: 2013 }, false],
    [{ from: 2013, until: 2014 }, false],
    [undefined, false],
  ])('is known by what its selectors say: %j', (year, speaks) => {
    expect(selectorSpeaksOfThis({ year })).toBe(speaks)
    expect(speaksOfThis({ anyOf: [{ list: 'a' }, { not: { only: {}, among: { year } } }] })).toBe(
      speaks,
    )
  })

  it('is taken apart into every part within', () => {
    expect(allWithin(every)).toHaveLength(15)
  })
})
