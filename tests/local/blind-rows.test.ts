import { afterAll, expect, it } from 'vitest'
import { secureRandom } from '../../src/base/random.ts'
import { evaluateLists } from '../../src/evaluation/evaluate-lists.ts'
import { keysOfRows, personsOfRecords } from '../../src/evaluation/list-rows.ts'
import { isSamePairs } from '../../src/evaluation/pair-figures.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { blindRows } from '../../src/local/blind-rows.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { startPool } from '../../src/work/pool.ts'
import { febrl } from '../evaluation/labelled-sets.ts'

const pool = startPool(2)
afterAll(() => pool.close())

it('links blinded rows of FEBRL 1 in two lists as in the clear, and its tokens are not the keys', async () => {
  const { records } = await febrl(1)
  const persons = [...new Set(records.map(({ entity }) => entity))].slice(0, 30)
  const firstOf = (entity: string) => records.find((record) => record.entity === entity)
  const some = records.filter(({ entity }) => persons.includes(entity))
  const originals = some.filter((record) => firstOf(record.entity) === record)
  const doubles = some.filter((record) => firstOf(record.entity) !== record)
  const recipe = recipeNamed('full/1 without sex country')
  const clear = evaluateLists(
    [originals, doubles].map((list, at) => ({ name: String(at), records: list })),
    recipe,
  )
  const steps = new Set<string>()
  const blinded = await blindRows(
    { recipe: recipe.name, slots: recipe.slots, lists: clear.rows.map(keysOfRows) },
    {
      ...{ engine: await loadSodiumEngine(), pool, random: secureRandom },
      report: (step) => steps.add(step),
    },
  )
  const linked = linkRows({ ...blinded, slots: recipe.slots, maxRowsPerPerson: 2 })
  const person = new Uint32Array(blinded.rows)
  for (const [row, origin] of blinded.origin.entries()) person[origin] = linked.person[row] ?? 0
  expect(clear.evaluation.overall.correct).toBeGreaterThan(20)
  expect(isSamePairs(clear.persons, personsOfRecords(clear.rows, person))).toBe(true)
  expect([...blinded.origin].sort((a, b) => a - b)).toEqual([...Array(60).keys()])
  expect([...blinded.origin]).not.toEqual([...Array(60).keys()])
  expect([...steps]).toEqual([
    ...['hash', 'encrypt', 'mix 1', 'mix 2', 'mix 3'],
    ...['evaluate 1', 'evaluate 2', 'evaluate 3', 'strip'],
  ])
})
