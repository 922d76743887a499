import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { tableAttack } from '../../src/work/table-attack.ts'
import { disclosed, tableOf } from '../disclosure/sample-tables.ts'

const solver = await loadSolver()

/** Each programme takes a second. */
function within(seconds: number, table = three) {
  let clock = 0
  const seen: string[] = []
  const under = { exact: table.cells, cumulative: false }
  const timed = tableAttack(
    under,
    (programme) => {
      clock += 1000
      return solver(programme)
    },
    { now: () => clock, limitMs: 1000 * seconds, report: (what) => seen.push(what) },
  )
  return { ...disclosed(table, timed), seen, spent: () => clock / 1000 }
}

const three = tableOf({ A: 101, B: 73, C: 58, 'A B': 17, 'A C': 3, 'B C': 11, 'A B C': 2 })
const many = (lists: string) =>
  tableOf(Object.fromEntries([...lists].map((list, at) => [at === 0 ? `${list} B` : list, 40])))

describe('the attacks on a table', () => {
  it('end when their time is over, and then nothing is told', () => {
    const { release, steps, spent } = within(2)
    expect(release).toBeNull()
    expect(spent()).toBe(2)
    expect(steps.at(-1)).toMatchObject({
      step: 'gate',
      what: 'No release: not passed, as it was not solved in time.',
      why: expect.stringContaining('--time-limit'),
    })
    expect(steps.filter(({ step }) => step === 'merge')).toEqual([])
  })

  it('say what they try, and two owners of lists come last', () => {
    const { release, seen } = within(1000)
    expect(release?.gate.checks.map(({ check }) => check)).toEqual(['marginals', 'insider', 'pair'])
    expect(seen[0]).toBe('attacks on way 1 to tell the table')
    expect(seen.at(-1)).toBe('attacks by two owners of lists together')
  })

  it('are not those of two owners together over more than eight lists', () => {
    const { gate } = within(1000, many('ABCDEFGHI'))
    expect(gate.checks.map(({ check }) => check)).not.toContain('pair')
  })
})
