import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { correctedPair, linkageBand, linkErrorsOf } from '../../src/estimates/linkage-band.ts'
import { runReplicates } from '../../src/estimates/replicate.ts'
import { sampleNamed, sensitivityFor } from './reference.ts'

const solver = await loadSolver()

describe('linking errors', () => {
  it('are as many as recall and precision say', () => {
    const sample = {
      lists: ['a', 'b', 'c'],
      cells: [
        { stratum: 0, mask: 0b001, count: 150 },
        { stratum: 0, mask: 0b010, count: 50 },
        { stratum: 0, mask: 0b011, count: 30 },
        { stratum: 0, mask: 0b111, count: 5 },
      ],
    }
    const { missed, joined } = linkErrorsOf(sample, { recall: 0.9, precision: 0.95 })
    expect(missed).toBeCloseTo(0.1, 12)
    // 40 links, 2 of them false, among 200 persons on one list.
    expect(joined).toBeCloseTo(0.01, 12)
  })

  it('correct a pair by what its overlap would be', () => {
    const pair = { one: 200, other: 100, both: 20 }
    expect(correctedPair(pair, { recall: 0.8, precision: 1 })).toBeCloseTo(800, 9)
    expect(correctedPair(pair, { recall: 1, precision: 0.5 })).toBeCloseTo(2000, 9)
    expect(correctedPair({ ...pair, both: 0 }, { recall: 0.9, precision: 1 })).toBeNull()
  })
})

describe('the band of linking errors', () => {
  it('takes the estimate back by the ratio, the other way round', () => {
    const disturbed = [null, ...Array.from({ length: 99 }, (_, at) => 101 + at)]
    const band = linkageBand(100, disturbed)
    expect(band).toMatchObject({ replicates: 100, failed: 1 })
    expect(band?.ratio.median).toBeCloseTo(1.5, 9)
    expect(band?.corrected.estimate).toBeCloseTo(100 / 1.5, 9)
    expect(band?.corrected.lower).toBeCloseTo(100 / (band?.ratio.upper ?? 0), 9)
    expect(band?.corrected.lower).toBeLessThan(100 / 1.9)
    expect(band?.corrected.upper).toBeGreaterThan(100 / 1.1)
  })

  it('is none where no disturbed table has an estimate', () => {
    expect(linkageBand(100, [null, null])).toBeNull()
  })
})

// The reference also joins persons of one list, which hides a person but makes no overlap.
const otherListShare = (id: string) => {
  const single = sampleNamed(id).cells.filter(({ mask }) => (mask & (mask - 1)) === 0)
  const total = single.reduce((sum, { count }) => sum + count, 0)
  return 1 - single.reduce((sum, { count }) => sum + (count / total) ** 2, 0)
}

describe.each(['australia-2015-2017', 'new-orleans-five-lists'])('simulated on %s', (id) => {
  const sample = sampleNamed(id)
  const estimators = [{ kind: 'main-effects' }, { kind: 'stepwise' }] as const

  it.each<[string, number]>(
    sensitivityFor(id)
      .linkage.runs.filter(({ rate }: { rate: number }) => rate >= 0.02)
      .map(({ error, rate }: { error: string; rate: number }) => [error, rate]),
  )('%s links at a rate of %d move estimates as in the reference', (error, rate) => {
    const reference = sensitivityFor(id).linkage.runs.find(
      (run: { error: string; rate: number }) => run.error === error && run.rate === rate,
    )
    const errors =
      error === 'missed'
        ? { missed: rate, joined: 0 }
        : { missed: 0, joined: rate * otherListShare(id) }
    const [clean, ...disturbed] = [
      ...runReplicates(
        {
          sample,
          estimators,
          seed: 1,
          disturbance: { kind: 'link-errors', name: 'none', errors: { missed: 0, joined: 0 } },
          from: 0,
          to: 1,
        },
        solver,
      ),
      ...runReplicates(
        {
          sample,
          estimators,
          seed: 1,
          disturbance: { kind: 'link-errors', name: error, errors },
          from: 0,
          to: 120,
        },
        solver,
      ),
    ]
    const [main, stepwise] = [0, 1].map(
      (at) =>
        linkageBand(
          clean?.[at] ?? 0,
          disturbed.map((row) => row[at] ?? null),
        )?.ratio.median ?? 0,
    )
    expect(Math.abs((main ?? 0) / reference.mainRatio.median - 1)).toBeLessThan(0.08)
    // Selection jumps from model to model: of 40 replicates the reference's median is itself uncertain.
    expect(stepwise).toBeGreaterThan(reference.stepwiseRatio.lower * 0.9)
    expect(stepwise).toBeLessThan(reference.stepwiseRatio.upper * 1.1)
  })
})
