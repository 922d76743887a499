import { describe, expect, it } from 'vitest'
import { countryLines } from '../../src/matching/country-table.ts'
import { readCountry } from '../../src/matching/normalise-country.ts'

const lines = countryLines.trim().split('\n')

describe('readCountry', () => {
  it('finds every country by both codes and each of its names', () => {
    for (const line of lines) {
      const [code = '', alpha3 = '', ...names] = line.split(' ')
      for (const text of [code, alpha3.toLowerCase(), ...names.join(' ').split('/')]) {
        expect(readCountry(text), text).toEqual({ value: code })
      }
    }
  })

  it('knows each code once', () => {
    const codes = lines.flatMap((line) => line.split(' ').slice(0, 2))
    expect(new Set(codes).size).toBe(2 * 250)
    for (const line of lines) expect(line).toMatch(/^[A-Z]{2} [A-Z]{3} \p{Lu}/u)
  })

  it('does not guess', () => {
    expect(readCountry('Nederlan')).toEqual({ finding: 'country.unknown' })
    expect(readCountry('onbekend')).toEqual({ finding: 'placeholder' })
    expect(readCountry(' ')).toEqual({})
  })
})
