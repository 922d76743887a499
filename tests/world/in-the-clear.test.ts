import { expect, it } from 'vitest'
import type { SlotRule } from '../../src/base/slots.ts'
import { inTheClear } from './in-the-clear.ts'

const slots: SlotRule[] = [
  { id: 'bsn', class: 'bsn', tier: 1, family: 'number', unique: true },
  { id: 'name', class: 'name', tier: 1, family: 'number', unique: false },
  { id: 'sound', class: 'sound', tier: 2, family: 'name-date', unique: false },
]

it('counts a small world as one would by hand', () => {
  const records = [
    // Anna: twice at the police, at the shelter by name, at the border police by sound.
    { list: 'police', keys: ['1', 'anna', null] },
    { list: 'police', keys: ['1', null, 'an'] },
    { list: 'shelter', keys: [null, 'anna', null] },
    { list: 'border', keys: [null, null, 'an'] },
    // Two sisters whose sound agrees: the police drops it, so the border's record stays apart.
    { list: 'police', keys: ['2', 'bea', 'be'] },
    { list: 'police', keys: ['3', 'bep', 'be'] },
    { list: 'border', keys: [null, null, 'be'] },
    // Known to the shelter only.
    { list: 'shelter', keys: [null, null, null] },
  ]
  expect(inTheClear({ slots, lists: ['police', 'border', 'shelter', 'court'], records })).toEqual({
    cells: [
      { lists: ['border'], persons: 1 },
      { lists: ['police'], persons: 2 },
      { lists: ['shelter'], persons: 1 },
      { lists: ['border', 'police', 'shelter'], persons: 1 },
    ],
    listTwice: 0,
    rows: new Map([
      ['police', 3],
      ['border', 2],
      ['shelter', 2],
      ['court', 0],
    ]),
  })
})

it('counts a false link by its set of lists and says that a list stands in it twice', () => {
  const records = [
    { list: 'police', keys: ['1', null, null] },
    { list: 'police', keys: [null, 'cas', null] },
    { list: 'shelter', keys: ['1', 'cas', null] },
  ]
  const table = inTheClear({ slots, lists: ['police', 'shelter'], records })
  expect(table.cells).toEqual([{ lists: ['police', 'shelter'], persons: 1 }])
  expect(table.listTwice).toBe(1)
})
