import { describe, expect, it } from 'vitest'
import { type Detail, tablePlans, whosOf } from '../../src/disclosure/table-plan.ts'
import { meansLists, type Who } from '../../src/release/who.ts'

const sets = (lists: readonly string[]) =>
  Array.from(
    { length: 2 ** lists.length - 1 },
    (_, at) => new Set(lists.filter((__, bit) => ((at + 1) >> bit) & 1)),
  )
const isTotal = (who: Who) => 'list' in who || 'anyOf' in who

describe('the plans for a table', () => {
  it('start with every set of lists and every stratum', () => {
    const [first] = tablePlans(['A', 'B', 'C'], [['sex', 'age']])
    expect(first?.hierarchies).toEqual([['sex', 'age']])
    expect(whosOf(first?.everybody as Detail)).toEqual([
      { anyOf: [{ list: 'A' }, { list: 'B' }, { list: 'C' }] },
      ...['A', 'B', 'C'].map((list) => ({ list })),
      ...[['A'], ['B'], ['C'], ['A', 'B'], ['A', 'C'], ['B', 'C'], ['A', 'B', 'C']].map(
        (onlyOn) => ({ onlyOn }),
      ),
    ])
  })

  it('merge strata first, then everybody, in an order that is the same for all tables', () => {
    const plans = tablePlans([...'ABCDE'], [['sex', 'age'], ['region']])
    expect(plans.map(({ merges }) => merges)).toEqual([
      '',
      'in strata, sets of three lists and more become two figures',
      'in strata, only totals are told',
      ...new Array(3).fill('the finest strata are told within their parents only'),
      'sets of four lists and more become one figure',
      'sets of three lists become one figure',
      'sets of two lists become one figure',
      'the last 3 lists of the table count as one',
      'only totals are told',
    ])
    expect(plans.map(({ hierarchies }) => hierarchies)[3]).toEqual([['sex', 'age']])
    expect(plans.at(-1)?.hierarchies).toEqual([])
  })

  it('end with the number of persons only, after at most ten merges', () => {
    const plans = tablePlans([...'ABCDEFGHIJ'], [])
    expect(whosOf(plans.at(-1)?.everybody as Detail)).toHaveLength(1)
    expect(
      tablePlans(
        [...'ABCDEFGHIJ'],
        [
          ['a', 'b', 'c', 'd'],
          ['e', 'f', 'g', 'h'],
        ],
      ),
    ).toHaveLength(11)
    expect(tablePlans(['A'], []).map(({ merges }) => merges)).toHaveLength(3)
  })

  it('tell of everybody once in the figures of sets of lists, however they are merged', () => {
    for (const lists of [['A'], ['A', 'B'], [...'ABC'], [...'ABCD'], [...'ABCDEF']]) {
      for (const plan of tablePlans(lists, [['sex']])) {
        for (const detail of [plan.everybody, plan.strata]) {
          if (detail.tells !== 'sets') continue
          const cells = whosOf(detail).filter((who) => !isTotal(who))
          for (const on of sets(lists)) {
            expect(cells.filter((who) => meansLists(who, on))).toHaveLength(1)
          }
        }
      }
    }
  })

  it('name joined lists together everywhere', () => {
    const plan = tablePlans([...'ABCD'], []).find(({ merges }) => merges.includes('count as one'))
    const whos = whosOf(plan?.everybody as Detail)
    expect(whos).toContainEqual({ anyOf: [{ list: 'C' }, { list: 'D' }] })
    expect(whos).not.toContainEqual({ list: 'C' })
    expect(JSON.stringify(whos)).not.toContain('onlyOn')
  })
})
