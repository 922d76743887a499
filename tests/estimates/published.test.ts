import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedEstimate } from '../../src/estimates/published.ts'

const report = {
  verdict: 'publish',
  headline: 'stepwise',
  reasons: [],
  warnings: [{ about: 'change', what: 'Read this.' }],
  selected: [
    { selector: 'stepwise', model: '[12,3]', estimate: 6496.0087, lower: 2543.1, upper: 16317.6 },
  ],
} as const

describe('the form in which an estimate is published', () => {
  it('has three digits, limits outwards, warnings, and no model', () => {
    const published = publishedEstimate(report)
    expect(published).toEqual({
      verdict: 'publish',
      estimates: [{ method: 'stepwise', estimate: 6500, lower: 2540, upper: 16400 }],
      headline: 'stepwise',
      reasons: [],
      warnings: report.warnings,
      digits: 3,
    })
    expect(JSON.stringify(published)).not.toContain('[12,3]')
  })

  it('has fewer digits where they are asked for, and never more than three', () => {
    const [coarse] = publishedEstimate(report, 1).estimates
    expect(coarse).toMatchObject({ estimate: 6000, lower: 2000, upper: 20000 })
    expect(publishedEstimate(report, 9).digits).toBe(3)
  })

  it('has no figure at all where the verdict is to refuse', () => {
    const reasons = [{ code: 'estimate.few-overlaps', what: 'Too few.' }]
    const refused = publishedEstimate({ ...report, verdict: 'refuse', reasons })
    expect(refused).toMatchObject({ verdict: 'refuse', estimates: [], headline: null, reasons })
  })

  it('leaves out what has no interval', () => {
    const selected = [{ ...report.selected[0], lower: null, upper: null }]
    expect(publishedEstimate({ ...report, selected }).estimates).toEqual([])
  })

  it('keeps the exact limits within the rounded ones, whatever they are', () => {
    const value = fc.double({ min: 1, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(value, value, fc.integer({ min: 1, max: 3 }), (one, other, digits) => {
        const [lower, upper] = [Math.min(one, other), Math.max(one, other)]
        const selected = [{ selector: 's', model: null, estimate: one, lower, upper }]
        const [rounded] = publishedEstimate({ ...report, selected }, digits).estimates
        expect(rounded?.lower).toBeLessThanOrEqual(lower * (1 + 1e-8))
        expect(rounded?.upper).toBeGreaterThanOrEqual(upper * (1 - 1e-8))
        const figure = String(rounded?.estimate).replace(/0+$/, '')
        expect(figure.length).toBeLessThanOrEqual(digits + (one < 10 ** digits ? 1 : 0))
      }),
    )
  })
})
