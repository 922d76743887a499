import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededPrng } from '../../src/rehearsal/prng.ts'
import { settleMargins } from '../../src/rehearsal/settle-margins.ts'

interface Item {
  readonly group: string
  readonly year: number
}

const itemSchema = fc.record({ group: fc.constantFrom('a', 'b', 'c'), year: fc.nat(3) })

function counted(
  items: readonly Item[],
  labels: readonly string[],
  key: (item: Item, label: string) => string,
) {
  const counts = new Map<string, number>()
  for (const [at, item] of items.entries()) {
    const own = key(item, labels[at] ?? '')
    counts.set(own, (counts.get(own) ?? 0) + 1)
  }
  return counts
}

describe('margins that are settled', () => {
  const keyOf = ({ year }: Item, label: string) => `${label} ${year}`
  const settled = (
    items: readonly Item[],
    labels: readonly string[],
    wanted: ReadonlyMap<string, number>,
  ) =>
    settleMargins(
      {
        items,
        labels,
        groupOf: ({ group }) => group,
        keysOf: (item, label) => [keyOf(item, label)],
        wanted,
      },
      seededPrng(1, 'margins'),
    )

  test('are met where labels of two years and one group were exchanged, and each group keeps its labels', () => {
    const items = ['a', 'a', 'a', 'b', 'b', 'b'].map((group, at) => ({ group, year: at % 3 }))
    const before = ['x', 'x', 'y', 'x', 'y', 'y']
    const wanted = new Map([
      ['x 0', 0],
      ['x 1', 1],
      ['x 2', 2],
    ])
    const after = settled(items, before, wanted)
    expect(Object.fromEntries(counted(items, after, keyOf))).toMatchObject({
      'x 1': 1,
      'x 2': 2,
      'y 0': 2,
    })
    const ofGroup = (labels: readonly string[]) =>
      counted(items, labels, ({ group }, label) => `${group} ${label}`)
    expect(ofGroup(after)).toEqual(ofGroup(before))
  })

  test('keep what is right already, label by label', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(itemSchema, fc.constantFrom('x', 'y', 'z'))), (pairs) => {
        const items = pairs.map(([item]) => item)
        const labels = pairs.map(([, label]) => label)
        expect(settled(items, labels, counted(items, labels, keyOf))).toEqual(labels)
      }),
    )
  })

  test('end where they cannot be met, with no label lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(itemSchema, fc.constantFrom('x', 'y')), { maxLength: 20 }),
        (pairs) => {
          const items = pairs.map(([item]) => item)
          const labels = pairs.map(([, label]) => label)
          const after = settled(items, labels, new Map([['x 0', 100]]))
          expect(after.toSorted()).toEqual(labels.toSorted())
        },
      ),
    )
  })
})
