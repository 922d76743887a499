import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGivenNames, readName } from '../../src/matching/normalise-name.ts'

const wordsOf = (text: string) => readName(text).value?.map((words) => words.join(' '))

describe('readName', () => {
  it.each([
    ['Jansen', 'jansen'],
    ['Büşra', 'busra'],
    ['Łukasz', 'lukasz'],
    ['Straße', 'strase'],
    ['STRASSE', 'strase'],
    ['Işıl', 'isil'],
    ['İbrahim', 'ibrahim'],
    ["O'Brien", 'obrien'],
    ['O´Brien', 'obrien'],
    ['Dijkstra', 'dykstra'],
    ['ĲSSELMUIDEN', 'yselmuiden'],
    ['Marija', 'marija'],
    ['Jean-Luc', 'jean luc'],
    ['J.P.', 'j p'],
    ['Mohammed', 'mohamed'],
    ['v.d. Linden', 'linden'],
    ['v/d Linden', 'linden'],
    ['v d Linden', 'linden'],
    ["van 't Hof", 'hof'],
    ['Vandenberg', 'berg'],
    ['Vandevandenberg', 'berg'],
    ['El Kaddouri', 'kadouri'],
    ['Dr. ir. Bakker', 'baker'],
    ['FNU Ahmadi', 'ahmadi'],
    ['Ben', 'ben'],
    ['van der', 'van der'],
    ['N.B.', 'n b'],
    ['Мария', 'maria'],
  ])('takes %j apart into the words %j', (text, words) => {
    expect(wordsOf(text)).toEqual([words])
  })

  it('reads Cyrillic in two ways where it may be Ukrainian or Russian', () => {
    expect(wordsOf('Галина')).toEqual(['halyna', 'galina'])
    expect(wordsOf('Ткач')).toEqual(['tkach'])
  })

  it.each([
    ['Abd el Haq', 'Abdel Haq', 'Abdelhaq', 'Abd-el-Haq'],
    ['Salah Eddine', 'Salaheddine', 'Salah-Eddine'],
    ['Abu Bakr', 'Abubakr'],
  ])('writes the compound name %s in one word however it is entered', (...spellings) => {
    expect(new Set(spellings.flatMap(wordsOf)).size).toBe(1)
  })

  it.each([
    ...['onbekend', 'Unknown', 'n.n.', 'NN', 'N. N.', 'van N.N.', 'FNU', 'lnu', '.', '-', '?'],
    ...['xxx', '999', 'FNU LNU', 'niet bekend', 'zonder naam'],
  ])('takes %j for a placeholder', (text) => {
    expect(readName(text)).toEqual({ finding: 'placeholder' })
  })

  it('finds nothing in an empty field', () => {
    expect(readName('  ')).toEqual({})
  })
})

describe('readGivenNames', () => {
  it('leaves out a father’s name where another name is left', () => {
    expect(readGivenNames('Viktor Ivanovych').value).toEqual([['viktor']])
    expect(readGivenNames('Ivanovych').value).toEqual([['ivanovych']])
  })
})

const alphabets = ['abcdeghijklmnorstuvwxyz', 'éüßłøçşğıñțąşőưđ', 'абвгдеиійклмноуєяюь', 'αβγεκυω']
const letter = fc.constantFrom(...alphabets.join(''), ' ', '-', "'", '.')
const dutch = fc.constantFrom('van', 'der', 'Abd', 'el', 'Ed', 'din', 'nn', 'Dr', 'ij', 'vande')
const name = fc
  .array(fc.oneof(fc.string({ unit: letter, maxLength: 8 }), dutch), { maxLength: 5 })
  .map((parts) => parts.join(' '))
const anyText = fc.oneof(name, fc.string({ unit: 'grapheme', maxLength: 24 }))

describe('a normalised name', () => {
  it('is not changed by normalising it again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const words of readName(text).value ?? []) {
          expect(readName(words.join(' ')).value).toEqual([words])
        }
      }),
    )
  })

  it('has words of a to z without doubled letters, at least one', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const words of readName(text).value ?? []) {
          expect(words.length).toBeGreaterThan(0)
          for (const word of words) expect(word).toMatch(/^(?!.*(.)\1)[a-z]+$/)
        }
      }),
    )
  })

  it('is the same from composed and decomposed text and from capitals', () => {
    fc.assert(
      fc.property(name, (text) => {
        const reading = readName(text)
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
          expect(readName(text.normalize(form))).toEqual(reading)
        }
        expect(readName(text.toUpperCase())).toEqual(reading)
      }),
    )
  })

  it('does not depend on the order of marks over and under a letter', () => {
    const marks = fc.shuffledSubarray(['\u0302', '\u0323', '\u0328', '\u031b'], { minLength: 1 })
    fc.assert(
      fc.property(fc.constantFrom(...'aeiouAEIOU'), marks, (base, order) => {
        const written = `t${base}${order.join('')}n`
        const turned = `t${base}${order.toReversed().join('')}n`
        expect(readName(turned)).toEqual(readName(written))
        expect(wordsOf(written)).toEqual([`t${base.toLowerCase()}n`])
      }),
    )
  })
})
