import { expect, it } from 'vitest'
import { columnsOf, filled } from '../../src/matching/key-columns.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'

const full = recipeNamed('full/1')

it('names the columns without which a key is never made', () => {
  const columns = Object.fromEntries(
    full.keys.map((key) => [key.id, columnsOf(key, full).join(' ')]),
  )
  expect(columns).toEqual({
    K01: 'bsn',
    K02: 'v_number',
    K03: 'other_number other_number_kind other_number_issuer',
    K04: 'given_names surname birth_date sex',
    K05: 'given_names surname birth_date sex',
    K06: 'given_names surname birth_date sex',
    K09: 'birth_date sex postcode',
    K18: 'given_names surname sex postcode house_number',
    K08: 'given_names surname birth_date sex',
    K14: 'given_names birth_date sex country_of_birth',
    K15: 'surname birth_date sex country_of_birth',
    K19: 'given_names surname postcode',
    K13: 'given_names surname birth_date sex country_of_birth',
    K20: 'birth_date sex house_number',
  })
})

it('does not ask for a field that the agreement leaves out', () => {
  const without = recipeNamed('full/1 without sex country')
  const given = without.keys.find(({ id }) => id === 'K14')!
  expect(columnsOf(given, without)).toEqual(['given_names', 'birth_date'])
})

it('fills one column and leaves the others as they are', () => {
  const { person } = readPerson({ given_names: 'Inge', surname: 'Dongen', sex: 'F' }, '2020-01-01')
  const better = filled(person, ['birth_date'])
  expect(better).toEqual({ ...person, birthDate: better.birthDate })
  const has = (one: typeof person) =>
    keysOf(one, full).some((key, at) => key !== null && full.slots[at]?.keyId === 'K04')
  expect([has(person), has(better)]).toEqual([false, true])
  expect(has(filled({ ...better, names: [] }, ['given_names']))).toBe(false)
  expect(has(filled({ ...better, names: [] }, ['given_names', 'surname']))).toBe(true)
})
