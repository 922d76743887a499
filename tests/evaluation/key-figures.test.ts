import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFigures } from '../../src/evaluation/key-figures.ts'
import { keyList } from '../../src/evaluation/keyed-list.ts'
import { onlyKeys } from '../../src/matching/fewer-keys.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { record } from './labelled-sets.ts'

const givenDate = onlyKeys(recipeNamed('catalogue/1 without sex country'), ({ id }) => id === 'K14')

const names = ['Anna', 'Boris', 'Cecilia', 'Dmitri', 'Fatima']

describe('keyFigures', () => {
  it('counts a pair once, however many of its values it shares', () => {
    const name = fc.subarray(names, { maxLength: 4 })
    const person = fc.record({ given: name, entity: fc.constantFrom('a', 'b', 'c') })
    const list = fc.array(person, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(list, list, (one, other) => {
        const all = [...one, ...other]
        let [linked, correct] = [0, 0]
        for (const [at, { given, entity }] of all.entries()) {
          for (const before of all.slice(0, at)) {
            if (!before.given.some((word) => given.includes(word))) continue
            linked++
            if (before.entity === entity) correct++
          }
        }
        const lists = [one, other].map((records, at) => ({
          name: String(at),
          records: records.map(({ given, entity }) =>
            record(entity, { given_names: given.join(' '), birth_date: '1990-03-04' }),
          ),
        }))
        const keyed = lists.map((part) => keyList(part, givenDate))
        const built = all.filter(({ given }) => given.length > 0).length / all.length
        expect(keyFigures(keyed, givenDate)).toMatchObject([{ id: 'K14', linked, correct, built }])
      }),
      { numRuns: 40 },
    )
  })

  it('counts tokens that thousands share without listing pairs', () => {
    const records = Array.from({ length: 4000 }, (_, at) =>
      record(String(at >> 1), { given_names: 'Anna', birth_date: '1990-03-04' }),
    )
    const [figures] = keyFigures([keyList({ name: 'long', records }, givenDate)], givenDate)
    expect(figures).toMatchObject({ linked: 7_998_000, correct: 2000, recall: 1 })
  })
})
