import { describe, expect, it } from 'vitest'
import { type Figure, isMet } from '../../src/bench/figure.ts'
import { measure, median } from '../../src/bench/measure.ts'
import { formatFigures } from '../../src/bench/table.ts'

const figure: Figure = {
  name: 'mix',
  value: 0.9,
  unit: 'of the time',
  yardstick: 'bare calls',
  goal: { limit: 0.9, kind: 'at-least' },
  detail: { rows: 128, operations: 'one of each' },
}

it('takes the middle of an odd number of values and the mean of two of an even number', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 6])).toBe(5.5)
  expect(median([])).toBeNaN()
})

it('measures processor time of work that keeps a core busy', async () => {
  const { wallMs, cpuMs } = await measure(() => {
    const end = performance.now() + 20
    while (performance.now() < end);
  })
  expect(wallMs).toBeGreaterThanOrEqual(20)
  expect(cpuMs).toBeGreaterThan(0)
})

it('meets a goal at its very limit, from the right side only', () => {
  expect(isMet(figure)).toBe(true)
  expect(isMet({ ...figure, value: 0.899 })).toBe(false)
  const most = { limit: 64, kind: 'at-most' } as const
  expect(isMet({ ...figure, value: 64, goal: most })).toBe(true)
  expect(isMet({ ...figure, value: 65, goal: most })).toBe(false)
  expect(isMet({ ...figure, value: Number.NaN })).toBe(false)
  expect(isMet({ ...figure, goal: null })).toBeNull()
})

describe('the table', () => {
  it('names figure, yardstick, counts and whether the goal is met', () => {
    const text = formatFigures([figure, { ...figure, name: 'open', value: 0.5 }], true)
    expect(text).toMatch(/^mix +0\.9 of the time \(goal: at least 0\.9; met\)$/m)
    expect(text).toMatch(/^open +0\.5 of the time \(goal: at least 0\.9; NOT met\)$/m)
    expect(text).toContain('against bare calls')
    expect(text).toMatch(/128 rows$/m)
  })

  it('judges nothing where it is told not to', () => {
    expect(formatFigures([{ ...figure, value: 0 }], false)).not.toContain('goal')
  })
})
