import { describe, expect, it } from 'vitest'
import { captureTable } from '../../src/estimates/capture-table.ts'
import { describeTable } from '../../src/estimates/descriptive.ts'
import { isClose, referenceFor, tableIds, tableNamed } from './reference.ts'

describe.each(tableIds)('the description of %s', (id) => {
  const found = describeTable(tableNamed(id))
  const reference = referenceFor(id)

  it('counts lists, overlaps and captures as the reference does', () => {
    expect(found.listTotals).toEqual(reference.descriptive.marginals)
    expect(found.frequencyOfCapture).toEqual(reference.descriptive.frequencyOfCapture)
    expect(found.nonOverlappingPairs).toBe(reference.descriptive.nonOverlappingPairs)
  })

  it('estimates each pair as the reference does', () => {
    for (const [at, pair] of reference.descriptive.pairs.entries()) {
      const own = found.pairs[at] as unknown as Record<string, number | null>
      for (const [name, value] of Object.entries(pair)) {
        const same =
          typeof value === 'number'
            ? isClose(own[name] ?? Number.NaN, value)
            : JSON.stringify(own[name]) === JSON.stringify(value)
        expect(same, `${pair.lists} ${name}: ${own[name]} for ${value}`).toBe(true)
      }
    }
  })

  it('bounds the total by every form of Chao as the reference does', () => {
    const { logNormal95Uncorrected, rcaptureClosedpT: _, ...forms } = reference.simple
    const { rcaptureClosedpBcMhChao, ...figures } = forms
    const chao = found.chao as unknown as Record<string, number>
    for (const [name, value] of Object.entries<number>(figures)) {
      expect(isClose(chao[name] ?? Number.NaN, value), name).toBe(true)
    }
    const limits = found.chao?.logNormal95Uncorrected
    expect(isClose(limits?.lower ?? 0, logNormal95Uncorrected[0])).toBe(true)
    expect(isClose(limits?.upper ?? 0, logNormal95Uncorrected[1])).toBe(true)
    expect(isClose(chao.withTFactorBiasCorrected ?? 0, rcaptureClosedpBcMhChao.abundance)).toBe(
      true,
    )
  })
})

describe('the description of a table without overlap', () => {
  it('has no figure that divides by nobody', () => {
    const found = describeTable(
      captureTable(
        ['a', 'b'],
        [
          { lists: ['a'], count: 4 },
          { lists: ['b'], count: 3 },
        ],
      ),
    )
    expect(found).toMatchObject({
      shareOnSeveralLists: 0,
      nonOverlappingPairs: 1,
      pairs: [{ lincolnPetersen: null, chapman: 19 }],
      chao: { uncorrected: null, biasCorrected: 28, zelterman: null },
    })
  })
})
