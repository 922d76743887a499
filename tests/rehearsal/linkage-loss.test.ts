import { expect, it } from 'vitest'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { measureLinkageLoss } from '../../src/rehearsal/linkage-loss.ts'
import { type FictionalRecord, makeRecords } from '../../src/rehearsal/registers.ts'

const records = makeRecords({ seed: 3, scale: 0.1 })
const by = { today: '2026-11-21', recipe: recipeNamed('short/1') }

it('finds no more pairs than there are, and most of them', () => {
  const { pairs, found } = measureLinkageLoss(records, by)
  expect(pairs).toBeGreaterThan(20)
  expect(found).toBeLessThan(pairs)
  expect(found / pairs).toBeGreaterThan(0.7)
})

it('finds nothing between records without any key', () => {
  const bare = records.map((record) => ({
    ...record,
    row: { ...record.row, bsn: '', v_number: '', birth_date: '' },
  }))
  const before = measureLinkageLoss(records, by)
  expect(measureLinkageLoss(bare, by)).toEqual({ pairs: before.pairs, found: 0 })
})

it('finds every pair of faultless copies', () => {
  const [first] = records.filter(({ row }) => row.surname !== '')
  const row = { ...first!.row, given_names: 'Anna', surname: 'Visser', birth_date: '1990-03-04' }
  const on = (year: number): FictionalRecord => ({
    ...first!,
    row,
    list: { ...first!.list, id: `a-${year}` },
  })
  expect(measureLinkageLoss([on(2013), on(2014), on(2015)], by)).toEqual({ pairs: 3, found: 3 })
})

it('finds by keys of two families what no key finds alone, and not by two of one family', () => {
  const [first] = records
  const person = { given_names: 'Anna', surname: 'Visser', birth_date: '1990-03-04', sex: 'F' }
  const as = (id: string, row: Partial<FictionalRecord['row']>): FictionalRecord => ({
    ...first!,
    row: {
      ...first!.row,
      bsn: '',
      v_number: '',
      aliases: '',
      ...person,
      country_of_birth: 'NL',
      ...row,
    },
    list: { ...first!.list, id },
  })
  const full = { ...by, recipe: recipeNamed('full/1') }
  const married = [as('a', {}), as('b', { surname: 'Visser-Smit' })]
  expect(measureLinkageLoss(married, by)).toEqual({ pairs: 1, found: 0 })
  expect(measureLinkageLoss(married, full)).toEqual({ pairs: 1, found: 1 })
  const twins = [as('a', {}), as('b', { given_names: 'Anke' })]
  expect(measureLinkageLoss(twins, full)).toEqual({ pairs: 1, found: 0 })
})
