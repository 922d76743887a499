import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  passesElevenProof,
  readBsn,
  readOtherNumber,
  readPassport,
  readSkn,
  readVNumber,
} from '../../src/matching/normalise-number.ts'

const valid = '123456782'

/** Numbers that pass: eight free digits, then the check digit where there is one. */
const bsn = fc
  .integer({ min: 1, max: 99_999_999 })
  .map((free) => String(free).padStart(8, '0'))
  .chain((free) => {
    const passing = Array.from('0123456789', (last) => free + last).filter(passesElevenProof)
    return passing.length === 0 ? fc.constant(valid) : fc.constantFrom(...passing)
  })

describe('the 11-proef', () => {
  it('catches every single wrong digit', () => {
    fc.assert(
      fc.property(bsn, fc.nat(8), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const wrong = (Number(digits[at]) + shift) % 10
        expect(passesElevenProof(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('catches every exchange of two neighbours', () => {
    fc.assert(
      fc.property(bsn, fc.nat(7), (digits, at) => {
        fc.pre(digits[at] !== digits[at + 1])
        const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2)
        expect(passesElevenProof(swapped)).toBe(false)
      }),
    )
  })
})

describe('readBsn', () => {
  it.each([
    ['123456782', { value: valid }],
    ['1234.56.782', { value: valid }],
    [' 1234 56-782\u00a0', { value: valid }],
    ['１２３４５６７８２', { value: valid }],
    ['10000008', { value: '010000008' }],
    ['123456789', { finding: 'bsn.check-failed' }],
    ['1234567', { finding: 'bsn.form' }],
    ['1234567820', { finding: 'bsn.form' }],
    ['12345678a', { finding: 'bsn.form' }],
    ['000000000', { finding: 'placeholder' }],
    ['00000000', { finding: 'placeholder' }],
    ['999990019', { finding: 'bsn.test-range' }],
    ['000009830', { value: '000009830' }],
    ['999999999', { finding: 'placeholder' }],
    ['111.111.111', { finding: 'placeholder' }],
    ['-', { finding: 'placeholder' }],
    ['onbekend', { finding: 'placeholder' }],
    ['?', { finding: 'placeholder' }],
    ['', {}],
    ['  ', {}],
  ])('reads %j as %j', (text, reading) => {
    expect(readBsn(text)).toEqual(reading)
  })
})

describe('readVNumber', () => {
  it.each([
    ['2801234567', { value: '2801234567' }],
    ['280 123 4567', { value: '2801234567' }],
    ['280123456', { finding: 'vnumber.form' }],
    ['28012345678', { finding: 'vnumber.form' }],
    ['V801234567', { finding: 'vnumber.form' }],
    ['0000000000', { finding: 'placeholder' }],
    ['nvt', { finding: 'placeholder' }],
    ['', {}],
  ])('reads %j as %j', (text, reading) => {
    expect(readVNumber(text)).toEqual(reading)
  })
})

describe('readSkn', () => {
  it('reads digits with or without zeros and letters before them', () => {
    for (const text of ['12345678', 'SKN 12345678', '0012345678']) {
      expect(readSkn(text)).toEqual({ value: '12345678' })
    }
    expect(readSkn('1234')).toEqual({ finding: 'number.form' })
  })
})

describe('readPassport', () => {
  it('keeps equal numbers of two states apart', () => {
    expect(readPassport('Polen', 'AB1234567')).not.toEqual(readPassport('Roemenië', 'AB1234567'))
  })

  it('reads a letter O as the figure', () => {
    expect(readPassport('NL', 'SPO0O4567')).toEqual({ value: 'passport|NL|SP0004567' })
  })

  it('needs to know the state', () => {
    expect(readPassport('', 'AB1234567')).toEqual({ finding: 'number.issuer' })
    expect(readPassport('Atlantis', 'AB1234567')).toEqual({ finding: 'country.unknown' })
  })
})

describe('readOtherNumber', () => {
  it('keeps kind, issuer and number apart', () => {
    const sign = fc.constantFrom(...'ABC123|')
    const label = fc.string({ unit: sign, minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(label, label, (kind, issuer) => {
        const value = readOtherNumber(kind, issuer, '20210432').value
        fc.pre(value !== undefined)
        expect(value?.split('|')).toHaveLength(3)
      }),
    )
  })

  it('is one number under blanks, capitals and signs', () => {
    const value = { value: 'zaak|OPVANG|202100432A' }
    expect(readOtherNumber('Zaak', 'opvang', '2021-00432a')).toEqual(value)
    expect(readOtherNumber('zaak', 'Opvang', '2021/00432 A')).toEqual(value)
  })
})
