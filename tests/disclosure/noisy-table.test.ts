import { describe, expect, it } from 'vitest'
import { noisyTable } from '../../src/disclosure/noisy-table.ts'
import { tableRulesFileSchema } from '../../src/disclosure/table-rules.ts'
import { parseTableFile } from '../../src/overlap/table-file.ts'
import { seededRandom } from '../scripted-random.ts'

const table = parseTableFile(
  {
    lists: ['A', 'B'],
    cells: [
      { lists: ['A'], sex: 'F', region: 'north', count: 500 },
      { lists: ['A'], sex: 'X', region: 'south', count: 300 },
      { lists: ['B'], sex: 'Y', region: 'south', count: 200 },
    ],
  },
  'table.json',
)
const rules = tableRulesFileSchema.parse({
  mode: 'dp',
  dp: { epsilon: 1, year: 2020 },
  strata: [['sex']],
  values: { sex: ['F', 'M'] },
})
const noisy = (name: string) => noisyTable(table, rules, seededRandom(name))

describe('a table with noise on every cell', () => {
  it('has every set of lists in every stratum that the rules name, and the rest', () => {
    const { cells, attributes } = noisy('all')
    expect(attributes).toEqual(['sex'])
    expect(cells.map(({ lists, of }) => [of.sex, lists.join(' ')])).toEqual(
      ['F', 'M', '(other)'].flatMap((sex) => ['A', 'B', 'A B'].map((lists) => [sex, lists])),
    )
  })

  it('has noise of its own on each, also on those of nobody, around the exact count', () => {
    const exact = [500, 0, 0, 0, 0, 0, 300, 200, 0]
    const runs = Array.from({ length: 300 }, (_, at) => noisy(`run ${at}`).cells)
    exact.forEach((count, at) => {
      const noise = runs.map((cells) => (cells[at]?.count ?? 0) - count)
      // Scale 2/ε = 2: variance 2·r/(1 − r)² = 7.8 for r = exp(−1/2)
      const mean = noise.reduce((sum, one) => sum + one, 0) / noise.length
      const variance = noise.reduce((sum, one) => sum + one * one, 0) / noise.length
      expect(Math.abs(mean)).toBeLessThan(0.8)
      expect(variance).toBeGreaterThan(4.5)
      expect(variance).toBeLessThan(13)
    })
  })
})
