import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perturb } from '../../src/disclosure/cell-key.ts'
import { perturbations, WEIGHTS } from '../../src/release/perturbation-table.ts'

const key = new Uint8Array(32).fill(7)
const cell = (count: number, name = 'A') => ({ lists: [name], of: {}, count })

describe('the perturbation table', () => {
  it('has on average nothing, variance 3 where that is possible, and at most 5', () => {
    perturbations.forEach((row, count) => {
      const moment = (power: number) =>
        row.reduce((sum, { noise, weight }) => sum + noise ** power * weight, 0)
      expect(BigInt(moment(0))).toBe(WEIGHTS)
      expect(moment(1)).toBe(0)
      const least = count > 0 && count < 5 ? count * (5 - count) : 3
      expect(moment(2) / Number(WEIGHTS)).toBeCloseTo(count === 0 ? 0 : least, 6)
      for (const { noise } of row) expect(Math.abs(noise)).toBeLessThanOrEqual(5)
    })
  })

  it('has the greatest entropy there is: logarithms of weights lie on a parabola', () => {
    for (const row of perturbations.slice(5)) {
      const points = row.map(({ noise, weight }) => [noise, Math.log(weight)] as const)
      const [one, two, three] = points.slice(-3) as [Point, Point, Point]
      for (const [x, y] of points) expect(parabola(one, two, three, x)).toBeCloseTo(y, 2)
    }
  })

  it('never gives 1 to 4, or less than nothing', () => {
    perturbations.forEach((row, count) => {
      for (const { noise } of row) {
        const told = count + noise
        expect(told === 0 || told >= 5).toBe(true)
      }
    })
  })
})

type Point = readonly [number, number]

/** Through three points (Lagrange). */
function parabola(a: Point, b: Point, c: Point, x: number): number {
  const term = (p: Point, q: Point, r: Point) =>
    (p[1] * (x - q[0]) * (x - r[0])) / ((p[0] - q[0]) * (p[0] - r[0]))
  return term(a, b, c) + term(b, c, a) + term(c, a, b)
}

describe('noise by the key of a cell', () => {
  it('is the same for the same persons, in whatever order they stand', () => {
    const cells = [cell(12), cell(9, 'B'), { lists: ['A', 'B'], of: { sex: 'F' }, count: 6 }]
    const other = [
      { ...cells[2], lists: ['B', 'A'], of: { sex: 'F' }, count: 6 },
      cells[1],
      cell(12),
    ]
    expect(perturb(cells, key)).toBe(perturb(other as typeof cells, key))
    expect(perturb([...cells, cell(0, 'C')], key)).toBe(perturb(cells, key))
  })

  it('differs with persons and with the key', () => {
    const counts = Array.from({ length: 40 }, (_, at) => at + 20)
    const noise = (secret: Uint8Array) =>
      counts.map((count) => perturb([cell(count)], secret) - count)
    expect(new Set(noise(key)).size).toBeGreaterThan(4)
    expect(noise(key)).not.toEqual(noise(new Uint8Array(32)))
  })

  it('is drawn by the weights, and nobody stays nobody', () => {
    expect(perturb([cell(0)], key)).toBe(0)
    const drawn = Array.from({ length: 3000 }, (_, at) => perturb([cell(40, `L${at}`)], key) - 40)
    const row = perturbations.at(-1) ?? []
    const square = row.reduce((sum, { noise, weight }) => {
      const due = (3000 * weight) / Number(WEIGHTS)
      return sum + (drawn.filter((one) => one === noise).length - due) ** 2 / due
    }, 0)
    // 99.9 % point, 10 degrees of freedom
    expect(square).toBeLessThan(29.59)
  })

  it('keeps every count within 5, and tells none of 1 to 4', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), (counts) => {
        const told = perturb(
          counts.map((count, at) => cell(count, `L${at}`)),
          key,
        )
        const exact = counts.reduce((sum, count) => sum + count, 0)
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(5)
        expect(told === 0 || told >= 5).toBe(true)
      }),
      { numRuns: 200, verbose: 1 },
    )
  })
})
