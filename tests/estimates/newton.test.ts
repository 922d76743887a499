import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countedTable, designOf, parametersOf } from '../../src/estimates/design.ts'
import { allPairs, mainEffects, modelOf } from '../../src/estimates/model.ts'
import { climb, workspaceFor } from '../../src/estimates/newton.ts'
import { tableNamed } from './reference.ts'
import { fullCase, tableOfCounts } from './sparse-tables.ts'

describe("Newton's method", () => {
  it('ends where no coefficient can better the likelihood', () => {
    fc.assert(
      fc.property(fullCase, ({ table, model }) => {
        const counted = countedTable(table)
        const design = designOf(counted, model)
        const space = workspaceFor(counted.lists, parametersOf(model))
        expect(climb(space, { counted, design })).toBe('converged')
        const likelihood = (beta: Float64Array) =>
          Array.from(design.live).reduce((sum, cell) => {
            const eta = beta.reduce(
              (all, value, term) => ((cell & term) === term ? all + value : all),
              0,
            )
            return sum + (counted.counts[cell] ?? 0) * eta - Math.exp(eta)
          }, 0)
        const top = likelihood(space.beta)
        expect(-space.objective).toBeCloseTo(top, 6)
        for (const term of design.free) {
          for (const move of [-1e-3, 1e-3]) {
            const beta = space.beta.slice()
            beta[term] = (beta[term] ?? 0) + move
            expect(likelihood(beta)).toBeLessThan(top)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('drifts where there is no estimate', () => {
    const counted = countedTable(tableNamed('artificial-three-lists'))
    const design = designOf(counted, modelOf(3, [0b011]))
    expect(climb(workspaceFor(3, 5), { counted, design })).toBe('drifting')
  })

  it('finds the same in a workspace that has served before', () => {
    const counted = countedTable(tableNamed('australia-2015-2017'))
    const [main, pairs] = [designOf(counted, mainEffects(4)), designOf(counted, allPairs(4))]
    const space = workspaceFor(4, 11)
    climb(space, { counted, design: main })
    const first = [space.beta.slice(), space.expected.slice()]
    climb(space, { counted, design: pairs, fixed: [] })
    climb(space, {
      counted: countedTable(tableOfCounts([...counted.counts].reverse())),
      design: pairs,
    })
    climb(space, { counted, design: main })
    expect([space.beta, space.expected]).toEqual(first)
  })
})
