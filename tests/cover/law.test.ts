import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawCover, type Law, makeLaw, weightOf } from '../../src/cover/law.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'

const parameters = { epsilon: 1, delta: 0.000001, changedBins: 2 }
const law = makeLaw(parameters)

const chance = (one: Law, z: number) => Number(weightOf(one, z)) / Number(one.total)
const numbers = (one: Law) => Array.from({ length: 2 * one.m + 1 }, (_, z) => z)

/** u as 16 bytes, big-endian. */
function bytesOf(u: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(u.toString(16).padStart(32, '0'), 'hex'))
}

/** e^x to 60 digits from its series, in a way of its own: a fraction of two whole numbers. */
function exponential(numerator: bigint, denominator: bigint): { top: bigint; bottom: bigint } {
  const bottom = 10n ** 80n
  let [term, sum] = [bottom, bottom]
  for (let n = 1n; n < 200n; n++) {
    term = (term * numerator) / (denominator * n)
    sum += term
  }
  return { top: sum, bottom }
}

describe('the law of the cover', () => {
  it('has the published middle and spread at epsilon 1 and delta one in a million', () => {
    const variance = numbers(law).reduce((sum, z) => sum + chance(law, z) * (z - law.m) ** 2, 0)
    expect(law.m).toBe(27)
    expect(Math.sqrt(variance)).toBeCloseTo(2.799, 3)
  })

  it('has this table', () => {
    expect(law.weights.slice(0, 3)).toEqual([
      18446744073709551616n,
      11188515852577165300n,
      6786177901268885275n,
    ])
    expect(law.weights.at(-1)).toBe(25289731402055n)
    expect(law.total).toBe(75317759769154993608n)
  })

  it('takes the smallest middle at which the ends are rare enough', () => {
    fc.assert(
      fc.property(laws, ({ epsilon, delta, changedBins }) => {
        const made = makeLaw({ epsilon, delta, changedBins })
        const wider = made.weights.slice(0, -1)
        const total = wider.reduce((sum, weight, d) => sum + (d === 0 ? weight : 2n * weight), 0n)
        expect(changedBins * chance(made, 0)).toBeLessThanOrEqual(delta)
        expect((changedBins * Number(wider.at(-1))) / Number(total)).toBeGreaterThan(delta)
      }),
    )
  })

  it('keeps neighbouring weights within the factor exactly, in whole numbers', () => {
    fc.assert(
      fc.property(laws, ({ thousandths, changedBins, ...rest }) => {
        const made = makeLaw({ changedBins, ...rest })
        const { top, bottom } = exponential(BigInt(thousandths), 1000n * BigInt(changedBins))
        for (const z of numbers(made).slice(1)) {
          const [one, next] = [weightOf(made, z - 1), weightOf(made, z)]
          const [large, small] = one > next ? [one, next] : [next, one]
          // top / bottom is below e^(ε/b): if even that is not exceeded, the bound holds.
          expect(large * bottom <= small * top).toBe(true)
        }
      }),
    )
  })

  const laws = fc
    .record({
      thousandths: fc.integer({ min: 100, max: 10_000 }),
      zeros: fc.integer({ min: 2, max: 11 }),
      changedBins: fc.constantFrom(2, 4, 6, 10),
    })
    .map(({ thousandths, zeros, changedBins }) => ({
      thousandths,
      epsilon: thousandths / 1000,
      delta: Number(`1e-${zeros}`),
      changedBins,
    }))

  it('refuses parameters that promise nothing or cost too much', () => {
    for (const wrong of [{ epsilon: 0 }, { epsilon: 11 }, { delta: 0.5 }, { delta: 0 }]) {
      const problem = refusal(() => makeLaw({ ...parameters, ...wrong }))
      expect(problem.code).toBe('cover.parameters')
      expect(problem.message).toContain(Object.keys(wrong)[0])
    }
    expect(refusal(() => makeLaw({ ...parameters, delta: Number.NaN })).code).toBe(
      'cover.parameters',
    )
  })
})

describe('a draw from the law', () => {
  it('turns exactly as many numbers u into z as z weighs', () => {
    let sum = 0n
    for (const z of numbers(law)) {
      const first = sum
      sum += weightOf(law, z)
      expect(drawCover(law, scriptedRandom(bytesOf(first)).random)).toBe(z)
      expect(drawCover(law, scriptedRandom(bytesOf(sum - 1n)).random)).toBe(z)
    }
    expect(sum).toBe(law.total)
  })

  it('begins again at each multiple of the total, and passes over what is left at the end', () => {
    const whole = (1n << 128n) / law.total
    expect(drawCover(law, scriptedRandom(bytesOf(law.total * 5n)).random)).toBe(0)
    expect(drawCover(law, scriptedRandom(bytesOf(law.total * whole - 1n)).random)).toBe(54)
    const over = new Uint8Array([...bytesOf(law.total * whole), ...bytesOf(law.total / 2n)])
    const script = scriptedRandom(over)
    expect(drawCover(law, script.random)).toBe(27)
    expect(script.left()).toBe(0)
  })

  it('has the shares of the law in a long run', () => {
    const random = seededRandom('cover law')
    const draws = 20_000
    const seen = new Map<number, number>()
    for (let n = 0; n < draws; n++) {
      const z = drawCover(law, random)
      seen.set(z, (seen.get(z) ?? 0) + 1)
    }
    // Six standard deviations: once in 500 million for each number.
    for (const z of numbers(law)) {
      const mean = draws * chance(law, z)
      expect(Math.abs((seen.get(z) ?? 0) - mean)).toBeLessThanOrEqual(6 * Math.sqrt(mean) + 1)
    }
  })
})
