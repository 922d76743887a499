import { expect, it } from 'vitest'
import { measureLinkageLoss } from '../../src/rehearsal/linkage-loss.ts'
import { type FictionalRecord, makeRecords } from '../../src/rehearsal/registers.ts'

const records = makeRecords({ seed: 3, scale: 0.1 })
const today = '2026-11-21'

it('finds no more pairs than there are, and most of them', () => {
  const { pairs, found } = measureLinkageLoss(records, today)
  expect(pairs).toBeGreaterThan(20)
  expect(found).toBeLessThan(pairs)
  expect(found / pairs).toBeGreaterThan(0.7)
})

it('finds nothing between records without any key', () => {
  const bare = records.map((record) => ({
    ...record,
    row: { ...record.row, bsn: '', v_number: '', birth_date: '' },
  }))
  const before = measureLinkageLoss(records, today)
  expect(measureLinkageLoss(bare, today)).toEqual({ pairs: before.pairs, found: 0 })
})

it('finds every pair of faultless copies', () => {
  const [first] = records.filter(({ row }) => row.surname !== '')
  const row = { ...first!.row, given_names: 'Anna', surname: 'Visser', birth_date: '1990-03-04' }
  const on = (year: number): FictionalRecord => ({
    ...first!,
    row,
    list: { ...first!.list, id: `a-${year}` },
  })
  expect(measureLinkageLoss([on(2013), on(2014), on(2015)], today)).toEqual({ pairs: 3, found: 3 })
})
