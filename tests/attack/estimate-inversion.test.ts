import { describe, expect, it } from 'vitest'
import { attackEstimate, invert } from '../../src/attack/estimate-inversion.ts'

/** Lincoln and Petersen's estimate of two lists of known sizes, rounded. */
function lincolnPetersen(base: number) {
  const publication = (_: string, m: number) =>
    m === 0 ? null : String(Math.round((200 * 300) / m / base) * base)
  const candidates = Array.from({ length: 201 }, (_, m) => m)
  return { counts: [{ id: 'overlap', candidates }], publication, published: publication('', 8) }
}

describe('an estimate turned back', () => {
  it('gives the overlap of two lists exactly, and also when it is rounded to 500', () => {
    expect(lincolnPetersen(1).published).toBe('7500')
    expect(invert(lincolnPetersen(1)).get('overlap')).toEqual([8])
    expect(invert(lincolnPetersen(500)).get('overlap')).toEqual([8])
    expect(attackEstimate(lincolnPetersen(500))).toEqual({
      check: 'estimate',
      passed: false,
      cells: 1,
      narrowest: 0,
      reason: 'A published estimate could be turned back into a count.',
    })
  })

  it('passes when five values or more are left', () => {
    expect(invert(lincolnPetersen(10_000)).get('overlap')).toEqual([5, 6, 7, 8, 9, 10, 11, 12])
    expect(attackEstimate(lincolnPetersen(10_000))).toMatchObject({
      passed: true,
      narrowest: 7,
      reason: null,
    })
  })

  it('tries a refusal to publish alike', () => {
    const counts = [{ id: 'overlap', candidates: [0, 1, 2, 3, 4, 5, 6] }]
    const publication = (_: string, value: number) => (value < 2 ? null : 'about 100')
    expect(attackEstimate({ counts, publication, published: null }).passed).toBe(false)
    expect(attackEstimate({ counts, publication, published: 'about 100' }).passed).toBe(true)
  })
})
