import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { soundCode, soundCodes } from '../../src/matching/sound-code.ts'

/** Spellings of one sound within a word, each rule of protocol/matching.md, Sound code, that needs no second code. */
const spellings = [
  'sch s sh sj sz zj zh cz tsj ts z',
  'kh gh g',
  'ph f v w',
  'd t dt th dh',
  'ck k q',
  'oe u ou au ue o',
  'ie i y e ei ey ay ai',
  'ae a',
]

const before = fc.constantFrom('b', 'r', 'mer', 'lan', 'bor', 'fran')
const after = fc.constantFrom('l', 'ra', 'mon', 'ber', 'la')
const vowelOr = (spelling: string) => (/^[aeiouy]/.test(spelling) ? '' : 'a')

describe('soundCode', () => {
  it.each(spellings)('hears %s within a word as one sound', (line) => {
    const rule = line.split(' ')
    fc.assert(
      fc.property(before, after, fc.constantFrom(...rule), (start, end, spelling) => {
        const word = (sound = '') => start + vowelOr(sound) + sound + vowelOr(sound) + end
        expect(soundCode(word(spelling))).toBe(soundCode(word(rule[0])))
      }),
    )
  })

  it.each([
    ['daan', 'dion'],
    ['jan', 'jon'],
    ['milan', 'levi'],
    ['ahmed', 'mohamed'],
    ['emre', 'eren'],
    ['baker', 'paker'],
    ['hasan', 'asan'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(soundCode(a)).not.toBe(soundCode(b))
  })

  it('counts a vowel only at the start, and the first of a short name', () => {
    expect([soundCode('salma'), soundCode('selma')]).toEqual(['slm', 'slm'])
    expect([soundCode('omar'), soundCode('umar'), soundCode('amar')]).toEqual(['omr', 'omr', 'amr'])
    expect([soundCode('dan'), soundCode('dion')]).toEqual(['tan', 'ten'])
  })

  it('has no code for the empty word', () => {
    expect([soundCode(''), soundCodes('')]).toEqual(['', ['']])
  })
})

describe('soundCodes', () => {
  it.each([
    ['jivka', 'zhivka'],
    ['jamila', 'djamila'],
    ['tjokro', 'cokro'],
    ['chaudry', 'shaudry'],
    ['jovanovic', 'jovanovitsj'],
    ['giovani', 'djovani'],
    ['akhmed', 'ahmed'],
    ['maxamed', 'mohamed'],
    ['elkhatib', 'khatib'],
  ])('lets %s and %s meet in their other reading', (a, b) => {
    expect(soundCode(a)).not.toBe(soundCode(b))
    expect(soundCodes(a).some((code) => soundCodes(b).includes(code))).toBe(true)
  })

  it('are the main code and at most one other', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(word, (text) => {
        const codes = soundCodes(text)
        expect(codes[0]).toBe(soundCode(text))
        expect(codes.length).toBeLessThanOrEqual(2)
        for (const code of codes) expect(code).toMatch(/^[a-z]*$/)
      }),
    )
  })
})
