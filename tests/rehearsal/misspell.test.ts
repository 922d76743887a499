import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  misspell,
  type NameSlip,
  type Names,
  nameSlips,
  withoutMarks,
} from '../../src/rehearsal/misspell.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'
import { transliterated } from '../../src/rehearsal/transliterate.ts'

const named = (givenNames: string, prefix: string, surname: string): Names => ({
  givenNames,
  prefix,
  surname,
})

/** Every outcome that 300 seeds bring about. */
function outcomes(names: Names, slip: NameSlip): Set<string> {
  const written = Array.from({ length: 300 }, (_, seed) => {
    const { givenNames, prefix, surname } = misspell(names, slip, seededPrng(seed, 'slip'))
    return `${givenNames}|${prefix}|${surname}`
  })
  return new Set(written)
}

describe('misspelling a name', () => {
  test.each<[NameSlip, Names, string[]]>([
    ['second-given-dropped', named('Anna Maria', '', 'Bos'), ['Anna||Bos']],
    ['ij-y', named('Anna', 'van', 'Dijk'), ['Anna|van|Dyk']],
    ['ij-y', named('Anna', '', 'Meyer'), ['Anna||Meijer']],
    ['ij-y', named('Anna', '', 'IJsselstein'), ['Anna||Ysselstein']],
    ['diacritics-dropped', named('Małgorzata', '', 'Đặng'), ['Malgorzata||Dang']],
    ['order-swapped', named('Thị Lan', '', 'Nguyễn'), ['Nguyễn||Thị Lan']],
    ['initials-only', named('Anna Maria', 'de', 'Wit'), ['A.M.|de|Wit']],
    ['letters-swapped', named('Al', '', 'Visr'), ['Al||Vsir', 'Al||Virs']],
    [
      'prefix-misplaced',
      named('Anna', 'van der', 'Meer'),
      ['Anna||van der Meer', 'Anna||Meer, van der', 'Anna|v.d.|Meer', 'Anna||Meer'],
    ],
    ['prefix-misplaced', named('Karim', '', 'El Amrani'), ['Karim||ElAmrani']],
  ])('%s', (slip, names, expected) => {
    expect(outcomes(names, slip)).toEqual(new Set(expected))
  })

  test('a wrong letter changes one word by one letter', () => {
    for (const written of outcomes(named('Sanne', '', 'Bakker'), 'letter-wrong')) {
      const [given = '', , surname = ''] = written.split('|')
      expect([given === 'Sanne', surname === 'Bakker'].filter(Boolean)).toHaveLength(1)
      expect(Math.abs(given.length + surname.length - 11)).toBeLessThanOrEqual(1)
    }
  })

  test('a transliteration keeps the head of the name and changes the rest', () => {
    const written = new Set(
      Array.from({ length: 200 }, (_, seed) => transliterated('Youssef', seededPrng(seed, 't'))),
    )
    expect(written).toContain('Yussef')
    expect(written).toContain('Yousef')
    expect(written).not.toContain('Youssef')
    for (const spelling of written) expect(spelling.startsWith('Y')).toBe(true)
  })

  test('names without marks are ASCII letters', () => {
    expect(withoutMarks('Đặng Łukasz Rəşad Şerife Zoë İbrahim')).toBe(
      'Dang Lukasz Rasad Serife Zoe Ibrahim',
    )
  })

  test('gives the very same names back where the slip cannot happen', () => {
    const plain = named('Bo', '', 'Ed')
    const impossible = nameSlips.filter(
      (slip) => slip !== 'order-swapped' && slip !== 'initials-only',
    )
    for (const slip of impossible) expect(misspell(plain, slip, seededPrng(1, slip))).toBe(plain)
  })

  test('repeats from the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...nameSlips), (seed, slip) => {
        const names = named('Fatima Zohra', 'el', 'Khattabi')
        const twice = [0, 1].map(() => misspell(names, slip, seededPrng(seed, 'same')))
        expect(twice[0]).toEqual(twice[1])
      }),
    )
  })
})
