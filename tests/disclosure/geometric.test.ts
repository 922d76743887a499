import { describe, expect, it } from 'vitest'
import { drawGeometric } from '../../src/disclosure/geometric.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'

/** P(z) of the two-sided geometric law with P(z + 1) / P(z) = exp(−s/t). */
function law(z: number, s: number, t: number): number {
  const ratio = Math.exp(-s / t)
  return ((1 - ratio) / (1 + ratio)) * ratio ** Math.abs(z)
}

function draws(s: number, t: number, times: number): number[] {
  const random = seededRandom(`geometric ${s}/${t}`)
  return Array.from({ length: times }, () => drawGeometric(s, t, random))
}

describe('noise of the two-sided geometric law', () => {
  // 99.9 % points of chi-square with so many degrees of freedom
  it.each([
    [500, 2000, 8, 39.25],
    [1000, 2000, 6, 32.91],
    [3000, 2000, 2, 18.47],
    [1, 1, 3, 22.46],
  ])('is drawn as the law says, scale 2000/%i', (s, t, most, limit) => {
    const times = 4000
    const drawn = draws(s, t, times)
    const cells = Array.from({ length: 2 * most + 1 }, (_, at) => at - most)
    const inside = cells.map((z) => ({
      seen: drawn.filter((one) => one === z).length,
      due: times * law(z, s, t),
    }))
    const rest = {
      seen: times - inside.reduce((sum, { seen }) => sum + seen, 0),
      due: times - inside.reduce((sum, { due }) => sum + due, 0),
    }
    const all = rest.due > 0.5 ? [...inside, rest] : inside
    const square = all.reduce((sum, { seen, due }) => sum + (seen - due) ** 2 / due, 0)
    expect(square).toBeLessThan(limit)
    expect(Math.abs(drawn.reduce((sum, z) => sum + z, 0) / times)).toBeLessThan(0.5)
  })

  it('is the same for the same random bytes, and uses nothing else', () => {
    expect(draws(500, 2000, 20)).toEqual(draws(500, 2000, 20))
    expect(new Set(draws(500, 2000, 20)).size).toBeGreaterThan(3)
  })

  it('passes over random numbers that would favour small ones, and over minus nothing', () => {
    // 2^48 − 1 lies above the largest multiple of t = 3, so it is drawn again
    const { random, left } = scripted([2 ** 48 - 1, ...nothing, 1, ...nothing, 0])
    expect(drawGeometric(1, 3, random)).toBe(0)
    expect(left()).toBe(0)
  })
})

/** u = 0, kept at once; no whole unit, as 0 < 1 and then not 1 < 1; the sign follows. */
const nothing = [0, 0, 0, 1]

/** Each number as six bytes; fails loudly when one more is asked for. */
function scripted(numbers: readonly number[]) {
  const bytes = numbers.flatMap((one) =>
    Array.from({ length: 6 }, (_, at) => Math.floor(one / 256 ** (5 - at)) % 256),
  )
  return scriptedRandom(new Uint8Array(bytes))
}
