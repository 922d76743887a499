import { expect, it } from 'vitest'
import { eachRowAlone } from '../../src/linkage/clusters.ts'
import { sharedFamilies } from '../../src/linkage/supported-links.ts'
import type { ClassKeys } from '../../src/linkage/touched-clusters.ts'

/** Rows in groups of eight that share a key, in an order of their own for each class. */
function crowd(rows: number, classes: number): ClassKeys[] {
  return Array.from({ length: classes }, (_, at) => ({
    rule: { id: `c${at}`, tier: 3, family: `f${at % 2}`, unique: false, slots: [at] },
    keys: {
      width: 1,
      count: rows / 8,
      keyOf: Int32Array.from(
        { length: rows },
        (__, row) => ((row * (2 * at + 1)) % rows) % (rows / 8),
      ),
    },
  }))
}

it('ends with a clear problem where so many rows share weak keys that their pairs cannot be held', () => {
  const [clusters, classes] = [eachRowAlone(64), crowd(64, 1)]
  // Eight groups of eight: 28 pairs each.
  expect(sharedFamilies(clusters, classes, 224).families.size).toBe(224)
  expect(() => sharedFamilies(clusters, classes, 223)).toThrow('linkage.too-many-pairs')
})
