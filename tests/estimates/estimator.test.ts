import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { Problem } from '../../src/base/problem.ts'
import { rankByBic } from '../../src/estimates/bic.ts'
import { estimateBy, orNull } from '../../src/estimates/estimator.ts'
import { isClose, referenceFor, sampleNamed, tableNamed } from './reference.ts'

const solver = await loadSolver()
const id = 'australia-2015-2017'

describe('the ways to an estimate, as data', () => {
  it('find on the table itself what the reference finds', () => {
    const models = rankByBic(tableNamed(id), { solver }).map(({ model }) => model.maximal)
    const ways = [{ kind: 'main-effects' }, { kind: 'stepwise' }, { kind: 'bic', models }] as const
    const found = estimateBy(ways, 4, solver)(sampleNamed(id))
    const { fixedModels, bic } = referenceFor(id)
    const expected = [fixedModels[0].estimate, bic[0].estimate, bic[0].estimate]
    for (const [at, estimate] of found.entries()) {
      expect(isClose(estimate ?? 0, expected[at])).toBe(true)
    }
  })

  it('sum strata that are one stratum to the table', () => {
    const strata = { kind: 'strata', groups: 1, groupOf: [0] } as const
    const ways = [
      { kind: 'stepwise' },
      { ...strata, joint: false },
      { ...strata, joint: true },
    ] as const
    const [stepwise = 0, own = 0, joint = 0] = estimateBy(ways, 4, solver)(sampleNamed(id))
    expect(own).toBe(stepwise)
    expect((joint ?? 0) / (stepwise ?? 1)).toBeCloseTo(1, 6)
  })

  it('have no estimate where a fit is refused, and hide no fault of the program', () => {
    expect(
      orNull(() => {
        throw new Problem({ code: 'a.b', what: 'No.' })
      }),
    ).toBeNull()
    expect(orNull(() => Number.NaN)).toBeNull()
    expect(() =>
      orNull(() => {
        throw new TypeError('fault')
      }),
    ).toThrow('fault')
  })
})
