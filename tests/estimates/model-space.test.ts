import { describe, expect, it } from 'vitest'
import { modelOf, sizeOf } from '../../src/estimates/model.ts'
import { modelSpace, neighbours, startingModels } from '../../src/estimates/model-space.ts'

const written = (models: readonly { written: string }[]) => models.map((model) => model.written)

describe('the models to choose from', () => {
  it('are as many as there are sets of pairs', () => {
    expect([2, 3, 4, 5].map((lists) => modelSpace(lists, 2).length)).toEqual([1, 8, 64, 1024])
  })

  it('of all orders are all simplicial complexes on the lists but the full one', () => {
    // 2, 9, 114, 6894 complexes on 2 to 5 labelled points, each point in.
    expect([2, 3, 4, 5].map((lists) => modelSpace(lists, 'all').length)).toEqual([1, 8, 113, 6893])
  })

  it('are all different and never saturated', () => {
    const models = modelSpace(4, 'all')
    expect(new Set(written(models)).size).toBe(models.length)
    expect(models.filter((model) => model.terms.includes(0b1111))).toEqual([])
  })

  it('come the simplest first, as ties in the ranking are broken', () => {
    const sizes = modelSpace(4, 'all').map((model) => model.terms.length)
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other))
  })
})

describe('the neighbours of a model', () => {
  it('have one interaction more or less', () => {
    const model = modelOf(4, [0b0111, 0b1001])
    expect(written(neighbours(model, 2)).sort()).toEqual(
      ['[123,4]', '[12,13,14,23]', '[123,14,24]', '[123,14,34]'].sort(),
    )
  })

  it('of all orders take a term in once its parts are in', () => {
    expect(written(neighbours(modelOf(4, [0b0011, 0b0101, 0b0110]), 'all'))).toContain('[123,4]')
    expect(written(neighbours(modelOf(4, [0b0011, 0b0101]), 'all'))).not.toContain('[123,4]')
  })

  it('of pairs alone hold no larger term, though its parts be in', () => {
    expect(written(neighbours(modelOf(3, [0b011, 0b101, 0b110]), 2)).sort()).toEqual(
      ['[12,13]', '[12,23]', '[13,23]'].sort(),
    )
    const triangle = modelOf(4, [0b0011, 0b0101, 0b0110])
    expect(written(neighbours(triangle, 2))).not.toContain('[123,4]')
  })

  it('lead both ways, and from everywhere to everywhere', () => {
    for (const model of modelSpace(4, 'all')) {
      for (const other of neighbours(model, 'all')) {
        expect(written(neighbours(other, 'all'))).toContain(model.written)
      }
    }
  })

  it('never hold the saturated model', () => {
    const last = modelOf(3, [0b011, 0b101, 0b110])
    expect(neighbours(last, 'all').filter((model) => model.terms.includes(0b111))).toEqual([])
    expect(neighbours(modelOf(2, []), 'all')).toEqual([])
  })
})

describe('the starts of a search', () => {
  it('are no pair, all pairs and a star around each list', () => {
    expect(written(startingModels(4))).toEqual([
      '[1,2,3,4]',
      '[12,13,14,23,24,34]',
      '[12,13,14]',
      '[12,23,24]',
      '[13,23,34]',
      '[14,24,34]',
    ])
    expect(
      startingModels(6).every(({ maximal }) => maximal.every((term) => sizeOf(term) < 3)),
    ).toBe(true)
  })
})
