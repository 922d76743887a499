import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEmail, readPhone } from '../../src/matching/normalise-phone.ts'

describe('readPhone', () => {
  it('reads a mobile number the same in each way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 59_999_999 }), (free) => {
        const plain = readPhone(`06${free}`)
        fc.pre(plain.finding !== 'placeholder')
        expect(plain).toEqual({ value: `+316${free}` })
        for (const text of [`+31 6 ${free}`, `00316${free}`, `06-${free}`, `+31 (0)6 ${free}`]) {
          expect(readPhone(text)).toEqual(plain)
        }
      }),
    )
  })

  it('takes words and equal digits for a placeholder', () => {
    for (const text of ['onbekend', '-', '0600000000', '+31 6 99999999']) {
      expect(readPhone(text)).toEqual({ finding: 'placeholder' })
    }
    expect(readPhone('123')).toEqual({ finding: 'phone.form' })
  })
})

describe('readEmail', () => {
  it('reads an address without capitals, blanks and what follows a plus', () => {
    expect(readEmail(' A.B+Werk@Example.ORG ')).toEqual({ value: 'a.b@example.org' })
  })

  it('refuses what is no address', () => {
    expect(readEmail('a@b@example.org')).toEqual({ finding: 'email.form' })
    expect(readEmail('onbekend@example.org')).toEqual({ finding: 'placeholder' })
  })
})
