import { expect, it } from 'vitest'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'
import { sharedAddresses } from '../../src/matching/shared-addresses.ts'
import { KeyTally } from '../../src/node/key-tally.ts'

const recipe = recipeNamed('full/1')
const whole = {
  bsn: '123456782',
  given_names: 'Inge',
  surname: 'Dongen',
  birth_date: '1992-08-09',
  sex: 'F',
  country_of_birth: 'NL',
  postcode: '2345 CD',
  house_number: '7',
}
const columns = Object.keys(whole)

function coverage(changes: readonly Partial<typeof whole>[], has: readonly string[] = columns) {
  const tally = new KeyTally(recipe, new Set(has))
  for (const change of changes) {
    const fields = { ...whole, ...change }
    const { person, findings } = readPerson(fields, '2020-01-01', sharedAddresses(['9999 ZY']))
    tally.add({ fields, person, findings, keys: keysOf(person, recipe) })
  }
  return tally.get()
}

const nothing = {
  ...{ bsn: '', given_names: '', surname: '', birth_date: '' },
  ...{ postcode: '', house_number: '' },
}

it('counts a record once for each key, whatever number of slots it fills', () => {
  const found = coverage([{}, { given_names: 'Inge Maria' }, { bsn: '' }])
  const records = Object.fromEntries(found.keys.map((key) => [key.id, key.records]))
  expect(records).toMatchObject({ K01: 2, K02: 0, K04: 3, K14: 3, K18: 3 })
  expect(found).toMatchObject({ records: 3, withNumber: 2, withoutNameKey: 0, withoutKey: 0 })
  const undated = coverage([{ bsn: '', birth_date: '' }]).keys.filter((key) => key.records > 0)
  expect(undated.map(({ id }) => id)).toEqual(['K18', 'K19'])
})

it('counts records without a name key, and without any', () => {
  expect(coverage([{}, { ...nothing, bsn: whole.bsn }, nothing])).toMatchObject({
    records: 3,
    withNumber: 2,
    withoutNameKey: 2,
    withoutKey: 1,
  })
})

it('says which keys the columns of the export cannot fill', () => {
  const missing = (has: readonly string[]) =>
    Object.fromEntries(
      coverage([nothing], has)
        .keys.filter((key) => key.missing.length > 0)
        .map((key) => [key.id, key.missing]),
    )
  expect(missing(columns)).toEqual({
    K02: ['v_number'],
    K03: ['other_number', 'other_number_kind', 'other_number_issuer'],
  })
  expect(missing(columns.filter((one) => one !== 'house_number'))).toMatchObject({
    K18: ['house_number'],
    K20: ['house_number'],
  })
})

it('takes a key that was made for one that can be made, from a whole name in one column', () => {
  const fields = { ...whole, given_names: '', surname: 'Inge Dongen' }
  const has = columns.filter((one) => one !== 'given_names')
  const letters = coverage([fields], has).keys.find(({ id }) => id === 'K04')
  expect(letters).toMatchObject({ records: 1, missing: [] })
})

it('ranks columns by the records that would gain a name key, and tells why each does not', () => {
  const address = { postcode: '', house_number: '' }
  const { mends, beyond } = coverage([
    { ...address, birth_date: '' },
    { ...address, birth_date: 'onbekend' },
    { ...address, birth_date: '1992-01-01' },
    { ...address, birth_date: '1992-02-31' },
    { ...address, sex: '' },
    nothing,
  ])
  expect(mends.slice(0, 2)).toEqual([
    {
      gain: 'name',
      columns: ['birth_date'],
      records: 4,
      reasons: { empty: 2, incomplete: 1, refused: 1 },
    },
    { gain: 'name', columns: ['sex'], records: 1, reasons: { empty: 1 } },
  ])
  // Nothing but sex is known of the last: date and postcode together would do.
  expect(mends.slice(2)).toEqual([
    { gain: 'name', columns: ['birth_date', 'postcode'], records: 1, reasons: {} },
  ])
  expect(beyond).toBe(0)
})

it('says of a column that the export has not that it is absent', () => {
  const has = columns.filter((one) => one !== 'sex')
  expect(coverage([{ sex: '' }], has).mends).toEqual([
    { gain: 'name', columns: ['sex'], records: 1, reasons: { absent: 1 } },
  ])
})

it('counts a number that is refused, and not one that is empty or stands for not known', () => {
  const { mends } = coverage([{ bsn: '123456789' }, { bsn: '' }, { bsn: '000000000' }])
  expect(mends).toEqual([{ gain: 'number', columns: ['bsn'], records: 1, reasons: { refused: 1 } }])
})

it('does not ask to mend an address that many share', () => {
  const { mends } = coverage([{ postcode: '9999 ZY', given_names: '', birth_date: '' }])
  expect(mends.map((mend) => mend.columns)).toEqual([['given_names', 'birth_date']])
})
