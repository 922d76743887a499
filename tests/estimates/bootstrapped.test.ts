import { describe, expect, it } from 'vitest'
import { intervalAt, trusted } from '../../src/estimates/bootstrapped.ts'

const cells = [
  { stratum: 0, mask: 1, count: 30 },
  { stratum: 0, mask: 3, count: 5 },
]
const leftOut = [
  [7, 99],
  [7, 110],
]
const resampled = Array.from({ length: 200 }, (_, at) => [null, at < 8 ? null : 50 + at / 2])

describe('the interval of a way', () => {
  it('is made from its own place of the replicates, and counts those that failed', () => {
    const found = intervalAt({ cells, leftOut, resampled }, 1, 100)
    expect(found).toMatchObject({ resamples: 200, failed: 8, method: 'bca' })
    expect(found?.lower).toBeGreaterThan(53)
    expect(found?.upper).toBeLessThan(150)
    expect(found?.acceleration).toBeLessThan(0)
  })

  it('is none where every resample failed', () => {
    expect(intervalAt({ cells, leftOut, resampled }, 0, 100)).toBeNull()
  })

  it('has no acceleration where a table without a person has no estimate', () => {
    const found = intervalAt(
      {
        cells,
        leftOut: [
          [7, 99],
          [7, null],
        ],
        resampled,
      },
      1,
      100,
    )
    expect(found).toMatchObject({ acceleration: null, fallback: 'no-acceleration' })
  })

  it('is trusted up to five failures in a hundred, and not above', () => {
    const found = intervalAt({ cells, leftOut, resampled }, 1, 100)
    if (found === null) throw new Error('no interval')
    expect(trusted({ ...found, failed: 10 })).not.toBeNull()
    expect(trusted({ ...found, failed: 11 })).toBeNull()
    expect(trusted(null)).toBeNull()
  })
})
