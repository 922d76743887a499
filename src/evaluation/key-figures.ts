/**
 * What each key is worth by itself: as if whoever shares it were one person. Counted over records, before own doubles
 * are merged. Pure; for measuring only.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */
import { toHex } from '../base/bytes.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import type { MatchKey } from '../matching/catalogue.ts'
import type { Recipe } from '../matching/recipe.ts'
import type { KeyedList } from './keyed-list.ts'
import { figuresOf, type PairFigures, pairsWithin, share } from './pair-figures.ts'

export interface KeyFigures extends PairFigures {
  readonly id: string
  readonly name: string
  readonly tier: MatchKey['tier']
  readonly family: string
  /** Share of the records from which the key can be built. */
  readonly built: number | null
}

/** The values that a record has of a key, and whose it is. */
interface Holder {
  readonly values: readonly string[]
  readonly entity: string
}

export function keyFigures(lists: readonly KeyedList[], recipe: Recipe): KeyFigures[] {
  const truth = pairsWithin(lists.flatMap(({ entities }) => entities))
  return recipe.keys.map(({ id, name, tier, family }) => {
    const holders = lists.flatMap((list) => holdersOf(list, name))
    const able = holders.filter(({ values }) => values.length > 0)
    const built = share(able.length, holders.length)
    const counts = { ...countSharing(able), true: truth }
    return { id, name, tier, family, built, ...figuresOf(counts) }
  })
}

function holdersOf(list: KeyedList, keyClass: string): Holder[] {
  const slots = list.slots.flatMap((slot, at) => (slot.class === keyClass ? [at] : []))
  return list.entities.map((entity, record) => {
    const cells = slots.map((slot) => record * list.slots.length + slot)
    const values = cells
      .filter((cell) => list.present[cell] === 1)
      .map((cell) => valueAt(list, cell))
    return { entity, values: [...new Set(values)].sort() }
  })
}

function valueAt({ keys }: KeyedList, cell: number): string {
  return toHex(keys.subarray(cell * TOKEN_BYTES, (cell + 1) * TOKEN_BYTES))
}

/**
 * Pairs that share at least one value, each counted once: those that share one set of values of an odd number count,
 * those of an even number are taken off (inclusion and exclusion). A record has as many values as the key has slots.
 */
function countSharing(holders: readonly Holder[]): { linked: number; correct: number } {
  const most = holders.reduce((max, { values }) => Math.max(max, values.length), 0)
  let [linked, correct] = [0, 0]
  for (let size = 1; size <= most; size++) {
    const groups: string[] = []
    const groupsOfEntity: string[] = []
    for (const { values, entity } of holders) {
      for (const subset of subsets(values, size)) {
        groups.push(subset)
        groupsOfEntity.push(`${subset} ${entity}`)
      }
    }
    const sign = size % 2 === 1 ? 1 : -1
    linked += sign * pairsWithin(groups)
    correct += sign * pairsWithin(groupsOfEntity)
  }
  return { linked, correct }
}

/** All choices of so many values, in their order, each as one text. */
function subsets(values: readonly string[], size: number): string[] {
  if (size === 1) return [...values]
  return values.flatMap((first, at) =>
    subsets(values.slice(at + 1), size - 1).map((rest) => `${first} ${rest}`),
  )
}
