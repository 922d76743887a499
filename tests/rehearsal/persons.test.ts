import { describe, expect, test } from 'vitest'
import { nationalities } from '../../src/rehearsal/nationalities.ts'
import { personMaker } from '../../src/rehearsal/persons.ts'
import { grouped, national, share } from './national.ts'

describe('persons', () => {
  const victimsOfYear = Map.groupBy(
    national.filter(({ list, person }) => list.population === 'victims' && !person.isBorderOnly),
    ({ list, person }) => `${list.year} ${person.number}`,
  )
  const victims = [...victimsOfYear.values()].flatMap((records) => {
    const [first] = records
    if (first === undefined) return []
    const dates = records.map(({ row }) => row.birth_date)
    const date = dates.find((text) => text !== '' && !text.startsWith('1900'))
    const age = date === undefined ? undefined : first.list.year - Number(date.slice(0, 4))
    return [{ person: first.person, year: first.list.year, records, age }]
  })

  const aged = (from: number, to: number) =>
    share(victims, ({ age }) => age !== undefined && age >= from && age <= to)

  test.each([
    ['men', 0.214, 0.03, share(victims, ({ person }) => person.sex === 'M')],
    ['under 18', 0.229, 0.03, aged(0, 17)],
    ['18 to 22', 0.229, 0.03, aged(18, 22)],
    ['23 to 29', 0.219, 0.03, aged(23, 29)],
    ['30 and over', 0.233, 0.03, aged(30, 99)],
    ['age unknown', 0.09, 0.025, share(victims, ({ age }) => age === undefined)],
    [
      'nationality unknown',
      0.031,
      0.01,
      share(victims, ({ records }) => records.every(({ row }) => row.nationality === '')),
    ],
    ['Dutch', 0.375, 0.02, share(victims, ({ person }) => person.nationality === 'NL')],
    ['from Africa', 0.187, 0.02, share(victims, ({ person }) => person.region === 'africa')],
    ['from Asia', 0.128, 0.02, share(victims, ({ person }) => person.region === 'asia')],
    [
      'EU since 2004',
      0.241,
      0.02,
      share(victims, ({ person }) => person.region === 'eu-since-2004'),
    ],
    ['Polish', 0.065, 0.01, share(victims, ({ person }) => person.nationality === 'PL')],
    ['Nigerian', 0.043, 0.01, share(victims, ({ person }) => person.nationality === 'NG')],
  ])('%s: %d of all victims, within %d', (_, published, tolerance, found) => {
    expect(Math.abs(found - published)).toBeLessThan(tolerance)
  })

  test('men are 15.1 % of victims in 2013 and 26.5 % in 2017, within 4 points', () => {
    const menIn = (year: number) =>
      share(
        victims.filter((victim) => victim.year === year),
        ({ person }) => person.sex === 'M',
      )
    expect(Math.abs(menIn(2013) - 0.151)).toBeLessThan(0.04)
    expect(Math.abs(menIn(2017) - 0.265)).toBeLessThan(0.04)
  })

  test('are told apart by name and birth date even where thousands are alike', () => {
    const nationality = nationalities.find(({ code }) => code === 'VN')!
    const make = personMaker(1)
    const known = { nationalityKnown: true, ageKnown: true, isBorderOnly: false }
    const alike = Array.from({ length: 3_000 }, () =>
      make({ nationality, ...known, form: 'sexual', sex: 'F', age: 20, year: 2015 }),
    )
    const keys = alike.map(({ givenNames, surname, birthDate }) =>
      [givenNames.split(' ')[0], surname, birthDate].join(' '),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('no two share first given name, surname and birth date, or a number', () => {
    const persons = grouped(({ person }) => person).map(([record]) => record!.person)
    const keys = persons.flatMap(({ givenNames, surname, birthDate, bsn, vNumber }) => [
      `${givenNames.split(' ')[0]} ${surname} ${birthDate}`,
      ...[bsn, vNumber].filter((number) => number !== ''),
    ])
    expect(new Set(keys).size).toBe(keys.length)
  })
})
