import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { givenNameOf } from '../../src/matching/call-names.ts'
import { readHouse, readPostcode } from '../../src/matching/normalise-address.ts'
import { readCountry } from '../../src/matching/normalise-country.ts'
import { readBirthDate } from '../../src/matching/normalise-date.ts'
import { readLetters } from '../../src/matching/normalise-letters.ts'
import { readGivenNames, readName } from '../../src/matching/normalise-name.ts'
import {
  readBsn,
  readOtherNumber,
  readPassport,
  readSkn,
  readVNumber,
} from '../../src/matching/normalise-number.ts'
import { readEmail, readPhone } from '../../src/matching/normalise-phone.ts'
import { readSex } from '../../src/matching/normalise-sex.ts'
import { soundCodes } from '../../src/matching/sound-code.ts'

type Texts = readonly string[]

interface Vector {
  readonly input: string | Texts
  readonly output: unknown
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../protocol/vectors/${name}.json`, import.meta.url), 'utf8'))

const { today, ...fields }: { today: string } & Record<string, readonly Vector[]> =
  read('normalise')

/** What reads each field; inputs of several texts are handed over in order. */
const readers: Readonly<Record<string, (first: string, second: string, third: string) => unknown>> =
  {
    letters: readLetters,
    name: readName,
    givenNames: readGivenNames,
    birthDate: (text) => readBirthDate(text, today),
    bsn: readBsn,
    vNumber: readVNumber,
    skn: readSkn,
    passport: readPassport,
    otherNumber: readOtherNumber,
    phone: readPhone,
    email: readEmail,
    postcode: readPostcode,
    house: readHouse,
    country: readCountry,
    sex: readSex,
  }

describe('protocol/vectors/normalise.json', () => {
  it('has vectors of every field', () => {
    expect(Object.keys(fields).toSorted()).toEqual(Object.keys(readers).toSorted())
  })

  it.each(Object.keys(readers))('comes out for %s', (field) => {
    for (const { input, output } of fields[field] ?? []) {
      const [first = '', second = '', third = ''] = [input].flat()
      expect(readers[field]?.(first, second, third), String(input)).toEqual(output)
    }
  })
})

interface Sounds {
  readonly codes: readonly { input: string; output: Texts }[]
  readonly alike: readonly Texts[]
  readonly apart: readonly [string, string][]
  readonly givenName: readonly { input: string; output: string }[]
}

describe('protocol/vectors/sound.json', () => {
  const sounds: Sounds = read('sound')
  const onlyWord = (text: string) => readName(text).value?.[0]?.[0] ?? ''
  const codesOf = (text: string) => soundCodes(onlyWord(text))

  it('has the codes of every word, the main one first', () => {
    for (const { input, output } of sounds.codes) expect(codesOf(input), input).toEqual(output)
  })

  it.each(sounds.alike)('hears %s as it hears %s', (first, ...others) => {
    for (const other of others) {
      expect(
        codesOf(first).some((code) => codesOf(other).includes(code)),
        other,
      ).toBe(true)
    }
  })

  it.each(sounds.apart)('keeps %s and %s apart', (first, second) => {
    expect(codesOf(first).filter((code) => codesOf(second).includes(code))).toEqual([])
  })

  it('knows the given name of a call name', () => {
    for (const { input, output } of sounds.givenName) {
      expect(givenNameOf(onlyWord(input)), input).toBe(output)
    }
  })
})
