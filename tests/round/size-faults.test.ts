import { expect, it } from 'vitest'
import { sizeFaults } from '../../src/round/size-faults.ts'

const large = [{ id: 'police', size: 800 }]

function faults(minimumPersons: number, threshold: number, lists = large): string[] {
  return sizeFaults({ lists, limits: { minimumPersons }, disclosure: { threshold } })
}

it('lets a withheld number of a list that is not empty be known no closer than by four', () => {
  expect([faults(1, 5), faults(1, 3), faults(5, 10)]).toEqual([[], [], []])
  for (const [minimum, threshold, most] of [
    [2, 5, 1],
    [5, 5, 1],
    [6, 10, 5],
    [10, 10, 5],
  ] as const) {
    expect(faults(minimum, threshold)).toEqual([
      expect.stringContaining(`limits.minimumPersons must be at most ${most} with`),
    ])
  }
})

it('refuses lists that cannot hold as many persons as the threshold, each by its id', () => {
  const lists = [...large, { id: 'shelter', size: 4 }, { id: 'border', size: 5 }]
  expect(faults(1, 5, lists)).toEqual([expect.stringContaining('the size of list shelter must')])
})

it('refuses nothing of a rehearsal on made-up persons', () => {
  const disclosure = { threshold: 5, gate: 'off' as const }
  const lists = [{ id: 'police', size: 2 }]
  expect(sizeFaults({ lists, limits: { minimumPersons: 9 }, disclosure })).toEqual([])
})
