import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePairs, type PersonPair } from '../../src/evaluation/compare-pairs.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { readPairs } from '../../src/source/record-pairs.ts'
import { record } from './labelled-sets.ts'

const recipe = recipeNamed('full/1')

describe('comparePairs', () => {
  const anna = {
    ...{ given_names: 'Anna', surname: 'Jansen', birth_date: '1990-03-04' },
    ...{ sex: 'F', country_of_birth: 'NL' },
  }
  const pair = (
    about: Omit<PersonPair, 'sides'>,
    other: Readonly<Record<string, string>>,
  ): PersonPair => ({
    ...about,
    sides: [record('', anna).person, record('', { ...anna, ...other }).person],
  })
  const found = comparePairs(
    [
      pair({ id: 'A', origin: 'Dutch', difficulty: '1', same: true }, {}),
      pair({ id: 'B', origin: 'Dutch', difficulty: '2', same: true }, { birth_date: '1991-07-08' }),
      pair({ id: 'C', origin: 'Polish', difficulty: '2', same: false }, { surname: 'Janzen' }),
      pair({ id: 'D', origin: 'Polish', difficulty: '3', same: false }, { given_names: 'Petra' }),
    ],
    recipe,
  )

  it('counts joined pairs of one person and of two, in all and by difficulty and origin', () => {
    expect(found).toMatchObject({
      pairs: 4,
      same: { pairs: 2, joined: 1 },
      different: { pairs: 2, joined: 1 },
    })
    expect(Object.keys(found.perDifficulty)).toEqual(['1', '2', '3'])
    expect(found.perDifficulty['2']).toEqual({
      same: { pairs: 1, joined: 0 },
      different: { pairs: 1, joined: 1 },
    })
    expect(found.perOrigin.Dutch?.same).toEqual({ pairs: 2, joined: 1 })
  })

  it('names the pairs that were judged wrongly', () => {
    expect(found.missed).toEqual(['B'])
    expect(found.wronglyJoined).toEqual(['C'])
  })

  it('counts by key who shares it, joined or not', () => {
    const of = (id: string) => found.perKey.find((key) => key.id === id)
    expect(of('K04')).toMatchObject({ same: { joined: 1 }, different: { joined: 0 } })
    expect(of('K05')).toMatchObject({ same: { joined: 1 }, different: { joined: 1 } })
    expect(of('K01')).toMatchObject({ same: { joined: 0 }, different: { joined: 0 } })
    expect(of('K15')?.different.joined).toBe(2)
  })
})

describe('the usual recipe on name-variants.csv', () => {
  it('joins at least 40 of the 47 pairs of one person, and at most one of the 21 of two', async () => {
    const { pairs } = await readPairs(join(import.meta.dirname, '..', 'data', 'name-variants.csv'))
    const persons = pairs.map(({ sides: [one, other], ...about }): PersonPair => {
      return { ...about, sides: [record('', one).person, record('', other).person] }
    })
    const { same, different } = comparePairs(persons, recipe)
    expect([same.pairs, different.pairs]).toEqual([47, 21])
    expect(same.joined).toBeGreaterThanOrEqual(40)
    expect(different.joined).toBeLessThanOrEqual(1)
  })
})
