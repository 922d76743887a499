import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../src/disclosure/protect-table.ts'
import { tablePlans } from '../../src/disclosure/table-plan.ts'
import { tableRulesFileSchema } from '../../src/disclosure/table-rules.ts'
import { tableOf } from './sample-tables.ts'

const { cells, lists } = tableOf({ A: 40, B: 7, 'A B': 12 })
const [plan] = tablePlans(lists, [['sex']])
const made = (
  of: Readonly<Record<string, string>>,
  rules: object = {},
  key: Uint8Array | null = null,
) => {
  const figures =
    plan === undefined
      ? []
      : figuresOf({ of, cells }, plan, { rules: tableRulesFileSchema.parse(rules), key })
  return figures.map(({ cell }) => (cell.status === 'withheld' ? `<${cell.below}` : cell.value))
}

describe('the figures of a stratum', () => {
  it('are everybody, each list, and each set of lists, by the threshold of everybody', () => {
    expect(made({})).toEqual([60, 50, 20, 40, 5, 10])
  })

  it('have the higher threshold in a stratum', () => {
    expect(made({ sex: 'F' })).toEqual([60, 50, 20, 40, '<10', 10])
  })

  it('are totals only where there are too few persons', () => {
    expect(made({}, { leastMultiList: 13 })).toHaveLength(3)
  })

  it('with noise of a key are withheld below the threshold, with the reach of the noise', () => {
    const keyed = made(
      {},
      { mode: 'cellkey', cellkey: { keyFile: 'a' }, threshold: 20, stratumThreshold: 20 },
      new Uint8Array(32),
    )
    expect(keyed.slice(4)).toEqual(['<25', '<25'])
    for (const value of keyed.slice(0, 2)) expect(Number(value) % 1).toBe(0)
  })
})
