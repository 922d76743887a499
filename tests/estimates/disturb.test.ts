import { describe, expect, it } from 'vitest'
import { addLinkErrors, leaveOut, resample } from '../../src/estimates/disturb.ts'
import type { Sample } from '../../src/estimates/estimator.ts'
import { streamOf } from '../../src/estimates/stream.ts'
import { sampleNamed } from './reference.ts'

const sample: Sample = {
  lists: ['a', 'b', 'c'],
  cells: [
    { stratum: 0, mask: 0b001, count: 100 },
    { stratum: 0, mask: 0b110, count: 40 },
    { stratum: 1, mask: 0b100, count: 60 },
    { stratum: 1, mask: 0b111, count: 1 },
  ],
}
const persons = ({ cells }: Sample) => cells.reduce((sum, { count }) => sum + count, 0)
const placesOf = ({ cells }: Sample) =>
  cells.reduce((sum, { mask, count }) => sum + count * [0, 1, 1, 2, 1, 2, 2, 3][mask]!, 0)

describe('persons drawn anew', () => {
  it('are as many, from the same cells, no cell empty', () => {
    const drawn = resample(sample, streamOf(1, 'resample', 0))
    expect(persons(drawn)).toBe(201)
    expect(drawn.cells.every(({ count }) => count > 0)).toBe(true)
    const masks = sample.cells.map(({ mask }) => mask)
    expect(drawn.cells.every(({ mask }) => masks.includes(mask))).toBe(true)
  })
})

describe('a person left out', () => {
  it('is gone from its cell, and the cell with it if it was the only one', () => {
    expect(leaveOut(sample, 1).cells[1]?.count).toBe(39)
    expect(leaveOut(sample, 3).cells).toHaveLength(3)
  })
})

describe('linking errors', () => {
  it('that are none change nothing', () => {
    const same = addLinkErrors(sample, { missed: 0, joined: 0 }, streamOf(1, 'x', 0))
    expect(new Set(same.cells)).toEqual(new Set(sample.cells))
  })

  it('of missed links keep every place on a list and make more persons', () => {
    const more = addLinkErrors(sample, { missed: 0.5, joined: 0 }, streamOf(1, 'x', 0))
    expect(placesOf(more)).toBe(placesOf(sample))
    expect(persons(more)).toBeGreaterThan(persons(sample))
  })

  it('of false links keep every place on a list and make fewer persons, within their stratum', () => {
    const australia = sampleNamed('australia-2015-2017')
    const fewer = addLinkErrors(australia, { missed: 0, joined: 0.05 }, streamOf(1, 'x', 0))
    expect(persons(fewer)).toBeLessThan(persons(australia))
    const apart = addLinkErrors(sample, { missed: 0, joined: 1 }, streamOf(1, 'x', 0))
    expect(new Set(apart.cells)).toEqual(new Set(sample.cells))
  })

  it('never join the persons of one list, nor more persons than there are', () => {
    const pair: Sample = {
      lists: ['a', 'b'],
      cells: [
        { stratum: 0, mask: 0b01, count: 50 },
        { stratum: 0, mask: 0b10, count: 3 },
      ],
    }
    const joined = addLinkErrors(pair, { missed: 0, joined: 1 }, streamOf(1, 'x', 0))
    expect(new Set(joined.cells)).toEqual(
      new Set([
        { stratum: 0, mask: 0b01, count: 47 },
        { stratum: 0, mask: 0b11, count: 3 },
      ]),
    )
  })
})
