import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { listsOf } from '../../src/estimates/regroup.ts'
import type { EstimateReport } from '../../src/estimates/report.ts'
import { parseTableFile, type TableFile } from '../../src/overlap/table-file.ts'
import { startEstimatePool } from '../../src/work/estimate-pool.ts'
import { type EstimateOptions, estimateTable } from '../../src/work/estimate-table.ts'
import { inProcessPool } from '../estimates/in-process-pool.ts'
import { fileNamed } from '../estimates/reference.ts'
import { smallSparseCase } from '../estimates/sparse-tables.ts'

const solver = await loadSolver()

function estimate(
  file: TableFile,
  options: Partial<EstimateOptions> = {},
): Promise<EstimateReport> {
  const pool = inProcessPool(solver)
  const usual = { solver, pool, seed: 1, resamples: 60, linkQuality: null, report: () => undefined }
  return estimateTable(file, { ...usual, ...options })
}

function everyNumber(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(everyNumber)
    : []
}

describe('what is estimated from a table', () => {
  it('has the parts that its users rely on, each model with its figures', async () => {
    const report = await estimate(fileNamed('new-orleans-five-lists'))
    expect(report).toMatchObject({
      ...{ table: 'new-orleans-five-lists', data: 'exact-table', seed: 1, resamples: 60 },
      ...{ observed: 185, generator: 'xoroshiro128+' },
    })
    expect(report.models.map(({ method }) => method).slice(0, 6)).toEqual([
      ...['main-effects', 'stepwise', 'bic-pairs', 'bic-all-orders', 'bic-average', 'chao'],
    ])
    expect(report.selected.map(({ selector }) => selector)).toEqual([
      ...['main-effects', 'stepwise', 'bic-pairs'],
    ])
    for (const { lower, estimate: found, upper } of report.selected) {
      expect(lower).toBeLessThan(found ?? 0)
      expect(upper).toBeGreaterThan(found ?? 0)
    }
    expect(report.sensitivity.leaveOneOut).toHaveLength(5)
    expect(report.sensitivity.merged).toHaveLength(2)
    expect(report.sensitivity.ranking).toHaveLength(10)
  })

  it('has estimates but no intervals without resamples, and refuses', async () => {
    const report = await estimate(fileNamed('artificial-three-lists'), { resamples: 0 })
    const [main] = report.models
    expect(main).toMatchObject({ estimate: expect.closeTo(539.0939, 3), lower: null, upper: null })
    expect(report.models.find(({ method }) => method === 'fixed')).toMatchObject({
      model: '[1,2,3]',
      interval: 'profile',
    })
    expect(report.reasons.map(({ code }) => code)).toContain('estimate.no-interval')
  })

  it('refuses more persons than can be drawn anew, and takes millions', async () => {
    const small = fileNamed('artificial-three-lists')
    const times = (factor: number): TableFile => ({
      ...small,
      cells: small.cells.map((cell) => ({ ...cell, count: cell.count * factor })),
    })
    await expect(estimate(times(1e7))).rejects.toThrow(
      expect.objectContaining({ code: 'estimate.too-many-persons' }),
    )
    const report = await estimate(times(1e5), { resamples: 20 })
    expect(report.models[0]?.estimate).toBeCloseTo(53_909_393.03, -1)
  })

  it('refuses where selectors are far apart, and says so', async () => {
    const report = await estimate(fileNamed('australia-2015-2017'))
    expect(report.verdict).toBe('refuse')
    expect(report.reasons.map(({ code }) => code)).toContain('estimate.selectors-apart')
  })

  it('has the same figures whatever the number of workers', async () => {
    const file = fileNamed('artificial-three-lists')
    const linkQuality = { recall: 0.9, precision: 0.97 }
    const reports: EstimateReport[] = []
    for (const workers of [1, 2]) {
      const pool = startEstimatePool(workers)
      try {
        reports.push(await estimate(file, { pool, linkQuality }))
      } finally {
        await pool.close()
      }
    }
    expect(reports[1]).toEqual(reports[0])
    expect(reports[0]).toEqual(await estimate(file, { linkQuality }))
    expect(Object.keys(reports[0]?.sensitivity.linkage?.bands ?? {})).toContain('stepwise')
  })

  it('gives a sum of strata its own interval', async () => {
    const half = fileNamed('new-orleans-five-lists')
    const cells = ['2014', '2015'].flatMap((year) =>
      half.cells.map((cell) => ({ ...cell, of: { year } })),
    )
    const report = await estimate({ ...half, attributes: ['year'], cells })
    const [strata] = report.sensitivity.strata
    expect(strata?.by).toEqual(['year'])
    expect(strata?.groups).toHaveLength(2)
    expect(strata?.lower).toBeLessThan(strata?.sum ?? 0)
    expect(strata?.upper).toBeGreaterThan(strata?.sum ?? 0)
  })

  it('of one list, or without any overlap, is a description and a refusal', async () => {
    const one = parseTableFile(
      { id: 'one', lists: ['a'], cells: [{ lists: ['a'], count: 5 }] },
      'x',
    )
    const report = await estimate(one, { linkQuality: { recall: 0.9, precision: 1 } })
    expect(report).toMatchObject({ verdict: 'refuse', models: [], selected: [] })
    expect(report.reasons.map(({ code }) => code)).toEqual(['estimate.one-list'])
    const apart = parseTableFile(
      {
        id: 'apart',
        lists: ['a', 'b'],
        cells: [
          { lists: ['a'], count: 5 },
          { lists: ['b'], count: 2 },
        ],
      },
      'x',
    )
    const { reasons, verdict } = await estimate(apart)
    expect([verdict, ...reasons.map(({ code }) => code)]).toEqual(['refuse', 'estimate.no-overlap'])
  })

  it('never breaks down on a sparse table, and never holds what is no number', async () => {
    await fc.assert(
      fc.asyncProperty(smallSparseCase, async ({ table }) => {
        const cells = [...table.counts.entries()]
          .filter(([, count]) => count > 0)
          .map(([mask, count]) => ({ lists: listsOf(table.lists, mask), of: {}, count }))
        const file = { id: 'sparse', title: null, lists: table.lists, attributes: [], cells }
        const report = await estimate(file, { resamples: 5 })
        expect(everyNumber(report).every(Number.isFinite)).toBe(true)
        for (const { estimate: found, check } of report.models) {
          if (found !== null) expect(found).toBeGreaterThanOrEqual(table.observed - 1e-6)
          if (check !== null && check !== 0) expect(found).toBeNull()
        }
        expect(report.verdict === 'refuse').toBe(report.reasons.length > 0)
      }),
      { numRuns: 30 },
    )
  })
})
