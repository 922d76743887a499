import { describe, expect, it } from 'vitest'
import { groupingsOf, groupTables, pooledTable, stratify } from '../../src/estimates/strata.ts'
import { parseTableFile } from '../../src/overlap/table-file.ts'

const cell = (lists: string[], sex: string, age: string, count: number) => ({
  ...{ lists, sex, age, count },
})
const file = parseTableFile(
  {
    id: 'strata',
    lists: ['a', 'b'],
    cells: [
      cell(['a'], 'f', 'minor', 4),
      cell(['b'], 'f', 'adult', 5),
      cell(['a', 'b'], 'm', 'minor', 2),
      cell(['a'], 'm', 'adult', 0),
      cell(['a', 'b'], 'f', 'minor', 3),
    ],
  },
  'strata.json',
)

describe('a table by strata', () => {
  const stratified = stratify(file)

  it('has the strata in which somebody is', () => {
    expect(stratified.strata).toHaveLength(3)
    expect(pooledTable(stratified).counts).toEqual(Float64Array.of(0, 4, 5, 5))
  })

  it('is grouped by each attribute and by all together', () => {
    const groupings = groupingsOf(stratified)
    expect(groupings.map(({ attributes }) => attributes)).toEqual([
      ['sex'],
      ['age'],
      ['sex', 'age'],
    ])
    const [bySex] = groupings
    expect(bySex?.groups).toEqual([{ sex: 'f' }, { sex: 'm' }])
    const tables = groupTables(stratified, { groups: 2, groupOf: bySex?.groupOf ?? [] })
    expect(tables.map(({ counts }) => [...counts])).toEqual([
      [0, 4, 5, 3],
      [0, 0, 0, 2],
    ])
  })

  it('has no grouping by an attribute that all share, nor without attributes', () => {
    const plain = { ...stratified, attributes: [] }
    expect(groupingsOf(plain)).toEqual([])
    const one = { ...stratified, strata: stratified.strata.map(() => ({ sex: 'f', age: 'x' })) }
    expect(groupingsOf(one)).toEqual([])
  })
})
