import { describe, expect, it } from 'vitest'
import { evaluateLists } from '../../src/evaluation/evaluate-lists.ts'
import type { LabelledList } from '../../src/evaluation/keyed-list.ts'
import { withoutKeys } from '../../src/matching/fewer-keys.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'
import { febrl, registers } from './labelled-sets.ts'

const numbers = ['K01', 'K02', 'K03']

function overall(lists: readonly LabelledList[], recipe: string, dropped: readonly string[] = []) {
  return evaluateLists(lists, withoutKeys(recipeNamed(recipe), dropped)).evaluation.overall
}

describe.each([1, 2] as const)('the usual recipe on FEBRL %i, which says no sex', (set) => {
  const recipe = 'full/1 without sex country'

  it('finds nearly all with its numbers', async () => {
    const found = overall([await febrl(set)], recipe)
    expect(found.f1).toBeGreaterThanOrEqual(0.993)
    expect(found.precision).toBeGreaterThanOrEqual(0.999)
  })

  it('finds most by names, dates and addresses alone, and rightly', async () => {
    const found = overall([await febrl(set)], recipe, numbers)
    expect(found.f1).toBeGreaterThanOrEqual(0.955)
    expect(found.precision).toBeGreaterThanOrEqual(0.999)
  })
})

describe('the usual recipe on registers in which a third of the persons has 1 January', () => {
  const lists = registers(7, 0.6, 0.33)

  it.each([
    ['with numbers', []],
    ['without numbers', numbers],
  ])('is right in 99 of 100 links %s', (_, dropped) => {
    const found = overall(lists, 'full/1', dropped)
    expect(found.linked).toBeGreaterThan(400)
    expect(found.precision).toBeGreaterThanOrEqual(0.99)
  })

  it('gives the same figures in every order of files and records', () => {
    const prng = seededPrng(3, 'orders')
    const some = lists.slice(0, 9)
    const usual = evaluateLists(some, recipeNamed('full/1')).evaluation
    const dealt = prng.shuffled(some).map((list) => ({
      ...list,
      records: prng.shuffled(list.records),
    }))
    const { lists: perList, ...other } = evaluateLists(dealt, recipeNamed('full/1')).evaluation
    const { lists: usualPerList, ...same } = usual
    expect(other).toEqual(same)
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
    expect(perList.toSorted(byName)).toEqual(usualPerList.toSorted(byName))
  })
})
