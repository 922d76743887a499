import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codesOf } from '../../src/base/codes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { answerCodes } from '../../src/overlap/code-table.ts'
import { formBook, sampleCodes } from './sample-codes.ts'
import { lists, populations, years } from './sample-round.ts'

const broader: Readonly<Record<string, readonly string[]>> = {
  'sexual-visible': ['sexual'],
  labour: ['other'],
}
const listIds = lists.map((list) => list.id)
const cell = fc.record({
  lists: fc.subarray(listIds, { minLength: 1, maxLength: 4 }),
  code: fc.constantFrom(...codesOf(formBook)),
  persons: fc.nat(9),
})

describe('the answers by code', () => {
  test('equal a naive recount: of each year and over all, broader codes with all within them', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
        const figures = answerCodes({ book: formBook, cells, undecodable: 0 }, lists, populations)
        expect(figures).toHaveLength((years.length + 1) * 6)
        for (const { year, code, value, table, question } of figures) {
          expect([question, table]).toEqual(['persons', 'exploitation'])
          const mainLists = lists.filter(
            (list) => list.population === 'victims' && (year === null || list.year === year),
          )
          const counted = cells
            .filter((one) => one.code === code || broader[one.code]?.includes(code ?? ''))
            .filter((one) => one.lists.some((id) => mainLists.some((list) => list.id === id)))
          expect(value).toBe(counted.reduce((sum, one) => sum + one.persons, 0))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('close: the broadest codes, unknown and conflict are all persons once', () => {
    const { cells } = sampleCodes()
    const figures = answerCodes(sampleCodes(), lists, populations)
    for (const year of [...years, null]) {
      const main = lists.filter(
        (l) => l.population === 'victims' && (year === null || l.year === year),
      )
      const persons = cells.filter((one) => one.lists.some((id) => main.some((l) => l.id === id)))
      const top = ['sexual', 'other', 'unknown', 'conflict']
      const sum = figures
        .filter((one) => one.year === year && top.includes(one.code ?? ''))
        .reduce((total, { value }) => total + (value ?? 0), 0)
      expect(sum).toBe(persons.length)
    }
  })

  test('are refused of a code that the table does not have, which they do not name', () => {
    const cells = [{ lists: [listIds[0] ?? ''], code: 'kanarie', persons: 1 }]
    let thrown: unknown
    try {
      answerCodes({ book: formBook, cells, undecodable: 0 }, lists, populations)
    } catch (error) {
      thrown = error
    }
    expect(isProblem(thrown, 'overlap.code-unknown')).toBe(true)
    expect(String(thrown)).toContain('table exploitation')
    expect(String(thrown)).not.toContain('kanarie')
  })
})
