import fc from 'fast-check'
import { expect, it } from 'vitest'
import { figureWeights } from '../../src/overlap/figure-weights.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { lists, organisations, populations } from './sample-round.ts'

const scene = { lists, organisations, populations }

it('makes every figure of any table as a weighted sum of its cells', () => {
  const ids = lists.map(({ id }) => id)
  const cell = fc.record({
    lists: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 5 }),
    persons: fc.integer({ min: 1, max: 99 }),
  })
  const key = (one: { lists: readonly string[] }) => [...one.lists].sort().join(' ')
  fc.assert(
    fc.property(fc.uniqueArray(cell, { maxLength: 6, minLength: 1, selector: key }), (cells) => {
      const quality = { listTwice: 0, undecodable: 0 }
      const table = makeOverlapTable({ lists, cells, quality })
      const weights = figureWeights(
        scene,
        cells.map((one) => one.lists),
      )
      const sums = weights.map(({ weights: own, ...of }) => ({
        ...of,
        value: own?.reduce((sum, weight, at) => sum + weight * cells[at]!.persons, 0) ?? null,
      }))
      expect(sums).toEqual(answerQuestions(table, organisations, populations))
    }),
    { numRuns: 20 },
  )
})

it('says which figures do not apply, for want of lists', () => {
  const [first] = lists
  const weights = figureWeights({ ...scene, lists: [first!] }, [[first!.id]])
  expect(weights.find(({ question }) => question === 'enrichments')?.weights).toBeNull()
  expect(weights.find(({ question }) => question === 'reports')?.weights).toEqual([1])
})
