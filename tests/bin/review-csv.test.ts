import { expect, it } from 'vitest'
import { reviewCsv } from '../../src/bin/review-csv.ts'
import type { ReviewRow } from '../../src/node/review-list.ts'

const row: ReviewRow = {
  list: 'victims',
  group: 1,
  kind: 'joined',
  person: 2,
  recordId: 'r1',
  line: 3,
  keys: ['K04', 'K05'],
}
const withIds = (...ids: readonly string[]) =>
  reviewCsv(ids.map((recordId) => ({ ...row, recordId })))
const idOf = (recordId: string) =>
  withIds(recordId).slice(header.length).split(',').slice(4, -2).join()
const header = 'group,what,list,person,record_id,line,keys\n'

it('writes a line per record below the names of the columns', () => {
  expect(withIds('r1', 'r2')).toBe(
    `${header}1,one person,victims,2,r1,3,K04 K05\n1,one person,victims,2,r2,3,K04 K05\n`,
  )
})

it('quotes what would end a value', () => {
  expect(['a,b', 'a"b', 'a\nb'].map(idOf)).toEqual(['"a,b"', '"a""b"', '"a\nb"'])
})

it('makes text of what a spreadsheet would run as a formula', () => {
  expect(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'].map(idOf)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\t=1",
  ])
  expect(idOf('=HYPERLINK("x","y")')).toBe(`"'=HYPERLINK(""x"",""y"")"`)
  expect(idOf('\r=1')).toBe(`"'\r=1"`)
})

it('leaves such signs alone within a value', () => {
  expect(['2016-1', 'a=b', 'a@b'].map(idOf)).toEqual(['2016-1', 'a=b', 'a@b'])
})
