import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumSubsets, sumSupersets, undoSubsets } from '../../src/estimates/subset-sums.ts'

const anyValues = fc
  .integer({ min: 0, max: 6 })
  .chain((k) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2 ** k, maxLength: 2 ** k }))

/** Straight from the definition: the sum over all masks that stand in the relation to this one. */
function slowly(values: readonly number[], related: (part: number, whole: number) => boolean) {
  return values.map((_, mask) =>
    values.reduce((sum, value, other) => (related(other, mask) ? sum + value : sum), 0),
  )
}

const isSubset = (part: number, whole: number) => (part & whole) === part

describe('sums over subsets and supersets', () => {
  it('are those of the definition', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const [down, up] = [Float64Array.from(values), Float64Array.from(values)]
        sumSubsets(down)
        sumSupersets(up)
        expect([...down]).toEqual(slowly(values, isSubset))
        expect([...up]).toEqual(slowly(values, (other, mask) => isSubset(mask, other)))
      }),
    )
  })

  it('over subsets can be undone', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const sums = Float64Array.from(values)
        sumSubsets(sums)
        undoSubsets(sums)
        expect([...sums]).toEqual(values)
      }),
    )
  })
})
