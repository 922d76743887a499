import { expect, it } from 'vitest'
import { PostcodeCounts } from '../../src/matching/crowded-postcodes.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'

const recipe = recipeNamed('full/1')
const at = (name: string) => recipe.slots.findIndex((slot) => slot.id === name)
const { person } = readPerson(
  {
    given_names: 'Anna',
    surname: 'Visser',
    birth_date: '1990-03-04',
    sex: 'F',
    postcode: '1234 AB',
    house_number: '5',
  },
  '2026-01-01',
)

function keysAmong(records: number) {
  const postcodes = new PostcodeCounts()
  for (let record = 0; record < records; record++) postcodes.add(person.postcode)
  postcodes.add(undefined)
  return keysOf(postcodes.marked(person), recipe)
}

it('lets date and postcode alone name nobody where more than twenty records share the postcode', () => {
  expect(keysAmong(20)).toEqual(keysOf(person, recipe))
  const crowded = keysAmong(21)
  expect(crowded[at('date-postcode')]).toBeNull()
  expect(crowded[at('sounds-address')]).toEqual(keysAmong(20)[at('sounds-address')])
})

it('leaves who has no postcode as it is', () => {
  const nowhere = { ...person, postcode: undefined }
  expect(new PostcodeCounts().marked(nowhere)).toBe(nowhere)
})
