import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthPrefixed, toHex, utf8 } from '../../src/base/bytes.ts'
import { keysOf } from '../../src/matching/match-key.ts'
import { recipe } from '../../src/matching/recipe.ts'

const today = '2026-03-15'
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
  const { keys } = keysOf(fields, today)
  return Object.fromEntries(
    recipe.slots.map((slot, at) => [slot.id, keys[at] ? toHex(keys[at]) : null]),
  )
}

const canonical = (...fields: string[]) =>
  toHex(lengthPrefixed(...fields.map((field) => utf8(field))))

describe('keysOf', () => {
  it('builds the four keys of the recipe as length-prefixed fields', () => {
    expect(keysBySlot(person)).toEqual({
      bsn: canonical('123456782'),
      vnumber: canonical('2801234567'),
      letters: canonical('aadeeggiimnnnor', '1992-08-09'),
      sounds: canonical('eng', 'tngn', '1992-08-09', 'F'),
    })
  })

  it('finds nothing in a record that is in order', () => {
    expect(keysOf(person, today).findings).toEqual([])
  })

  it('builds no key and finds nothing for a record without fields', () => {
    expect(keysOf({}, today)).toEqual({ keys: [null, null, null, null], findings: [] })
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
    expect(keysOf(record, today).findings).toEqual([
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
        const found = JSON.stringify(keysOf(fields, today).findings)
        expect(found).toContain('bsn.form')
        expect(found).not.toMatch(/kanarie|7391/i)
      }),
    )
  })
})

interface Pair {
  readonly label: string
  readonly [field: string]: string
}

/** Columns of name-variants.csv: one side of a pair as a record. */
function side(pair: Pair, which: 'a' | 'b'): Record<string, string> {
  return {
    given_names: pair[`given_${which}`] ?? '',
    prefix: pair[`prefix_${which}`] ?? '',
    surname: pair[`surname_${which}`] ?? '',
    birth_date: pair[`dob_${which}`] ?? '',
    sex: pair[`sex_${which}`] ?? '',
  }
}

describe('the recipe on known pairs', () => {
  function countMeeting(pairs: readonly [Record<string, string>, Record<string, string>][]) {
    const meet = (slot: string) =>
      pairs.filter(([a, b]) => {
        const key = keysBySlot(a)[slot]
        return key !== null && key === keysBySlot(b)[slot]
      }).length
    return { letters: meet('letters'), sounds: meet('sounds') }
  }

  it('joins and parts the pairs of name-variants.csv as it did', () => {
    const file = new URL('../data/name-variants.csv', import.meta.url)
    const pairs = parse<Pair>(readFileSync(file, 'utf8'), { columns: true })
    const labelled = (label: string) =>
      pairs
        .filter((pair) => pair.label === label)
        .map(
          (pair) =>
            [side(pair, 'a'), side(pair, 'b')] as [
              ReturnType<typeof side>,
              ReturnType<typeof side>,
            ],
        )
    expect(labelled('same')).toHaveLength(47)
    expect(countMeeting(labelled('same'))).toEqual({ letters: 15, sounds: 27 })
    // The one that letters join wrongly is a given name that both sexes bear.
    expect(countMeeting(labelled('different'))).toEqual({ letters: 1, sounds: 0 })
  })
})
