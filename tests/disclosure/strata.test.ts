import { describe, expect, it } from 'vitest'
import { isLargeEnough, persons, toldStrata } from '../../src/disclosure/strata.ts'
import { type TableRules, tableRulesFileSchema } from '../../src/disclosure/table-rules.ts'
import { OTHER, parseTableFile } from '../../src/overlap/table-file.ts'

/** So many persons on A only and on both lists, per value of one attribute. */
function byRegion(counts: Readonly<Record<string, readonly [number, number]>>) {
  const cells = Object.entries(counts).flatMap(([region, [alone, both]]) => [
    { lists: ['A'], region, sex: 'F', count: alone },
    { lists: ['A', 'B'], region, sex: 'F', count: both },
  ])
  return parseTableFile({ lists: ['A', 'B'], cells }, 'regions.json')
}

const rulesOf = (rules: Partial<TableRules> = {}) => tableRulesFileSchema.parse(rules)
const told = (
  table: ReturnType<typeof byRegion>,
  rules = rulesOf(),
  hierarchies = [['region']],
) => {
  const strata = toldStrata(table, rules, hierarchies)
  return {
    ...strata,
    told: strata.told.map(({ of, cells }) => [of.region ?? 'all', persons(cells)]),
  }
}

describe('strata of a table', () => {
  it('are told by name where they have 30 persons, 10 of them on several lists', () => {
    expect(told(byRegion({ north: [20, 10], south: [25, 12] }))).toEqual({
      told: [
        ['all', 67],
        ['north', 30],
        ['south', 37],
      ],
      joined: [],
      unsplit: [],
    })
  })

  it.each([
    ['persons', [19, 10]],
    ['persons on several lists', [100, 9]],
  ] as const)('are joined to others where they have too few %s', (_, east) => {
    const strata = told(byRegion({ east, north: [40, 20], south: [50, 30], west: [60, 5] }))
    const rest = east[0] + east[1] + 65
    expect(strata.joined).toEqual(['region'])
    expect(strata.told.slice(1)).toEqual([
      ['north', 60],
      ['south', 80],
      [OTHER, rest],
    ])
  })

  it('take in siblings from the last one on until the rest is large enough', () => {
    const strata = told(
      byRegion({ east: [3, 1], north: [40, 20], south: [50, 30], west: [60, 15] }),
    )
    expect(strata.told.slice(1)).toEqual([
      ['north', 60],
      ['south', 80],
      [OTHER, 79],
    ])
  })

  it('are not split where fewer than two would be left', () => {
    const strata = told(byRegion({ east: [3, 1], north: [40, 20] }))
    expect(strata).toEqual({ told: [['all', 64]], joined: [], unsplit: ['region'] })
  })

  it('are told by the values that the rules name, and all others together', () => {
    const table = byRegion({ east: [40, 20], north: [40, 20], south: [50, 30] })
    const strata = told(table, rulesOf({ values: { region: ['south', 'north'] } }))
    expect(strata.told.slice(1)).toEqual([
      ['south', 80],
      ['north', 60],
      [OTHER, 60],
    ])
  })

  it('take in siblings also for a value of nobody, so that its absence is not told', () => {
    const table = byRegion({ north: [40, 20], south: [50, 30] })
    const strata = told(table, rulesOf({ values: { region: ['south', 'north', 'east'] } }))
    expect(strata.told).toEqual([
      ['all', 140],
      ['south', 80],
      [OTHER, 60],
    ])
  })

  it('are the same whether nobody or somebody has a value that the rules do not name', () => {
    const values = { region: ['south', 'north', 'east'] }
    const shape = (others: Readonly<Record<string, readonly [number, number]>>) =>
      told(
        byRegion({ north: [40, 20], south: [50, 30], east: [60, 40], ...others }),
        rulesOf({ values }),
      ).told.map(([region]) => region)
    expect(shape({})).toEqual(['all', 'south', 'north', OTHER])
    expect(shape({ west: [1, 0] })).toEqual(shape({}))
    expect(shape({ west: [17, 12] })).toEqual(shape({}))
    expect(shape({ west: [18, 12] })).toEqual(['all', 'south', 'north', 'east', OTHER])
  })

  it('are split further within each, and everybody once', () => {
    const table = byRegion({ north: [40, 20], south: [50, 30] })
    const strata = toldStrata(table, rulesOf(), [['region', 'sex'], ['sex']])
    expect(strata.told.map(({ of }) => of)).toEqual([{}, { region: 'north' }, { region: 'south' }])
    expect(strata.unsplit).toEqual(['sex'])
  })

  it('of mode dp are those of the rules, however few they are', () => {
    const table = byRegion({ north: [4, 2], south: [5, 0] })
    const rules = rulesOf({
      mode: 'dp',
      dp: { epsilon: 1, budget: 1, year: 2020 },
      strata: [['region']],
      values: { region: ['north', 'east'] },
    })
    expect(told(table, rules).told).toEqual([
      ['all', 11],
      ['north', 6],
      ['east', 0],
      [OTHER, 5],
    ])
  })

  it('are large enough by both floors', () => {
    const floors = { leastPersons: 5, leastMultiList: 2 }
    const cells = (alone: number, both: number) => [
      { lists: ['A'], of: {}, count: alone },
      { lists: ['A', 'B'], of: {}, count: both },
    ]
    expect(isLargeEnough(cells(3, 2), floors)).toBe(true)
    expect(isLargeEnough(cells(2, 2), floors)).toBe(false)
    expect(isLargeEnough(cells(9, 1), floors)).toBe(false)
  })
})
