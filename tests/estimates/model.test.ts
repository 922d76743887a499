import { describe, expect, it } from 'vitest'
import {
  allPairs,
  mainEffects,
  modelOf,
  nameTerm,
  pairTerms,
  sizeOf,
  withTerm,
} from '../../src/estimates/model.ts'

describe('a hierarchical model', () => {
  it('is written by its maximal terms, the longest first, then by list number', () => {
    expect(mainEffects(3).written).toBe('[1,2,3]')
    expect(modelOf(3, [0b110]).written).toBe('[23,1]')
    expect(modelOf(5, [0b10001, 0b00111, 0b01010]).written).toBe('[123,15,24]')
    expect(allPairs(3).written).toBe('[12,13,23]')
  })

  it('parts the numbers of a term when there is a tenth list', () => {
    expect(modelOf(10, [0b1000000001]).written).toBe('[1-10,2,3,4,5,6,7,8,9]')
  })

  it('has every list, and with a term all of its subsets', () => {
    expect(modelOf(4, [0b0111]).terms).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(modelOf(4, [0b0111]).maximal).toEqual([0b0111, 0b1000])
  })

  it('is the same however its terms are given', () => {
    expect(modelOf(4, [3, 7, 1, 7])).toEqual(modelOf(4, [7]))
    expect(withTerm(modelOf(4, [3]), 7)).toEqual(modelOf(4, [7]))
  })

  it('names terms by their lists', () => {
    const lists = ['A', 'BEFG', 'C']
    expect([0, 2, 5, 7].map((term) => nameTerm(term, lists))).toEqual([
      'intercept',
      'BEFG',
      'A:C',
      'A:BEFG:C',
    ])
  })

  it('knows the pairs in the order in which ties are broken', () => {
    expect(pairTerms(4)).toEqual([0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100])
    expect(pairTerms(4).map(sizeOf)).toEqual([2, 2, 2, 2, 2, 2])
  })
})
