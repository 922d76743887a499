import { describe, expect, it } from 'vitest'
import { perturbedBelow, perturbedFrom, perturbedTo } from '../../src/release/perturbation-table.ts'

const counts = Array.from({ length: 60 }, (_, at) => at)

describe('what the noise of mode cellkey can do', () => {
  it('gives each value from exactly the counts of its range', () => {
    for (let value = 5; value < 50; value++) {
      const from = counts.filter((count) => perturbedTo(count).includes(value))
      const { low, high } = perturbedFrom(value)
      expect(from).toEqual(counts.slice(low, high + 1))
    }
  })

  it('takes exactly the counts below a limit below a threshold', () => {
    for (let threshold = 3; threshold < 40; threshold++) {
      const from = counts.filter((count) => perturbedTo(count).some((value) => value < threshold))
      expect(from).toEqual(counts.slice(0, perturbedBelow(threshold)))
    }
    // Below 5 there is only nought, and 5 can become it.
    expect(perturbedBelow(5)).toBe(6)
    expect(perturbedBelow(20)).toBe(25)
  })
})
