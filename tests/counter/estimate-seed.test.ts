import { describe, expect, it } from 'vitest'
import { estimateSeed } from '../../src/counter/estimate-seed.ts'

describe('estimateSeed', () => {
  it('is the same for whoever has the manifest, and another for another round', () => {
    expect(estimateSeed('A'.repeat(43))).toBe(estimateSeed('A'.repeat(43)))
    expect(estimateSeed('A'.repeat(43))).not.toBe(estimateSeed(`B${'A'.repeat(42)}`))
    expect(estimateSeed('A'.repeat(43))).toBe(2_818_984_740)
  })
})
