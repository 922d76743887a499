import { describe, expect, it } from 'vitest'
import {
  defaultTableRules,
  hierarchiesOf,
  tableRulesFileSchema,
} from '../../src/disclosure/table-rules.ts'
import { parseTableFile } from '../../src/overlap/table-file.ts'
import { checkYaml } from '../../src/settings/read-yaml.ts'
import { refusal } from '../refusal.ts'

const read = (text: string) => checkYaml(text, 'rules.yaml', tableRulesFileSchema)
const dp = 'mode: dp\ndp: {epsilon: 0.5, year: 2017}\n'

describe('rules for a table', () => {
  it('are 5, 10 in strata, rounded to 5, and floors of 30, 10 and 10 unless told otherwise', () => {
    expect(defaultTableRules).toEqual({
      mode: 'rounding',
      threshold: 5,
      stratumThreshold: 10,
      roundingBase: 5,
      leastPersons: 30,
      leastMultiList: 10,
      leastNewPersons: 10,
      cumulative: false,
      values: {},
    })
    expect(read('{"threshold": 10}')).toEqual({ ...defaultTableRules, threshold: 10 })
    expect(read(dp).dp).toEqual({ epsilon: 0.5, budget: 1, year: 2017 })
  })

  it.each([
    ['threshold: 7', 'threshold: must be a multiple of roundingBase'],
    ['stratumThreshold: 12', 'stratumThreshold: must be a multiple of roundingBase'],
    ['threshold: 15', 'stratumThreshold: must not be below threshold'],
    ['threshold: 2\nroundingBase: 1', 'threshold: '],
    ['mode: suppression', 'mode: use rounding, cellkey, dp'],
    ['mode: cellkey', 'cellkey: mode cellkey needs a keyFile'],
    ['cellkey: {keyFile: a.key}', 'cellkey: is of mode cellkey only'],
    ['mode: dp', 'dp: mode dp needs epsilon and year'],
    ['dp: {epsilon: 0.5, year: 2017}', 'dp: is of mode dp only'],
    ['mode: dp\ndp: {epsilon: 2, year: 2017}', 'dp: epsilon must not be above budget'],
    ['mode: dp\ndp: {epsilon: 0.0005, year: 2017}', 'dp.epsilon: '],
    ['mode: dp\ndp: {epsilon: 0.1234, year: 2017}', 'dp.epsilon: at most three decimals'],
    ['strata: [[sex, sex]]', 'strata: one hierarchy names an attribute twice'],
    ['strata: [[sex], [sex]]', 'strata: a hierarchy is named twice'],
    ['strata: [[sex, age], [age, sex]]', 'strata: two hierarchies have the same attributes'],
    ['values: {sex: [F, F]}', 'values: a value is named twice'],
    [`${dp}strata: [[sex], [age]]`, 'strata: mode dp knows one hierarchy'],
    [`${dp}strata: [[sex]]`, 'values: mode dp needs the values of sex'],
    ['rounding: 5', '(whole file): '],
  ])('refuse %s, naming the setting', (text, reason) => {
    const problem = refusal(() => read(text))
    expect(problem.code).toBe('settings.value')
    expect(problem.what).toContain(reason)
    expect(problem.where).toBe('rules.yaml')
  })
})

describe('hierarchies of strata', () => {
  const table = parseTableFile(
    { lists: ['A'], cells: [{ lists: ['A'], sex: 'F', age: 'minor', count: 3 }] },
    'table.json',
  )

  it('are all attributes in the order of the table unless told otherwise', () => {
    expect(hierarchiesOf(defaultTableRules, table)).toEqual([['sex', 'age']])
    expect(hierarchiesOf({ ...defaultTableRules, strata: [] }, table)).toEqual([])
    expect(hierarchiesOf({ ...defaultTableRules, strata: [['age']] }, table)).toEqual([['age']])
    expect(hierarchiesOf(defaultTableRules, { ...table, attributes: [] })).toEqual([])
  })

  it('are none in mode dp unless all values are named, as what is found tells of persons', () => {
    expect(hierarchiesOf(read(dp), table)).toEqual([])
    const values = { sex: ['F', 'M'], age: ['minor'] }
    expect(hierarchiesOf({ ...read(dp), values }, table)).toEqual([['sex', 'age']])
  })

  it.each([{ strata: [['region']] }, { values: { region: ['north'] } }])(
    'refuse an attribute that the table does not have',
    (rules) => {
      const problem = refusal(() => hierarchiesOf({ ...defaultTableRules, ...rules }, table))
      expect(problem.code).toBe('disclosure.attribute-unknown')
      expect(problem.where).toBe('strata or values: region')
    },
  )
})
