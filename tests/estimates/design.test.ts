import fc from 'fast-check'
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { checkBySize, countedTable, type Design, designOf } from '../../src/estimates/design.ts'
import { allPairs, modelOf } from '../../src/estimates/model.ts'
import { sparseCase, tableOfCounts } from './sparse-tables.ts'

const artificial = countedTable(tableOfCounts([0, 40, 30, 6, 20, 0, 0, 0]))

/** By decomposition, as the design says nothing of: columns of ones where a cell has the term. */
function rankOf({ live, free }: Design): number {
  const rows = Array.from(live, (cell) =>
    Array.from(free, (term) => ((cell & term) === term ? 1 : 0)),
  )
  return new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true }).rank
}

describe('the design of a model on a table', () => {
  it('puts a pair without a common person at minus infinity, and leaves out its cells', () => {
    const design = designOf(artificial, modelOf(3, [0b101]))
    expect(design.minusInfinite).toEqual([0b101])
    expect([...design.free]).toEqual([0, 0b001, 0b010, 0b100])
    expect([...design.live]).toEqual([1, 2, 3, 4, 6])
  })

  it('keeps the cells of an empty pair that is not in the model', () => {
    expect([...designOf(artificial, modelOf(3, [0b011])).live]).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('puts the larger terms over an empty pair at minus infinity too', () => {
    const counted = countedTable(tableOfCounts([0, 9, 9, 0, 9, 2, 2, 0, 9, 2, 2, 0, 2, 1, 1, 0]))
    expect(designOf(counted, modelOf(4, [0b0111])).minusInfinite).toEqual([0b0011, 0b0111])
  })

  it('is refused for a table without persons', () => {
    expect(() => countedTable(tableOfCounts([0, 0]))).toThrow(
      'estimate.no-persons: The table holds no persons, so there is nothing to estimate from. Give a table with at least one person on a list.',
    )
  })
})

describe('the check that takes no fit', () => {
  it('finds all pairs of the artificial table not identifiable', () => {
    expect(checkBySize(artificial, designOf(artificial, allPairs(3)))).toBe(2)
  })

  it('finds a model with as many terms as cells to exist exactly where no cell is empty', () => {
    const full = countedTable(tableOfCounts([0, 9, 9, 3, 9, 3, 3, 1]))
    expect(checkBySize(full, designOf(full, allPairs(3)))).toBe(0)
    const gap = countedTable(tableOfCounts([0, 9, 9, 3, 9, 3, 3, 0]))
    expect(checkBySize(gap, designOf(gap, allPairs(3)))).toBe(1)
  })

  it('finds both failings where terms are more than cells and one of these is empty', () => {
    const counted = countedTable(tableOfCounts([0, 0, 9, 3, 9, 0, 0, 0]))
    expect(checkBySize(counted, designOf(counted, allPairs(3)))).toBe(3)
  })

  it('knows the rank without taking the design apart', () => {
    fc.assert(
      fc.property(sparseCase, ({ table, model }) => {
        const counted = countedTable(table)
        const design = designOf(counted, model)
        const fallsShort = rankOf(design) < design.free.length
        expect(fallsShort).toBe(design.live.length < design.free.length)
        const code = checkBySize(counted, design)
        if (code !== null) expect(code >= 2).toBe(fallsShort)
      }),
      { numRuns: 150 },
    )
  })
})
