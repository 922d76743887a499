import fc from 'fast-check'
import highsModule, { type Highs } from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSolver, solverOver } from '../../src/attack/load-solver.ts'
import { type Programme, type Row, type Solver, wholePoint } from '../../src/attack/solver.ts'

const loadHighs = highsModule as unknown as typeof highsModule.default

let solve: Solver
beforeAll(async () => {
  solve = await loadSolver()
})

const rows: readonly Row[] = [
  {
    terms: [
      [0, 1],
      [1, 1],
    ],
    low: 2,
    high: 5,
  },
  { terms: [[1, 2]], low: Number.NEGATIVE_INFINITY, high: 3 },
]

function ask(more: Partial<Programme>): Programme {
  return { variables: 3, rows, objective: [[1, 1]], sense: 'max', integer: false, ...more }
}

describe('the solver', () => {
  it('finds optima of both senses, in whole numbers and not', () => {
    expect(solve(ask({ sense: 'min' }))).toMatchObject({ status: 'optimal', value: 0 })
    expect(solve(ask({}))).toMatchObject({ status: 'optimal', value: 1.5 })
    expect(solve(ask({ integer: true }))).toMatchObject({ status: 'optimal', value: 1 })
    expect(solve(ask({ objective: [[0, 1]], upper: [4, 9, 9] }))).toMatchObject({ value: 4 })
  })

  it('says what has no optimum, and no number of it', () => {
    expect(solve(ask({ objective: [[2, 1]] }))).toEqual({ status: 'unbounded' })
    expect(solve(ask({ objective: [[2, 1]], integer: true }))).toEqual({ status: 'unbounded' })
    const never = [...rows, { terms: [[0, 1]] as const, low: 7, high: 9 }]
    expect(solve(ask({ rows: never }))).toEqual({ status: 'infeasible' })
    expect(solve(ask({ rows: [{ terms: [[0, 1]], low: 3, high: 2 }] })).status).not.toBe('optimal')
  })

  it('takes no rows, no objective, and hundreds of rows', () => {
    expect(solve(ask({ rows: [], objective: [], sense: 'min' }))).toMatchObject({ value: 0 })
    const many = Array.from(
      { length: 700 },
      (_, at): Row => ({
        terms: [
          [at, 1],
          [at + 1, 1],
        ],
        low: 1,
        high: 3,
      }),
    )
    const objective = [
      [0, 1],
      [700, 1],
    ] as const
    expect(
      solve({ variables: 701, rows: many, objective, sense: 'max', integer: true }),
    ).toMatchObject({
      value: 6,
    })
  })

  it('ends a search with the first point that is enough', () => {
    const start = [2, 1, 0]
    const found = solve(ask({ integer: true, enough: 1, start }))
    expect(found.status === 'found' || found.status === 'optimal').toBe(true)
  })

  it('answers whatever was asked before as it does alone', () => {
    const asked = fc.record({
      sense: fc.constantFrom('min' as const, 'max' as const),
      integer: fc.boolean(),
      at: fc.nat(2),
      which: fc.nat(1),
    })
    const other: readonly Row[] = [
      {
        terms: [
          [0, 2],
          [1, 2],
          [2, 2],
        ],
        low: 3,
        high: 9,
      },
    ]
    const value = (
      solver: Solver,
      one: { sense: 'min' | 'max'; integer: boolean; at: number; which: number },
    ) => {
      const solved = solver(
        ask({ ...one, rows: one.which === 0 ? rows : other, objective: [[one.at, 1]] }),
      )
      return solved.status === 'optimal' ? Math.round(solved.value * 1e6) : solved.status
    }
    const alone = new Map<string, unknown>()
    fc.assert(
      fc.property(fc.array(asked, { minLength: 2, maxLength: 8 }), (all) => {
        for (const one of all) {
          const key = JSON.stringify(one)
          const found = value(solve, one)
          expect(alone.get(key) ?? found).toEqual(found)
          alone.set(key, found)
        }
      }),
      { numRuns: 20 },
    )
    expect(alone.get(JSON.stringify({ sense: 'max', integer: true, at: 2, which: 1 })) ?? 4e6).toBe(
      4e6,
    )
  })

  it('replaces an instance that breaks down, and fails when none is left', async () => {
    const broken = {
      createModel: () => {
        throw new Error('unreachable')
      },
    } as unknown as Highs
    const alive = await loadHighs()
    const tried = solverOver([broken, alive, broken], 1)
    expect(tried(ask({}))).toEqual({ status: 'failed' })
    expect(tried(ask({}))).toMatchObject({ status: 'optimal', value: 1.5 })
    const none = solverOver([broken], 1)
    expect([none(ask({})), none(ask({}))]).toEqual([{ status: 'failed' }, { status: 'failed' }])
  })
})

describe('a whole point', () => {
  it('is rounded and keeps every row exactly, or is none', () => {
    expect(wholePoint({ rows }, [2.0000001, 0.9999999])).toEqual([2, 1])
    expect(wholePoint({ rows }, [0.5, 1.5])).toBeUndefined()
    expect(wholePoint({ rows, upper: [1, 9] }, [2, 1])).toBeUndefined()
  })
})
