import { describe, expect, it } from 'vitest'
import { readLetters } from '../../src/matching/normalise-letters.ts'

describe('readLetters', () => {
  it('writes every letter of the languages it has a table for', () => {
    const alphabets = [
      'аәбвгғґдеёєжзиіїйкқлмнңоөпрстуұүфхһцчшщъыьэюя',
      'ђћџљњјќѓѕ',
      'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی',
      'αβγδεζηθικλμνξοπρστυφχψω',
      'ąćęłńóśźżăâîșțşğıçöüđðþæøåœßőűčďěňřšťůžơư',
    ]
    for (const reading of alphabets.flatMap(readLetters)) {
      expect(reading).toMatch(/^[a-z ]{20,}$|^[a-z ]{9,}$/)
    }
  })

  it.each([
    ['Зеленський', ['zelenskyi', 'zelenskii']],
    ['Зеленська Ія', ['zelenska iia']],
    ['Горбачёв', ['gorbachev']],
    ['Ђорђе Гајић', ['dorde gajic']],
    ['Παπαδοπούλου', ['papadopoulou']],
    ['Гергана Мъглижка', ['gergana maglizhka']],
  ])('reads %s by the language that its letters tell', (text, readings) => {
    expect(readLetters(text)).toEqual(readings)
  })

  it('does not look at what nobody sees', () => {
    expect(readLetters('Jan\u00adsen\u200d \u202aDekker\u202c')).toEqual(['jansen dekker'])
  })
})
