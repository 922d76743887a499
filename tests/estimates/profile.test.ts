import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitModel, isFit } from '../../src/estimates/fit.ts'
import { allPairs, mainEffects, modelOf } from '../../src/estimates/model.ts'
import { type ProfileInterval, profileInterval, waldInterval } from '../../src/estimates/profile.ts'
import { isClose, referenceFor, tableIds, tableNamed } from './reference.ts'
import { fullCase, modelNamed, tableOfCounts } from './sparse-tables.ts'

function profiled(...args: Parameters<typeof profileInterval>): ProfileInterval {
  const found = profileInterval(...args)
  if (found.check !== 0) throw new Error(`check ${found.check}`)
  return found
}

describe.each(tableIds)('the intervals of a fixed model on %s', (id) => {
  const table = tableNamed(id)
  // Of eight lists a few will do: each fit is of 255 cells.
  const most = table.lists.length > 5 ? 8 : 20
  const references: ReturnType<typeof referenceFor>[] = referenceFor(id).fixedModels.slice(0, most)

  it('by profile likelihood are those of the reference', () => {
    for (const { maximalTerms, rcapture } of references) {
      if (rcapture === undefined) continue
      const found = profiled(table, modelNamed(table.lists, maximalTerms))
      const [lower, upper] = rcapture.profile95
      expect(isClose(found.estimate, rcapture.multinomialEstimate, 1e-4)).toBe(true)
      expect(isClose(found.lower, lower, 5e-3)).toBe(true)
      // Where Rcapture gave up its search, the limit is at least beyond twenty times the observed.
      if (upper === 'NA') expect(found.upper).toBeGreaterThan(20 * table.observed)
      else expect(isClose(found.upper, upper, 5e-3)).toBe(true)
    }
  })

  it('by curvature are those of the reference', () => {
    for (const { maximalTerms, waldLogDark95 } of references) {
      const fit = fitModel(table, modelNamed(table.lists, maximalTerms))
      if (!isFit(fit)) continue
      const { lower, upper } = waldInterval(fit)
      // R's standard error is from the weights before its last step.
      expect(isClose(lower, waldLogDark95[0], 1e-4)).toBe(true)
      expect(isClose(upper, waldLogDark95[1], 1e-4)).toBe(true)
    }
  })
})

describe('a profile interval', () => {
  it('holds its estimate, lies above the observed and widens with the level', () => {
    fc.assert(
      fc.property(fullCase, ({ table, model }) => {
        const [narrow, wide] = [0.8, 0.95].map((level) => profiled(table, model, { level }))
        expect(narrow!.lower).toBeLessThanOrEqual(narrow!.estimate)
        expect(narrow!.upper).toBeGreaterThan(narrow!.estimate)
        expect(wide!.lower).toBeLessThanOrEqual(narrow!.lower)
        expect(wide!.upper).toBeGreaterThanOrEqual(narrow!.upper)
        expect(wide!.lower).toBeGreaterThanOrEqual(table.observed)
      }),
      { numRuns: 12 },
    )
  })

  it('is open above where no number of persons is too large for the table', () => {
    const table = tableOfCounts([0, 20, 20, 1, 20, 0, 0, 0])
    const found = profiled(table, mainEffects(3), { level: 1 - 1e-7 })
    expect(found.upper).toBe(Number.POSITIVE_INFINITY)
    expect(found.lower).toBeGreaterThanOrEqual(61)
  })

  it('begins at the observed where nobody may be unseen', () => {
    const found = profiled(tableOfCounts([0, 2, 2, 90, 3, 80, 85, 200]), allPairs(3))
    expect(found.lower).toBe(462)
  })

  it('knows terms at minus infinity, and refuses as the fit does', () => {
    const table = tableNamed('artificial-three-lists')
    const { lower, upper } = profiled(table, modelOf(3, [0b101]))
    expect(lower).toBeLessThan(396)
    expect(upper).toBeGreaterThan(396)
    expect(profileInterval(table, modelOf(3, [0b011])).check).toBe(1)
    expect(profileInterval(table, allPairs(3)).check).toBe(2)
  })
})
