import { describe, expect, it } from 'vitest'
import type { ListInfo } from '../../src/base/lists.ts'
import { captureTables } from '../../src/counter/capture-tables.ts'

function list(id: string, more: Partial<ListInfo> = {}): ListInfo {
  const [organisation = '', year = ''] = id.split('-')
  return { id, organisation, population: 'victims', year: Number(year), source: 'report', ...more }
}

const lists = [
  list('police-2016'),
  list('police-2016-north'),
  list('care-2016'),
  list('border-2016'),
  list('emm-2016', { source: 'enrichment' }),
  list('police-2017'),
  list('care-2017'),
  list('suspects-2016', { population: 'suspects' }),
]
const cells = [
  { lists: ['police-2016'], persons: 7 },
  { lists: ['police-2016', 'police-2016-north'], persons: 2 },
  { lists: ['care-2016', 'emm-2016', 'police-2016-north'], persons: 3 },
  { lists: ['care-2016', 'police-2016', 'police-2017'], persons: 4 },
  { lists: ['emm-2016'], persons: 11 },
  { lists: ['suspects-2016'], persons: 13 },
]

describe('captureTables', () => {
  it('makes all reports of an organisation in a year one list, and leaves out who has none', () => {
    expect(captureTables(cells, lists, 'victims')).toEqual([
      {
        year: 2016,
        reporters: 3,
        table: {
          ...{ id: '2016', title: null, attributes: [], lists: ['care', 'police'] },
          cells: [
            { lists: ['care', 'police'], of: {}, count: 7 },
            { lists: ['police'], of: {}, count: 9 },
          ],
        },
      },
      {
        year: 2017,
        reporters: 2,
        table: {
          ...{ id: '2017', title: null, attributes: [], lists: ['police'] },
          cells: [{ lists: ['police'], of: {}, count: 4 }],
        },
      },
    ])
  })
})
