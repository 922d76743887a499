import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Programme, Solver } from '../../src/attack/solver.ts'
import { checkBySize, countedTable, designOf, parametersOf } from '../../src/estimates/design.ts'
import { existsByProgramme, risesForEver } from '../../src/estimates/existence.ts'
import { fitModel } from '../../src/estimates/fit.ts'
import { allPairs, mainEffects, modelOf } from '../../src/estimates/model.ts'
import { modelSpace } from '../../src/estimates/model-space.ts'
import { climb, workspaceFor } from '../../src/estimates/newton.ts'
import { referenceFor, tableNamed } from './reference.ts'
import { sparseCase, tableOfCounts } from './sparse-tables.ts'

const solver = await loadSolver()
const artificial = tableNamed('artificial-three-lists')
const counted = countedTable(artificial)

describe('whether an estimate exists', () => {
  it.each([
    ['artificial-three-lists', 2],
    ['australia-2015-2017', 'all'],
  ] as const)('is as in the reference for every model of %s', (id, order) => {
    const table = tableNamed(id)
    const { failing, failingHigherOrder = [] } = referenceFor(id).existence
    const told = [...failing, ...failingHigherOrder].map(({ model, code }) => `${model} ${code}`)
    const found = modelSpace(table.lists.length, order)
      .map((model) => `${model.written} ${fitModel(table, model, { solver }).check}`)
      .filter((line) => !line.endsWith(' 0'))
    expect(found.sort()).toEqual(told.sort())
  })

  it('is what a linear programme says, wherever the fit decides by itself', () => {
    fc.assert(
      fc.property(sparseCase, ({ table, model }) => {
        const counted = countedTable(table)
        const design = designOf(counted, model)
        const known = checkBySize(counted, design)
        const exists = existsByProgramme(counted, design, solver)
        if (known !== null) {
          expect(known % 2 === 0).toBe(exists)
          return
        }
        const space = workspaceFor(counted.lists, parametersOf(model))
        if (climb(space, { counted, design }) === 'converged') expect(exists).toBe(true)
        else if (risesForEver(counted, design, space.change)) expect(exists).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('is denied by a direction in which nobody observed stands in the way', () => {
    // On the artificial table persons of list 3 are on no other: with 1 and 2 tied, their sums leave
    // nobody for the cells of 3 with 1 or 2.
    const design = designOf(counted, modelOf(3, [0b011]))
    const towards = (terms: readonly [number, number][]) => {
      const drift = new Float64Array(8)
      for (const [term, value] of terms) drift[term] = value
      return Float64Array.from(drift, (_, cell) =>
        drift.reduce((sum, value, term) => ((cell & term) === term ? sum + value : sum), 0),
      )
    }
    const down: [number, number][] = [
      [0, 0.99],
      [1, -1],
      [2, -1.01],
      [3, 1],
      [4, -0.98],
    ]
    expect(risesForEver(counted, design, towards(down))).toBe(true)
    const against = down.map(([term, value]): [number, number] => [term, -value])
    expect(risesForEver(counted, design, towards(against))).toBe(false)
    expect(risesForEver(counted, design, towards([]))).toBe(false)
    expect(risesForEver(counted, design, towards([[4, -1]]))).toBe(false)
  })

  it('asks for a table with the same sums and as many persons as can be in its emptiest cell', () => {
    const asked: Programme[] = []
    const fake: Solver = (programme) => {
      asked.push(programme)
      return { status: 'optimal', value: 0, at: [] }
    }
    expect(existsByProgramme(counted, designOf(counted, mainEffects(3)), fake)).toBe(false)
    expect(asked[0]?.rows.map(({ low, high }) => [low, high])).toEqual([
      [96, 96],
      [46, 46],
      [36, 36],
      [20, 20],
    ])
    expect(asked[0]?.rows[3]?.terms).toEqual([
      [3, 1],
      [4, 1],
      [5, 1],
      [6, 1],
      [7, 4],
    ])
    expect(asked[0]?.objective).toEqual([[7, 1]])
  })

  it.each([
    ['there is no solver', undefined],
    ['the solver runs out of time', (): ReturnType<Solver> => ({ status: 'time-out' })],
    ['the solver fails', (): ReturnType<Solver> => ({ status: 'failed' })],
  ])('is never guessed where %s', (_, broken) => {
    expect(() => existsByProgramme(counted, designOf(counted, mainEffects(3)), broken)).toThrow(
      'estimate.existence-undecided: Whether a model has an estimate at all could not be decided (model [1,2,3]). Merge lists that share few persons, or choose a model with fewer interactions.',
    )
  })

  it('is left to the solver where counts of very different size hide the direction', () => {
    const counts = new Array<number>(64).fill(0)
    const persons: [number, number][] = [
      [1, 8667],
      [2, 2036],
      [4, 59],
      [9, 6],
      [15, 1],
      [16, 4],
      [17, 2],
      [52, 1],
      [58, 1],
      [63, 1],
    ]
    for (const [cell, count] of persons) counts[cell] = count
    const table = tableOfCounts(counts)
    const model = modelOf(6, [0b011101, 0b100110, 0b000011, 0b100001, 0b110000])
    let asked = 0
    const watched: Solver = (programme) => {
      asked++
      return solver(programme)
    }
    expect(fitModel(table, model, { solver: watched }).check).toBe(1)
    expect(asked).toBe(1)
    expect(() => fitModel(table, model)).toThrow('estimate.existence-undecided')
  })

  it('does not depend on the solver where rank or cells decide', () => {
    expect(fitModel(artificial, allPairs(3)).check).toBe(2)
    expect(fitModel(artificial, modelOf(3, [0b011])).check).toBe(1)
  })
})
