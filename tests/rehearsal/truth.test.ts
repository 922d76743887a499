import { describe, expect, test } from 'vitest'
import { allLists } from '../../src/rehearsal/organisations.ts'
import { grouped, national, truthOf } from './national.ts'
import { publishedFigures } from './published-figures.ts'

describe('the truth', () => {
  const truth = truthOf(national)
  const counted = truthOf(national.filter(({ person }) => !person.isBorderOnly))

  test('has 40 lists, EMM as enrichment', () => {
    expect(truth.lists.map(({ id }) => id)).toEqual(allLists.map(({ id }) => id))
    expect(truth.lists).toHaveLength(40)
    const enriching = truth.lists.filter(({ source }) => source === 'enrichment')
    expect(new Set(enriching.map(({ organisation }) => organisation))).toEqual(new Set(['emm']))
  })

  test('equals a recount from the persons behind the rows', () => {
    const cells = new Map<string, number>()
    for (const records of grouped(({ person }) => person)) {
      const key = [...new Set(records.map(({ list }) => list.id))].sort().join(' ')
      cells.set(key, (cells.get(key) ?? 0) + 1)
    }
    const counted = truth.cells.map(({ lists, persons }) => [lists.join(' '), persons] as const)
    expect(new Map(counted)).toEqual(cells)
    for (const list of truth.lists) {
      const rows = national.filter((record) => record.list.id === list.id)
      expect(list.records).toBe(rows.length)
      expect(list.persons).toBe(new Set(rows.map(({ person }) => person)).size)
    }
  })

  test.each(publishedFigures)('$figure: $published', ({ published, tolerance, count }) => {
    expect(Math.abs(count(counted) - published)).toBeLessThanOrEqual(published * tolerance)
  })

  test('has 6 to 10 % of victims on lists of two years or more', () => {
    const persons = truth.cells.flatMap(({ lists, persons }) => {
      const seen = lists.filter((id) => id.includes('-victims-')).map((id) => id.slice(-4))
      return seen.length === 0 ? [] : [{ persons, again: new Set(seen).size > 1 }]
    })
    const all = persons.reduce((sum, cell) => sum + cell.persons, 0)
    const again = persons.reduce((sum, cell) => sum + (cell.again ? cell.persons : 0), 0)
    expect(again / all).toBeGreaterThan(0.06)
    expect(again / all).toBeLessThan(0.1)
  })

  test('has a few dozen victims who are suspects in the same or a later year, among 150 to 300 a year', () => {
    const shared = grouped(({ person }) => person).filter(
      (records) => new Set(records.map(({ list }) => list.population)).size === 2,
    )
    expect(shared.length).toBeGreaterThan(30)
    expect(shared.length).toBeLessThan(70)
    for (const records of shared) {
      const yearsAs = (population: string) =>
        records.flatMap(({ list }) => (list.population === population ? [list.year] : []))
      expect(Math.max(...yearsAs('suspects'))).toBeGreaterThanOrEqual(
        Math.min(...yearsAs('victims')),
      )
    }
    for (const list of truth.lists.filter(({ population }) => population === 'suspects')) {
      expect(list.persons).toBeGreaterThanOrEqual(150)
      expect(list.persons).toBeLessThanOrEqual(300)
    }
  })
})
