import { describe, expect, it } from 'vitest'
import {
  digamma,
  logFactorial,
  logGamma,
  normalBelow,
  normalQuantile,
  poissonAtLeast,
  poissonAtMost,
  poissonLogChance,
} from '../../src/estimates/distributions.ts'

/** Differences as a share of what is expected. */
function expectClose(value: number, expected: number, share = 1e-12): void {
  expect(Math.abs(value / expected - 1)).toBeLessThan(share)
}

describe('the normal law', () => {
  // Abramowitz and Stegun, table 26.2, and erfc of the C library.
  it.each([
    [0.1, 0.539827837277029],
    [0.67, 0.7485711049046899],
    [1, 0.8413447460685429],
    [3, 0.9986501019683699],
    [-3, 0.001349898031630094],
    [-5.7, 5.990371401063533e-9],
    [-8, 6.22096057427182e-16],
    [-20, 2.7536241186061556e-89],
  ])('has the chance below %d that tables have', (z, chance) => {
    expectClose(normalBelow(z), chance)
  })

  // Values that Wichura (1988) prints as a check.
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
  ])('has the quantile of %d that its author printed', (chance, z) => {
    expectClose(normalQuantile(chance), z)
  })

  it('finds back what it makes', () => {
    for (const z of [-7, -3.3, -1, -0.2, 0.4, 2, 5]) {
      expect(normalQuantile(normalBelow(z))).toBeCloseTo(z, 8)
    }
    expect(normalQuantile(0.5)).toBe(0)
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
  })
})

describe('the Poisson law', () => {
  // Summed with 50 decimal digits.
  it.each([
    [2, 3, 0.42319008112684353, 0.8008517265285442],
    [10, 3, 0.9997076630493527, 0.0011024881301154798],
    [80, 100, 0.0226491766422556, 0.9825486774837247],
    [1000, 1200, 1.553146982114222e-9, 0.9999999987118394],
  ])('has the tails of %d at a mean of %d', (n, mean, atMost, atLeast) => {
    expectClose(poissonAtMost(n, mean), atMost)
    expectClose(poissonAtLeast(n, mean), atLeast)
  })

  it('is certain at the ends and with a mean of nobody', () => {
    expect([poissonAtLeast(0, 5), poissonAtMost(-1, 5)]).toEqual([1, 0])
    expect([poissonAtMost(0, 0), poissonAtLeast(1, 0)]).toEqual([1, 0])
    expect([poissonLogChance(0, 0), poissonLogChance(2, 0)]).toEqual([0, -Infinity])
  })
})

describe('the gamma function', () => {
  it('continues factorials', () => {
    for (const n of [1, 2, 17, 19, 20, 21, 300, 5000]) {
      const known = logFactorial(n)
      expect(Math.abs(logGamma(n + 1) - known)).toBeLessThan(1e-14 * (1 + known))
    }
    expectClose(logGamma(0.5), Math.log(Math.PI) / 2)
  })

  it('has the slope that sums of 1/n have', () => {
    const sum = Array.from({ length: 400 }, (_, at) => 1 / (at + 1)).reduce((all, one) => all + one)
    expectClose(digamma(1), -0.5772156649015329)
    expectClose(digamma(0.5), -0.5772156649015329 - 2 * Math.LN2)
    expectClose(digamma(401), -0.5772156649015329 + sum)
  })
})

describe('logarithms of factorials', () => {
  it.each([
    [0, 0],
    [10, 15.104412573075516],
    [255, 1161.7121011184006],
    [256, 1167.2572785628806],
    [1_000_000, 12815518.384658169],
  ])('has ln(%d!)', (n, value) => {
    expect(logFactorial(n)).toBeCloseTo(value, 8)
  })

  it('goes on without a step where the series begins', () => {
    const step = logFactorial(256) - logFactorial(255)
    expect(step).toBeCloseTo(Math.log(256), 11)
  })
})
