import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthPrefixed, toHex, utf8 } from '../../src/base/bytes.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'
import { sharedAddresses } from '../../src/matching/shared-addresses.ts'

const today = '2026-03-15'
const recipe = recipeNamed('short/1')
const person = {
  record_id: 'A1',
  bsn: '123456782',
  v_number: '2801234567',
  given_names: 'Inge Maria',
  prefix: 'van',
  surname: 'Dongen',
  birth_date: '1992-08-09',
  sex: 'V',
}

function keysBySlot(fields: Record<string, string>): Record<string, string | null> {
  const keys = keysOf(readPerson(fields, today).person, recipe)
  return Object.fromEntries(
    recipe.slots.map((slot, at) => [slot.id, keys[at] ? toHex(keys[at]) : null]),
  )
}

const canonical = (...fields: string[]) =>
  toHex(lengthPrefixed(...fields.map((field) => utf8(field))))

describe('readPerson', () => {
  it('builds the four keys of the recipe as length-prefixed fields', () => {
    expect(keysBySlot(person)).toEqual({
      bsn: canonical('123456782'),
      vnumber: canonical('2801234567'),
      letters: canonical('aadeeggiimnnnor', '1992-08-09', 'F'),
      sounds: canonical('eng tngn', '1992-08-09', 'F'),
    })
  })

  it('finds nothing in a record that is in order', () => {
    expect(readPerson(person, today).findings).toEqual([])
  })

  it('takes an address that many share for none, and says so once', () => {
    const fields = { ...person, postcode: '1234 AB', house_number: '5-12' }
    const read = readPerson(fields, today, sharedAddresses(['1234AB 5']))
    expect(read.findings).toEqual([{ code: 'address.shared', column: 'postcode' }])
    const full = recipeNamed('full/1')
    const withAddress = ['K09', 'K18', 'K19', 'K20']
    const built = (one: typeof read.person) =>
      keysOf(one, full).flatMap((key, at) => (key === null ? [] : [full.slots[at]?.keyId]))
    expect(built(readPerson(fields, today).person)).toEqual(expect.arrayContaining(withAddress))
    expect(built(read.person).filter((id) => withAddress.includes(id ?? ''))).toEqual([])
    expect(built(read.person)).toContain('K04')
    const other = readPerson({ ...fields, house_number: '6' }, today, sharedAddresses(['1234AB 5']))
    expect([other.findings, other.person.house]).toEqual([[], '6|'])
  })

  it('builds no key and finds nothing for a record without fields', () => {
    const { person: nobody, findings } = readPerson({}, today)
    expect([keysOf(nobody, recipe), findings]).toEqual([[null, null, null, null], []])
  })

  it.each([
    ['the date is partial', { birth_date: '1992-08-00' }],
    ['the date is 1 January', { birth_date: '1992-01-01' }],
    ['the date is 31 December', { birth_date: '1992-12-31' }],
    ['the date is impossible', { birth_date: '1992-02-31' }],
    ['the date is empty', { birth_date: '' }],
  ])('builds neither letters nor sounds when %s', (_why, change) => {
    expect(keysBySlot({ ...person, ...change })).toMatchObject({ letters: null, sounds: null })
  })

  it.each([
    ['there is one name word', { given_names: '', surname: 'Dongen' }],
    ['the surname repeats the given name', { given_names: 'Mohammad', surname: 'Mohamad' }],
    ['there are fewer than 5 letters', { given_names: 'An', surname: 'Li' }],
    ['the names are placeholders', { given_names: 'onbekend', surname: 'N.N.' }],
  ])('builds no letters when %s', (_why, change) => {
    expect(keysBySlot({ ...person, ...change }).letters).toBeNull()
  })

  it.each([
    ['the sex is not known', { sex: 'X' }],
    ['the sex is not understood', { sex: '7' }],
    ['the first name is an initial', { given_names: 'I.M.' }],
    ['there is no surname', { surname: '' }],
  ])('builds no sounds when %s', (_why, change) => {
    expect(keysBySlot({ ...person, ...change }).sounds).toBeNull()
  })

  it('names code and column of what it finds', () => {
    const record = {
      bsn: '123456789',
      v_number: '28',
      given_names: 'FNU',
      surname: '-',
      birth_date: '01-01-1992',
      sex: 'q',
    }
    expect(readPerson(record, today).findings).toEqual([
      { code: 'bsn.check-failed', column: 'bsn' },
      { code: 'vnumber.form', column: 'v_number' },
      { code: 'placeholder', column: 'given_names' },
      { code: 'placeholder', column: 'surname' },
      { code: 'birth-date.stand-in', column: 'birth_date' },
      { code: 'sex.form', column: 'sex' },
    ])
  })

  it('gives letters and sounds that do not depend on which field holds which name', () => {
    const turned = { ...person, given_names: 'Dongen', surname: 'Inge' }
    const straight = { ...person, given_names: 'Inge', surname: 'van Dongen' }
    expect(keysBySlot(turned)).toEqual(keysBySlot(straight))
  })
})

const nameWord = fc.string({
  unit: fc.constantFrom(...'aeiouybdfghjklmnprstéüçñåø'),
  minLength: 2,
  maxLength: 9,
})
const name = fc.array(nameWord, { minLength: 1, maxLength: 3 })

describe('canonical key bytes', () => {
  it('are the same under case, marks, blanks and the order of words', () => {
    fc.assert(
      fc.property(
        name,
        name,
        fc.constantFrom(' ', '  ', '-', '\u00a0'),
        (given, surname, between) => {
          const plain = { ...person, given_names: given.join(' '), surname: surname.join(' ') }
          const varied = {
            ...plain,
            bsn: ' 1234.56.782',
            given_names: ` ${given.map((word) => word.toUpperCase()).join(between)} `,
            surname: surname.join(between).normalize('NFD').replace(/\p{M}/gu, ''),
          }
          expect(keysBySlot(varied)).toEqual(keysBySlot(plain))
          const turned = { ...plain, given_names: plain.surname, surname: plain.given_names }
          expect(keysBySlot(turned).letters).toBe(keysBySlot(plain).letters)
          const backwards = { ...plain, given_names: given.toReversed().join(' ') }
          expect(keysBySlot(backwards).letters).toBe(keysBySlot(plain).letters)
        },
      ),
    )
  })

  it('differ between birth dates', () => {
    const later = keysBySlot({ ...person, birth_date: '1992-08-10' })
    expect(later.letters).not.toBe(keysBySlot(person).letters)
    expect(later.sounds).not.toBe(keysBySlot(person).sounds)
  })
})

describe('findings', () => {
  it('never hold a value, whatever the fields hold', () => {
    const canary = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `Kanarie${text}7391`)
    fc.assert(
      fc.property(canary, canary, canary, (a, b, c) => {
        const fields = { bsn: a, v_number: b, given_names: c, surname: a, birth_date: b, sex: c }
        const found = JSON.stringify(readPerson(fields, today).findings)
        expect(found).toContain('bsn.form')
        expect(found).not.toMatch(/kanarie|7391/i)
      }),
    )
  })
})
