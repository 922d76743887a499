import { describe, expect, it } from 'vitest'
import { readHouse, readPostcode } from '../../src/matching/normalise-address.ts'

describe('readPostcode', () => {
  it('reads a Dutch code whole and by its four digits', () => {
    expect(readPostcode(' 1234 ab')).toEqual({ value: { full: '1234AB', area: '1234' } })
  })

  it('takes four digits as whole, for elsewhere a postcode has no more', () => {
    expect(readPostcode('1234')).toEqual({ value: { full: '1234', area: '1234' } })
  })

  it('reads a British code alike with and without its blank', () => {
    expect(readPostcode('sw1a1aa')).toEqual(readPostcode('SW1A 1AA'))
  })

  it('refuses a word', () => {
    expect(readPostcode('Utrecht')).toEqual({ finding: 'postcode.form' })
  })
})

describe('readHouse', () => {
  it('reads an addition from either field', () => {
    for (const [number, addition] of [
      ['12', 'a'],
      ['12a', ''],
      ['12-A', ''],
      ['12', ' A '],
    ] as const) {
      expect(readHouse(number, addition)).toEqual({ value: '12|A' })
    }
  })

  it.each(['Postbus 12', 'postbus', 'P.O. Box 12', 'PO box', 'p.o.box 5'])(
    'takes %j for no house',
    (number) => {
      expect(readHouse(number, '')).toEqual({ finding: 'placeholder' })
    },
  )

  it('does not take 12-2 for 122', () => {
    expect(readHouse('12-2', '')).not.toEqual(readHouse('122', ''))
  })
})
