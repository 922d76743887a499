import { inverse, Matrix } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { countedTable, designOf } from '../../src/estimates/design.ts'
import { allPairs, modelOf } from '../../src/estimates/model.ts'
import { climb, workspaceFor } from '../../src/estimates/newton.ts'
import { polish } from '../../src/estimates/polish.ts'
import { tableNamed } from './reference.ts'

const refusal =
  'estimate.not-converged: A model could not be fitted to the precision that results are given in (model [12,3]). Merge lists that share few persons, or choose a model with fewer interactions.'

describe('the last steps of a reported fit', () => {
  it('give the standard error that the inverse of the information has', () => {
    const counted = countedTable(tableNamed('australia-2015-2017'))
    const design = designOf(counted, allPairs(4))
    const space = workspaceFor(4, 11)
    climb(space, { counted, design })
    const { interceptError } = polish(space, counted, design)
    const has = (cell: number, term: number) => (cell & term) === term
    const information = Array.from(design.free, (one) =>
      Array.from(design.free, (other) =>
        design.live.reduce(
          (sum, cell) => (has(cell, one | other) ? sum + (space.expected[cell] ?? 0) : sum),
          0,
        ),
      ),
    )
    expect(interceptError).toBeCloseTo(Math.sqrt(inverse(new Matrix(information)).get(0, 0)), 8)
  })

  it('bring a rough fit to full precision', () => {
    const counted = countedTable(tableNamed('australia-2015-2017'))
    const design = designOf(counted, allPairs(4))
    const space = workspaceFor(4, 11)
    climb(space, { counted, design })
    const exact = space.beta.slice()
    for (const cell of design.live) space.expected[cell] = (space.expected[cell] ?? 0) * 1.001
    for (const cell of space.eta.keys()) space.eta[cell] = (space.eta[cell] ?? 0) + Math.log(1.001)
    space.beta[0] = (space.beta[0] ?? 0) + Math.log(1.001)
    polish(space, counted, design)
    for (const [term, value] of exact.entries()) expect(space.beta[term]).toBeCloseTo(value, 9)
  })

  it('are refused where there is nothing to come to', () => {
    const counted = countedTable(tableNamed('artificial-three-lists'))
    const design = designOf(counted, modelOf(3, [0b011]))
    const space = workspaceFor(3, 5)
    climb(space, { counted, design })
    expect(() => polish(space, counted, design)).toThrow(refusal)
  })

  it('are refused, not broken, where a term has lost its weight', () => {
    const counted = countedTable(tableNamed('artificial-three-lists'))
    const design = designOf(counted, modelOf(3, [0b011]))
    const space = workspaceFor(3, 5)
    climb(space, { counted, design })
    for (const cell of design.live) if ((cell & 4) === 4) space.expected[cell] = 0
    expect(() => polish(space, counted, design)).toThrow(refusal)
  })
})
