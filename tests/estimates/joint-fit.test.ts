import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { tableOf } from '../../src/estimates/capture-table.ts'
import { type Fit, fitModel, isFit } from '../../src/estimates/fit.ts'
import { fitJointly } from '../../src/estimates/joint-fit.ts'
import { mainEffects, modelOf } from '../../src/estimates/model.ts'
import { tableNamed } from './reference.ts'
import { tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()
const dark = (...args: Parameters<typeof fitModel>) => {
  const fit = fitModel(...args)
  if (!isFit<Fit>(fit)) throw new Error(`check ${fit.check}`)
  return fit.dark
}

const australia = tableNamed('australia-2015-2017')
const chosen = modelOf(4, [0b0011, 0b0110, 0b1010])

describe('one model of several strata', () => {
  it('of one stratum is the model of the table', () => {
    const [unseen = 0] = fitJointly([australia], chosen) ?? []
    expect(unseen).toBeCloseTo(dark(australia, chosen, { solver }), 4)
  })

  it('of a table cut into equal halves finds half of it in each', () => {
    const half = tableOf(
      australia.lists,
      australia.counts.map((count) => count / 2),
    )
    const unseen = fitJointly([half, half], chosen) ?? []
    const whole = dark(australia, chosen, { solver })
    expect(unseen.map((count) => count / whole)).toEqual([
      expect.closeTo(0.5, 6),
      expect.closeTo(0.5, 6),
    ])
  })

  it('without interactions is a model of each', () => {
    const other = tableOfCounts([0, 60, 30, 8, 25, 3, 6, 0])
    const more = tableOfCounts([0, 11, 40, 2, 9, 4, 1, 1])
    const model = mainEffects(3)
    const unseen = fitJointly([other, more], model) ?? []
    expect(unseen[0]).toBeCloseTo(dark(other, model, { solver }), 5)
    expect(unseen[1]).toBeCloseTo(dark(more, model, { solver }), 5)
  })

  it('lends a stratum without an overlap the interactions of the others', () => {
    const model = modelOf(3, [0b011])
    const rich = tableOfCounts([0, 60, 50, 30, 40, 12, 9, 6])
    const poor = tableOfCounts([0, 9, 8, 0, 6, 2, 1, 0])
    const unseen = fitJointly([rich, poor], model) ?? []
    expect(unseen[1]).toBeGreaterThan(0)
    expect(unseen.every(Number.isFinite)).toBe(true)
  })

  it('leaves out a list that a stratum does not have', () => {
    const model = mainEffects(3)
    const unseen = fitJointly([tableOfCounts([0, 60, 50, 30, 0, 0, 0, 0])], model) ?? []
    expect(unseen[0]).toBeCloseTo(100, 6)
  })

  it('has no estimate where its parameters are more than its cells', () => {
    const artificial = tableNamed('artificial-three-lists')
    expect(fitJointly([artificial], modelOf(3, [0b011, 0b101, 0b110]))).toBeNull()
  })

  it('has no estimate where no stratum has an overlap', () => {
    const apart = tableOfCounts([0, 5, 5, 0, 1, 0, 0, 0])
    expect(fitJointly([apart], mainEffects(3))).toBeNull()
    expect(fitJointly([tableOfCounts([0, 5, 0, 0, 0, 0, 0, 0])], mainEffects(3))).toBeNull()
  })
})
