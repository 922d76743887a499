import { describe, expect, it } from 'vitest'
import { recipe } from '../../src/matching/recipe.ts'

describe('recipe r1', () => {
  it('is version 1 with four slots, each in a class of its own', () => {
    expect([recipe.id, recipe.version]).toEqual(['r1', 1])
    expect(new Set(recipe.slots.map((slot) => slot.class)).size).toBe(4)
    expect(
      recipe.slots.map(({ id, keyId, strength, unique }) => ({ id, keyId, strength, unique })),
    ).toEqual([
      { id: 'bsn', keyId: 'K01', strength: 'strong', unique: true },
      { id: 'vnumber', keyId: 'K02', strength: 'strong', unique: true },
      { id: 'letters', keyId: 'K04', strength: 'strong', unique: false },
      { id: 'sounds', keyId: 'K05', strength: 'soft', unique: false },
    ])
  })
})
