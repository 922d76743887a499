import { beforeAll, describe, expect, it } from 'vitest'
import { centring } from '../../src/attack/centre.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Model } from '../../src/attack/model.ts'
import { isSmall, nearby } from '../../src/attack/nearby.ts'
import type { Row, Solver, Term } from '../../src/attack/solver.ts'

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

function modelOf(variables: number, rows: readonly Row[], targets: readonly (readonly Term[])[]) {
  const upper = Array.from({ length: variables }, () => Number.POSITIVE_INFINITY)
  return { variables, rows, upper, targets, variableOf: upper.map((_, at) => at) } satisfies Model
}

/** Of 4,000 variables, half are parts of the other half: 0 of 2000, 1 of 2001, … */
const half = 2_000
const large = modelOf(
  2 * half,
  Array.from({ length: half }, (_, at): Row => {
    return {
      terms: [
        [at, 1],
        [half + at, -1],
      ],
      low: 0,
      high: 0,
    }
  }),
  [Array.from({ length: half }, (_, at): Term => [at, 1])],
)

describe('the places near a table', () => {
  it('are those with persons, a few of each target, and what balances these', () => {
    const base = Array.from({ length: 2 * half }, (_, at) => (at % half < 3 ? 1 : 0))
    expect(nearby(large, base, 2)).toEqual([
      0,
      1,
      2,
      3,
      4,
      ...[0, 1, 2, 3, 4].map((at) => half + at),
    ])
  })

  it('are all places of a small model, or where enough are asked for', () => {
    const small = modelOf(3, [], [[[0, 1]]])
    expect([isSmall(small), isSmall(large)]).toEqual([true, false])
    expect(nearby(small, [0, 0, 0], 1)).toEqual([0, 1, 2])
    const none = new Array<number>(2 * half).fill(0)
    expect(nearby(large, none, Number.POSITIVE_INFINITY)).toHaveLength(2 * half)
  })
})

describe('a table in the middle', () => {
  it('has counts in the middle of their ranges, as far as sums let them', () => {
    const one = { terms: [[0, 1]] as Term[], low: 3, high: 7 }
    const other = { terms: [[1, 1]] as Term[], low: 0, high: 4 }
    const free = { terms: [[0, 1]] as Term[], low: 0, high: Number.POSITIVE_INFINITY }
    const sum = (total: number): Row => ({
      terms: [
        [0, 1],
        [1, 1],
      ],
      low: total,
      high: total,
    })
    const at = (total: number) => {
      const solved = solver(centring(modelOf(2, [one, other, free, sum(total)], [])))
      return 'at' in solved
        ? solved.at?.slice(0, 2).map((value) => Math.round(value))
        : solved.status
    }
    expect(at(7)).toEqual([5, 2])
    const [first = 0, second = 0] = at(10) as number[]
    expect([first + second, first >= 5, second >= 2]).toEqual([10, true, true])
    expect(at(12)).toBe('infeasible')
  })
})
