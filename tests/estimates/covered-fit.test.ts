import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { drawCover, makeLaw } from '../../src/cover/law.ts'
import { weightedLaw } from '../../src/cover/sum-law.ts'
import { type CoveredTable, fitCovered } from '../../src/estimates/covered-fit.ts'
import { fitModel, isFit } from '../../src/estimates/fit.ts'
import { type Model, mainEffects, modelOf, pairTerms, sizeOf } from '../../src/estimates/model.ts'
import { streamOf } from '../../src/estimates/stream.ts'
import { tableNamed } from './reference.ts'

const solver = await loadSolver()
const EVALUATORS = 2
const law = makeLaw({ epsilon: 1, delta: 1e-6, changedBins: 2 })
const noise = weightedLaw(law, EVALUATORS, [1])
const table = tableNamed('australia-2015-2017')
const all = Array.from({ length: 15 }, (_, at) => at + 1)

function sumOver(masks: readonly number[]) {
  return { masks, sum: masks.reduce((sum, mask) => sum + (table.counts[mask] ?? 0), 0) }
}

const total = sumOver(all)
const bySize = [1, 2, 3, 4].map((size) => sumOver(all.filter((mask) => sizeOf(mask) === size)))
const within = (term: number) => sumOver(all.filter((mask) => (mask & term) === term))
const listTotals = [1, 2, 4, 8].map(within)
const pairs = pairTerms(4).map(within)

/** Covered as evaluators cover it, from a seed. */
function cover(
  seed: number,
  opened: CoveredTable['opened'],
  counts: Float64Array = table.counts,
): CoveredTable {
  const next = streamOf(seed, 'cover', 0)
  const random = (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256))
  const covered = counts.map((count, mask) =>
    mask === 0 ? 0 : count + drawCover(law, random) + drawCover(law, random),
  )
  return { lists: table.lists, covered, noise, opened }
}

function exact(model: Model): number {
  const fit = fitModel(table, model, { solver })
  if (!isFit(fit)) throw new Error('no fit')
  return fit.estimate
}

const chosen = modelOf(4, [0b0011, 0b0110, 0b1010])

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

describe('an estimate from a covered round', () => {
  it('is that of the exact table where all that its model rests on was opened', () => {
    const covered = cover(1, [total, ...bySize, ...listTotals, ...pairs])
    for (const model of [mainEffects(4), chosen]) {
      const found = fitCovered(covered, model, solver)
      expect(found).toMatchObject({ data: 'opened-sums', settled: true })
      expect((found?.estimate ?? 0) / exact(model)).toBeCloseTo(1, 6)
      expect(found?.observed).toBeCloseTo(414, 6)
    }
  })

  it('takes off a noise that is always the same', () => {
    const certain = { least: 3, chances: Float64Array.of(1) }
    const covered = table.counts.map((count, mask) => (mask === 0 ? 0 : count + 3))
    const found = fitCovered(
      { lists: table.lists, covered, noise: certain, opened: [] },
      chosen,
      solver,
    )
    expect((found?.estimate ?? 0) / exact(chosen)).toBeCloseTo(1, 5)
  })

  it('says that it rests on covered counts where a term was not opened', () => {
    const found = fitCovered(cover(1, [total, ...bySize, ...listTotals]), chosen, solver)
    expect(found?.data).toBe('opened-sums-and-covered-counts')
  })

  it('comes near the exact one on average where pairs stay closed', () => {
    const model = modelOf(4, [0b0110])
    const ratios = Array.from({ length: 9 }, (_, seed) => {
      const found = fitCovered(cover(seed, [total, ...bySize, ...listTotals]), model, solver)
      return (found?.estimate ?? 0) / exact(model)
    })
    expect(Math.abs(median(ratios) - 1)).toBeLessThan(0.15)
  })

  it('comes near the exact one on average where nothing is open and the model fits', () => {
    const model = mainEffects(4)
    const fit = fitModel(table, model, { solver })
    const fitting = isFit(fit) ? fit.expected.map((mean) => Math.round(3 * mean)) : table.counts
    const estimate = 3 * exact(model)
    const ratios = Array.from({ length: 9 }, (_, seed) => {
      const found = fitCovered(cover(seed, [], fitting), model, solver)
      return (found?.estimate ?? 0) / estimate
    })
    expect(Math.abs(median(ratios) - 1)).toBeLessThan(0.1)
  })

  it('has no estimate where the noise has drowned every overlap, and does not break down', () => {
    const thin = table.counts.map((count, mask) => (sizeOf(mask) === 1 ? count : 0))
    const found = Array.from({ length: 4 }, (_, seed) =>
      fitCovered(cover(seed, [], thin), mainEffects(4), solver),
    )
    for (const one of found) {
      expect(one === null || Number.isFinite(one.estimate)).toBe(true)
    }
    expect(found).toContain(null)
  })

  it('is found where a covered count is below the mean of its noise', () => {
    const low = cover(3, [total, ...listTotals])
    low.covered[0b1111] = noise.least
    expect(fitCovered(low, mainEffects(4), solver)?.estimate).toBeCloseTo(exact(mainEffects(4)), 3)
  })
})
