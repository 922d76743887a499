import { describe, expect, it } from 'vitest'
import { evaluateLists } from '../../src/evaluation/evaluate-lists.ts'
import type { LabelledList } from '../../src/evaluation/keyed-list.ts'
import { withoutKeys } from '../../src/matching/fewer-keys.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { record } from './labelled-sets.ts'

const jansen = { given_names: 'Anna', surname: 'Jansen', birth_date: '1990-03-04', sex: 'F' }
const bakker = { given_names: 'Bram', surname: 'Bakker', birth_date: '1985-05-06', sex: 'M' }
const osei = { given_names: 'Kofi', surname: 'Osei', birth_date: '1979-11-12', sex: 'M' }

/**
 * Three persons with seven records: Anna three times (twice on one list, once with her number only), Bram twice under
 * names that no key brings together, Kofi once, and one whose number is Anna's by mistake.
 */
const lists: readonly LabelledList[] = [
  {
    name: 'police',
    records: [
      record('anna', { ...jansen, bsn: '123456782' }),
      record('anna', { ...jansen, surname: 'Janzen' }),
      record('bram', bakker),
      record('kofi', osei),
    ],
  },
  {
    name: 'shelter',
    records: [
      record('anna', { bsn: '123456782' }),
      record('bram', { ...bakker, surname: 'de Vries' }),
      record('mary', {
        given_names: 'Mary',
        surname: 'Mensah',
        birth_date: '1999-09-09',
        sex: 'F',
      }),
    ],
  },
]

describe('evaluateLists, on seven records of four persons', () => {
  const recipe = recipeNamed('short/1')
  const { evaluation, persons } = evaluateLists(lists, recipe)

  it('merges doubles within a list before it links lists', () => {
    expect(evaluation.lists).toMatchObject([
      { name: 'police', records: 4, rows: 3, droppedKeys: 0 },
      { name: 'shelter', records: 3, rows: 3, droppedKeys: 0 },
    ])
    expect(persons).toHaveLength(7)
    expect(evaluation.persons).toEqual({ found: 5, true: 4 })
  })

  it('counts pairs of records within and across lists: three of Anna, one of Bram', () => {
    expect(evaluation.overall).toEqual({
      ...{ linked: 3, correct: 3, true: 4, false: 0, missed: 1 },
      ...{ precision: 1, recall: 3 / 4, f1: 6 / 7 },
    })
  })

  it('says what numbers alone find: the pair that shares the BSN', () => {
    const [numbers, names] = evaluation.perTier
    expect(numbers).toMatchObject({ tier: 1, keys: 2, linked: 1, correct: 1, recall: 0.25 })
    expect(names).toMatchObject({ tier: 2, keys: 4, linked: 3, correct: 3 })
  })

  it('says of each key how many records have it and how many pairs share it', () => {
    expect(evaluation.perKey).toMatchObject([
      { id: 'K01', built: 2 / 7, linked: 1, correct: 1, precision: 1, recall: 0.25, f1: 0.4 },
      { id: 'K02', built: 0, linked: 0, precision: null, recall: 0, f1: 0 },
      { id: 'K04', built: 6 / 7, linked: 0, precision: null },
      { id: 'K05', built: 6 / 7, linked: 1, correct: 1, recall: 0.25 },
    ])
  })

  it('has nothing to say of keys that were left out', () => {
    const fewer = withoutKeys(recipe, ['k01', 'K02'])
    const { overall, perTier, perKey } = evaluateLists(lists, fewer).evaluation
    expect(overall).toMatchObject({ linked: 1, correct: 1 })
    expect(perTier[0]).toMatchObject({ keys: 0, linked: 0, precision: null })
    expect(perKey.map(({ id }) => id)).toEqual(['K04', 'K05'])
  })

  it('counts a wrong link: two of different persons that share a number', () => {
    const wrong = lists.map((list, at) =>
      at === 0 ? list : { ...list, records: [record('mary', { bsn: '123456782' })] },
    )
    expect(evaluateLists(wrong, recipe).evaluation.overall).toMatchObject({
      ...{ linked: 3, correct: 1, true: 1, false: 2, precision: 1 / 3 },
    })
  })

  it('takes a single list for its own doubles only', () => {
    const [police] = lists
    const alone = evaluateLists([police as LabelledList], recipe).evaluation
    expect(alone.overall).toMatchObject({ linked: 1, correct: 1, true: 1 })
    expect(alone.withLabels).toEqual(alone.overall)
  })
})

it('gives the same figures in whatever order the records of a person come who has more names than slots', () => {
  const bsn = '123456782'
  const names = ['Jansen', 'Pietersen', 'Wolska'].map((surname) =>
    record('anna', { ...jansen, surname, bsn }),
  )
  const found = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ].map((order) => {
    const own = order.flatMap((at) => names[at] ?? [])
    const other = record('anna', { ...jansen, surname: 'Wolska' })
    const both = [
      { name: 'police', records: own },
      { name: 'shelter', records: [other] },
    ]
    return evaluateLists(both, recipeNamed('short/1')).evaluation
  })
  expect(found[1]).toEqual(found[0])
  expect(found[2]).toEqual(found[0])
})
