import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  encodeTableRelease,
  parseTableRelease,
  rangeOf,
  type TableRelease,
  tableReleaseDigest,
} from '../../src/release/table-release.ts'
import { released, tableOf } from '../disclosure/sample-tables.ts'
import { refusal } from '../refusal.ts'

const sample = (): TableRelease =>
  structuredClone(released(tableOf({ A: 101, B: 73, 'A B': 17, C: 3 })))
const changed = (change: (release: TableRelease) => object) => {
  const release = sample()
  return { ...release, ...change(release) }
}

describe('the release of a table', () => {
  it('is read back from its one text, whose digest is that of sha256sum', () => {
    const text = encodeTableRelease(sample())
    expect(parseTableRelease(JSON.parse(text))).toEqual(sample())
    const digest = createHash('sha256').update(text, 'utf8').digest('hex')
    expect(tableReleaseDigest(sample())).toBe(digest)
  })

  it.each([
    ['an unknown field', () => ({ observed: 194 }), 'the release itself'],
    ['another kind', () => ({ kind: 'release' }), 'kind'],
    ['a later version', () => ({ version: 2 }), 'version'],
    [
      'a figure below the threshold',
      ({ figures }: TableRelease) => ({
        figures: figures.map((one) => ({ ...one, cell: { status: 'shown', value: 0 } })),
      }),
      'figures: one breaks the rules of the release',
    ],
    [
      'an exact figure',
      ({ figures }: TableRelease) => ({
        figures: figures.map((one) => ({ ...one, cell: { status: 'shown', value: 101 } })),
      }),
      'figures: one breaks the rules of the release',
    ],
    [
      'another threshold than its own',
      ({ figures }: TableRelease) => ({
        figures: figures.map((one) => ({ ...one, cell: { status: 'withheld', below: 3 } })),
      }),
      'figures: one breaks the rules of the release',
    ],
    [
      'a figure twice',
      ({ figures }: TableRelease) => ({ figures: [...figures, ...figures] }),
      'figures: one is told twice',
    ],
    [
      'a list it does not name',
      () => ({ lists: ['A', 'B'] }),
      'figures: a list is not in the release',
    ],
    [
      'an attribute it does not name',
      ({ figures }: TableRelease) => ({
        figures: figures.map((one) => ({ ...one, of: { sex: 'F' } })),
      }),
      'figures: an attribute is not in the release',
    ],
  ])('is refused with %s, without a value', (_, change, where) => {
    const problem = refusal(() => parseTableRelease(changed(change)))
    expect(problem.code).toBe('table-release.unreadable')
    expect(problem.where).toContain(where)
    expect(problem.message).not.toMatch(/101|194/)
  })

  it('tells ranges by rules that everybody knows', () => {
    const rules = { mode: 'rounding', threshold: 5, stratumThreshold: 10, roundingBase: 5 } as const
    const shown = (value: number, of = {}) =>
      rangeOf({ of, cell: { status: 'shown', value } }, rules)
    expect(shown(20)).toEqual({ low: 18, high: 22 })
    expect(shown(5)).toEqual({ low: 5, high: 7 })
    expect(shown(10, { sex: 'F' })).toEqual({ low: 10, high: 12 })
    expect(rangeOf({ of: {}, cell: { status: 'withheld', below: 5 } }, rules)).toEqual({
      low: 0,
      high: 4,
    })
    const noisy = { of: {}, cell: { status: 'noisy', value: 5 } } as const
    const keyed = (value: number) =>
      rangeOf({ of: {}, cell: { status: 'noisy', value } }, { ...rules, mode: 'cellkey' })
    expect(keyed(5)).toEqual({ low: 1, high: 10 })
    // 1 to 4 can become 5 and nothing else above nought.
    expect(keyed(6)).toEqual({ low: 5, high: 11 })
    expect(keyed(9)).toEqual({ low: 5, high: 14 })
    expect(keyed(12)).toEqual({ low: 7, high: 17 })
    expect(rangeOf(noisy, { ...rules, mode: 'dp' }).high).toBe(Number.POSITIVE_INFINITY)
  })
})
