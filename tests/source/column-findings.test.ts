import { expect, it } from 'vitest'
import { ColumnFindings } from '../../src/source/column-findings.ts'
import { findingAt } from '../../src/source/finding.ts'

it('counts by column and code, and keeps the first ten lines of each', () => {
  const found = new ColumnFindings()
  for (let line = 2; line < 20; line++) {
    found.add(findingAt({ file: 'a.csv', line }, 'placeholder', 'bsn'))
  }
  found.add(findingAt({ file: 'a.csv', line: 5 }, 'placeholder', 'surname'))
  found.add(findingAt({ file: 'a.csv', line: 6 }, 'record.fields'))
  expect(found.get()).toEqual([
    { column: 'bsn', code: 'placeholder', count: 18, lines: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    { column: 'surname', code: 'placeholder', count: 1, lines: [5] },
    { column: null, code: 'record.fields', count: 1, lines: [6] },
  ])
})
