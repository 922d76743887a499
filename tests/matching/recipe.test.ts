import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { catalogue } from '../../src/matching/catalogue.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed, recipeNames } from '../../src/matching/recipe.ts'

const full = {
  bsn: '123456782',
  v_number: '2801234567',
  other_number: 'AB123456',
  other_number_kind: 'case',
  other_number_issuer: 'shelter',
  given_names: 'Inge Maria',
  prefix: 'van',
  surname: 'Dongen-Prins',
  birth_date: '1992-08-09',
  sex: 'V',
  country_of_birth: 'NL',
  postcode: '1234 AB',
  house_number: '5',
}

function keys(name: string, fields: Record<string, string>): Record<string, string | null> {
  const recipe = recipeNamed(name)
  const made = keysOf(readPerson(fields, '2026-03-15').person, recipe)
  return Object.fromEntries(
    recipe.slots.map(({ id }, at) => [id, made[at] ? toHex(made[at]) : null]),
  )
}

describe('recipes', () => {
  it('short/1 has numbers and the two keys of name and date, a slot each', () => {
    const { slots, widths } = recipeNamed('short/1')
    expect(slots.map(({ id, keyId, tier }) => [id, keyId, tier])).toEqual([
      ['bsn', 'K01', 1],
      ['vnumber', 'K02', 1],
      ['letters', 'K04', 2],
      ['sounds', 'K05', 2],
    ])
    expect(widths).toEqual([1, 1, 1, 1])
  })

  it('full/1 has spare slots for aliases and second spellings, in the same class', () => {
    const { slots } = recipeNamed('full/1')
    expect(slots).toHaveLength(18)
    const spare = slots.filter(({ id }) => id.endsWith('-2'))
    expect(spare.map(({ class: name }) => name)).toEqual([
      'letters',
      'sounds',
      'given-date',
      'surname-date',
    ])
    for (const { id, class: name, ...rest } of spare) {
      expect(slots.find((slot) => slot.id === name)).toEqual({ id: name, class: name, ...rest })
    }
  })

  it('are named with what they do without, and no other name is known', () => {
    for (const name of recipeNames) expect(recipeNamed(name).name).toBe(name)
    for (const name of [
      '',
      'r1/1',
      'full/1 without',
      'full/1 without country sex',
      'full/1 without age',
    ]) {
      expect(() => recipeNamed(name)).toThrow('recipe.unknown')
    }
  })

  it('every key of the catalogue is built from a full record, once it has what it needs', () => {
    const contact = { ...full, phone: '0612345678', email: 'inge@example.org' }
    const made = keys('catalogue/1', contact)
    const missing = catalogue.filter(({ name }) => made[name] === null).map(({ id }) => id)
    // K16 is for dates that may be assessed.
    expect(missing).toEqual(['K16'])
    expect(
      keys('catalogue/1', { ...full, birth_date: '1992-01-01' })['letters-stand-in'],
    ).not.toBeNull()
  })

  it('a key with sex or country needs them, unless the agreement leaves them out', () => {
    const sexless = { ...full, sex: 'X', country_of_birth: '' }
    const strict = keys('full/1', sexless)
    expect([strict.letters, strict.sounds, strict['given-date']]).toEqual([null, null, null])
    expect(strict['letters-postcode']).not.toBeNull()
    const open = keys('full/1 without sex country', sexless)
    expect(open).toEqual(keys('full/1 without sex country', full))
    expect(open.letters).not.toBeNull()
  })

  it('a key that is left shorter never meets the longer one: the recipe is hashed with it', () => {
    expect(recipeNamed('full/1 without sex').name).not.toBe(recipeNamed('full/1').name)
    expect(keys('full/1 without sex', full).sounds).not.toBe(keys('full/1', full).sounds)
  })

  it('an alias takes the spare slot and meets the registered name of another record', () => {
    const alias = { ...full, aliases: 'Ingeborg Smit' }
    const other = { ...full, given_names: 'Ingeborg', surname: 'Smit' }
    expect(keys('full/1', alias)['letters-2']).toBe(keys('full/1', other).letters)
    expect(keys('full/1', alias).letters).toBe(keys('full/1', full).letters)
  })

  it('a 1 January date makes no key that would join strangers by it', () => {
    const made = keys('full/1', { ...full, birth_date: '1992-01-01' })
    const dated = [
      'letters',
      'sounds',
      'sound-letters',
      'date-postcode',
      'first-letters',
      'given-date',
    ]
    expect(dated.map((name) => made[name])).toEqual(dated.map(() => null))
    expect(made['letters-year']).not.toBeNull()
  })
})
