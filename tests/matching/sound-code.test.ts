import { describe, expect, it } from 'vitest'
import { readName } from '../../src/matching/normalise-name.ts'
import { soundCode } from '../../src/matching/sound-code.ts'

const codes = (text: string) => (readName(text).value ?? []).map(soundCode).join(' ')

describe('soundCode', () => {
  it.each([
    ['Bosch', 'Bos'],
    ['Visscher', 'Visser'],
    ['Slachter', 'Slagter'],
    ['Khalid', 'Chalid', 'Galid'],
    ['Stephan', 'Stefan'],
    ['de Vries', 'Fries'],
    ['Smid', 'Smit', 'Smith', 'Schmidt'],
    ['Hendrickx', 'Hendriks', 'Hendrix'],
    ['Cornelis', 'Kornelis'],
    ['Qasim', 'Kasim', 'Cassim'],
    ['Kooijman', 'Kooyman', 'Kooiman'],
    ['Meijer', 'Meyer', 'Meier', 'Maier'],
    ['Yusuf', 'Joesoef', 'Jusuf', 'Youssef'],
    ['Leila', 'Layla', 'Laila'],
    ['Muhammad', 'Mohammed', 'Mohamed'],
    ['Hussein', 'Hoessein', 'Huseyin'],
    ['Djamila', 'Jamila'],
    ['Fatima', 'Fatimah'],
    ['Elsayed', 'El-Sayed', 'Sayed'],
    ['Büşra', 'Busra', 'Boesra'],
    ['Schwarz', 'Schwarts'],
    ['Jacob', 'Jakop'],
    ['Sonja', 'Sonia'],
    ['Liubov', 'Lubov', 'Ljubov'],
  ])('hears %s as the others of its line', (...names) => {
    expect(new Set(names.map(codes)).size).toBe(1)
  })

  it.each([
    ['Daan', 'Dion'],
    ['Jan', 'Jon'],
    ['Milan', 'Levi'],
    ['Ahmed', 'Mohammed'],
    ['Emre', 'Eren'],
    ['Bakker', 'Pakker'],
    ['Hassan', 'Assan'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(codes(a)).not.toBe(codes(b))
  })

  it('has no code for the empty word', () => {
    expect(soundCode('')).toBe('')
  })
})
