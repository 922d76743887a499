import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accelerationOf, bootstrapInterval, quantile8 } from '../../src/estimates/interval.ts'

const oneTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

describe('quantiles of type 8', () => {
  // R: quantile(1:10, c(0.025, 0.3, 0.5, 0.975), type = 8); quantile(c(1, 5, 6), 0.4, type = 8)
  it.each([
    [oneTo(10), 0.025, 1],
    [oneTo(10), 0.3, 3.4333333333333336],
    [oneTo(10), 0.5, 5.5],
    [oneTo(10), 0.975, 10],
    [[1, 5, 6], 0.4, 3.6666666666666665],
  ])('are those of R', (sorted, chance, value) => {
    expect(quantile8(sorted, chance)).toBeCloseTo(value, 12)
  })
})

describe('the interval from resamples', () => {
  const resampled = oneTo(999)

  it('is the percentile interval without bias and acceleration', () => {
    const { method, fallback, lower, upper, percentile, shareBelow } = bootstrapInterval(
      500.5 - 1e-3,
      oneTo(1000),
      0,
    )
    expect({ method, fallback, shareBelow }).toEqual({
      method: 'bca',
      fallback: null,
      shareBelow: 0.5,
    })
    expect(lower).toBeCloseTo(percentile.lower, 6)
    expect(upper).toBeCloseTo(percentile.upper, 6)
  })

  it('moves to the side where the resamples are few', () => {
    const low = bootstrapInterval(300, resampled, 0)
    expect(low.shareBelow).toBeCloseTo(0.3, 2)
    expect(low.lower).toBeLessThan(low.percentile.lower)
    expect(low.upper).toBeLessThan(low.percentile.upper)
  })

  it('moves up with a positive acceleration', () => {
    const still = bootstrapInterval(500, resampled, 0)
    const accelerated = bootstrapInterval(500, resampled, 0.05)
    expect(accelerated.lower).toBeGreaterThan(still.lower)
    expect(accelerated.upper).toBeGreaterThan(still.upper)
  })

  it('falls back to percentiles where all resamples lie on one side', () => {
    const above = bootstrapInterval(0.5, resampled, 0.01)
    expect(above).toMatchObject({ method: 'percentile', fallback: 'all-on-one-side' })
    expect(above.lower).toBe(above.percentile.lower)
    expect(bootstrapInterval(5000, resampled, 0.01).fallback).toBe('all-on-one-side')
  })

  it('falls back where the acceleration is unknown, or so large that the correction has no bound', () => {
    expect(bootstrapInterval(500, resampled, null).fallback).toBe('no-acceleration')
    expect(bootstrapInterval(500, resampled, 0.6).fallback).toBe('no-acceleration')
  })

  it('says when a limit rests on an extreme resample', () => {
    expect(bootstrapInterval(500, resampled, 0).extreme).toBe(false)
    expect(bootstrapInterval(60, resampled, 0).extreme).toBe(true)
  })

  it('holds equal estimates that differ in their last bits to be equal', () => {
    const same = [...oneTo(10).map((at) => 7 - at * 1e-12), 9]
    expect(bootstrapInterval(7, same, 0).shareBelow).toBe(0)
  })

  it('is a number, in order, within the resamples, whatever these are', () => {
    const estimates = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1 })
    const acceleration = fc.option(fc.double({ min: -1, max: 1, noNaN: true }))
    fc.assert(
      fc.property(
        estimates,
        acceleration,
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (values, a, one) => {
          const { lower, upper } = bootstrapInterval(one, values, a)
          expect(lower).toBeGreaterThanOrEqual(Math.min(...values))
          expect(upper).toBeLessThanOrEqual(Math.max(...values))
          expect(lower).toBeLessThanOrEqual(upper)
        },
      ),
    )
  })
})

describe('the acceleration', () => {
  it('weighs cells by their persons', () => {
    const single = [1, 1, 1, 4].map((estimate) => ({ estimate, count: 1 }))
    const counted = [
      { estimate: 1, count: 3 },
      { estimate: 4, count: 1 },
    ]
    expect(accelerationOf(counted)).toBeCloseTo(accelerationOf(single) ?? 0, 12)
    expect(accelerationOf(counted)).toBeLessThan(0)
  })

  it('is unknown where nobody changes the estimate', () => {
    expect(accelerationOf([{ estimate: 5, count: 8 }])).toBeNull()
    expect(accelerationOf([])).toBeNull()
  })
})
