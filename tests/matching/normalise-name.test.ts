import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readName } from '../../src/matching/normalise-name.ts'

describe('readName', () => {
  it.each([
    ['Jansen', 'jansen'],
    ['Büşra', 'busra'],
    ['Łukasz', 'lukasz'],
    ['Đorđe', 'dorde'],
    ['Søren Ægir', 'soren aegir'],
    ['Straße', 'strase'],
    ['STRASSE', 'strase'],
    ['Þór', 'thor'],
    ['Işıl', 'isil'],
    ['İbrahim', 'ibrahim'],
    ["O'Brien", 'obrien'],
    ['O’Brien', 'obrien'],
    ['O´Brien', 'obrien'],
    ['Dijkstra', 'dykstra'],
    ['Dykstra', 'dykstra'],
    ['ĲSSELMUIDEN', 'yselmuiden'],
    ['Jean-Luc', 'jean luc'],
    ['J.P.', 'j p'],
    ['Mohammed', 'mohamed'],
    ['van der Linden', 'linden'],
    ['v.d. Linden', 'linden'],
    ['v/d Linden', 'linden'],
    ['v d Linden', 'linden'],
    ["van 't Hof", 'hof'],
    ["'s-Gravenhage", 'gravenhage'],
    ['El Kaddouri', 'kadouri'],
    ['Al-Sayed', 'sayed'],
    ['bin Laden', 'laden'],
    ['Dr. ir. Bakker', 'baker'],
    ['FNU Ahmadi', 'ahmadi'],
    ['Ben', 'ben'],
    ['De', 'de'],
    ['van der', 'van der'],
    ['Мария', 'мария'],
  ])('takes %j apart into the words %j', (text, words) => {
    expect(readName(text)).toEqual({ value: words.split(' ') })
  })

  it.each([
    'onbekend',
    'Unknown',
    'n.n.',
    'NN',
    'N. N.',
    'FNU',
    'lnu',
    '.',
    '-',
    '?',
    'xxx',
    '999',
    'FNU LNU',
    'niet bekend',
  ])('takes %j for a placeholder', (text) => {
    expect(readName(text)).toEqual({ finding: 'placeholder' })
  })

  it('finds nothing in an empty field', () => {
    expect(readName('  ')).toEqual({})
  })

  it('keeps initials, also those of n.b.', () => {
    expect(readName('N.B.')).toEqual({ value: ['n', 'b'] })
  })

  it('gives words of small letters without marks and doubles, at least one where there is a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 24 }), (text) => {
        const words = readName(text).value
        if (words === undefined) return
        expect(words.length).toBeGreaterThan(0)
        for (const word of words) expect(word).toMatch(/^(?!.*(.)\1)[\p{Ll}\p{Lo}\p{Lm}]+$/u)
      }),
    )
  })
})
