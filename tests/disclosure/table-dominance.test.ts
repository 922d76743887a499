import { describe, expect, it } from 'vitest'
import { released, tableOf } from './sample-tables.ts'

const flags = (cells: Readonly<Record<string, number>>) => released(tableOf(cells)).dominance

describe('flags of figures that are nearly a whole list', () => {
  it('tell of a list of which nearly all are on another', () => {
    expect(flags({ A: 500, B: 2, 'A B': 200 })).toEqual([
      { of: {}, part: { onlyOn: ['A', 'B'] }, whole: { list: 'B' } },
      { of: {}, part: { allOf: [{ list: 'B' }, { list: 'A' }] }, whole: { list: 'B' } },
    ])
  })

  it('add up the sets of lists that two lists share', () => {
    expect(flags({ A: 500, B: 2, C: 300, 'A B': 100, 'A B C': 100 })).toEqual([
      { of: {}, part: { allOf: [{ list: 'B' }, { list: 'A' }] }, whole: { list: 'B' } },
    ])
  })

  it('tell of a list of which nearly nobody is on another', () => {
    expect(flags({ A: 500, B: 300, 'A B': 20 })).toEqual([
      { of: {}, part: { onlyOn: ['A'] }, whole: { list: 'A' } },
      { of: {}, part: { onlyOn: ['B'] }, whole: { list: 'B' } },
    ])
  })

  it('go by what is told: 18 of 20 stand for 13 to 22, which may be little', () => {
    expect(flags({ A: 500, B: 2, 'A B': 18, C: 90, 'A C': 60 }).map(({ whole }) => whole)).toEqual(
      [],
    )
  })
})
