import { describe, expect, test } from 'vitest'
import { passesElevenTest } from '../../src/rehearsal/civil-number.ts'
import { dateSlips } from '../../src/rehearsal/misdate.ts'
import { nameSlips } from '../../src/rehearsal/misspell.ts'
import { clearKeys } from './clear-keys.ts'
import { grouped, national, share } from './national.ts'

describe('records', () => {
  test('a right BSN passes the 11-proef; a mistyped or filled-in one fails it', () => {
    for (const { row, slips, person } of national) {
      if (row.bsn === '') continue
      const wrong = slips.includes('bsn-mistyped') || slips.includes('bsn-placeholder')
      expect(passesElevenTest(row.bsn)).toBe(!wrong)
      if (!wrong) expect(row.bsn).toBe(person.bsn)
    }
  })

  test.each([
    ...nameSlips,
    ...dateSlips,
    'name-placeholder',
    'bsn-placeholder',
    'bsn-mistyped',
    'alias',
  ] as const)('%s happens, ten times at least', (slip) => {
    expect(national.filter(({ slips }) => slips.includes(slip)).length).toBeGreaterThan(10)
  })

  test('a record without slips is a right copy as far as it goes', () => {
    for (const { row, person } of national.filter(({ slips }) => slips.length === 0)) {
      expect(row.given_names).toBe(person.givenNames)
      expect(row.surname).toBe(person.surname)
      expect(row.birth_date).toBe(person.birthDate)
      expect(row.bsn === '' || row.bsn === person.bsn).toBe(true)
    }
  })

  test('the date of a report lies in the year of its list', () => {
    for (const { row, list } of national) {
      expect(row.report_date.slice(0, 4)).toBe(String(list.year))
      expect(row.role).toBe(list.population === 'victims' ? 'victim' : 'suspect')
    }
  })

  test('a few persons come twice on a list, under two record ids', () => {
    const twice = grouped(({ list, person }) => `${list.id} ${person.number}`).filter(
      (records) => records.length > 1,
    )
    expect(twice.length).toBeGreaterThan(20)
    expect(twice.length / national.length).toBeLessThan(0.02)
  })

  test.each([
    ['police', 0.072, 0.02],
    ['care-coordinators', 0.399, 0.06],
    ['other-reporters', 0.399, 0.06],
  ])('%s: %d of the records are incomplete, within %d', (organisation, published, tolerance) => {
    const own = national.filter(
      ({ list }) => list.organisation === organisation && list.population === 'victims',
    )
    const incomplete = share(own, ({ row }) => {
      const core = [row.surname, row.birth_date, row.sex, row.country_of_birth, row.nationality]
      const placeholder = /onbekend|N\.N\.|-00|^1900/i
      return [row.given_names, ...core].some((text) => text === '' || placeholder.test(text))
    })
    expect(Math.abs(incomplete - published)).toBeLessThan(tolerance)
  })

  test('80 to 92 % of true pairs on different lists share a key, and no two persons do', () => {
    let [pairs, met] = [0, 0]
    for (const records of grouped(({ person }) => person)) {
      for (const [at, one] of records.entries()) {
        for (const other of records.slice(at + 1)) {
          if (one.list === other.list || one.list.id === other.list.id) continue
          const keys = new Set(clearKeys(one.row))
          pairs += 1
          if (clearKeys(other.row).some((key) => keys.has(key))) met += 1
        }
      }
    }
    expect(pairs).toBeGreaterThan(1_000)
    expect(met / pairs).toBeGreaterThan(0.8)
    expect(met / pairs).toBeLessThan(0.92)
    const holders = new Map<string, Set<number>>()
    for (const { row, person } of national) {
      for (const key of clearKeys(row)) {
        holders.set(key, (holders.get(key) ?? new Set()).add(person.number))
      }
    }
    expect([...holders.values()].filter((persons) => persons.size > 1).length).toBeLessThan(5)
  })
})
