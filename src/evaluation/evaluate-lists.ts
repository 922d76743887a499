/**
 * How well a recipe and the linking rule find again what is known: lists whose records say whose they are go the way
 * of a round, without its blinding. Pure; for measuring only.
 */
import type { Tier } from '../base/slots.ts'
import { LINK_RULE, type LinkQuality } from '../linkage/rule-l2.ts'
import { onlyKeys } from '../matching/fewer-keys.ts'
import type { Recipe } from '../matching/recipe.ts'
import { type KeyFigures, keyFigures } from './key-figures.ts'
import { type KeyedList, keyList, type LabelledList, onlySlots } from './keyed-list.ts'
import { type ListRows, linkLists, personsOfRecords, rowsOf } from './list-rows.ts'
import { countPairs, figuresOf, type PairFigures } from './pair-figures.ts'
import { linkSeeingLabels } from './seen-labels.ts'

export interface TierFigures extends PairFigures {
  /** With the keys of this tier and of those before it. */
  readonly tier: Tier
  readonly keys: number
}

export interface Evaluation {
  readonly rule: string
  readonly lists: readonly {
    readonly name: string
    readonly records: number
    /** Persons as far as the list itself can tell. */
    readonly rows: number
    /** Keys taken out because another row of the list has them, too. */
    readonly droppedKeys: number
    readonly doubles: LinkQuality
  }[]
  /** Persons found over all lists, and how many there are. */
  readonly persons: { readonly found: number; readonly true: number }
  readonly overall: PairFigures
  readonly perTier: readonly TierFigures[]
  /** The same keys and own doubles, and a rule that sees lists, sexes and empty slots. */
  readonly withLabels: PairFigures
  readonly perKey: readonly KeyFigures[]
  /** What the rule met between the lists. */
  readonly quality: LinkQuality
}

/** The lists with their keys and rows, for whoever goes on with them. */
export interface Evaluated {
  readonly evaluation: Evaluation
  readonly rows: readonly ListRows[]
  /** Per record, list after list, the person it was taken for. */
  readonly persons: readonly string[]
}

export function evaluateLists(lists: readonly LabelledList[], recipe: Recipe): Evaluated {
  const keyed = lists.map((list) => keyList(list, recipe))
  const rows = keyed.map(rowsOf)
  const linked = linkLists(rows)
  const truth = keyed.flatMap(({ entities }) => entities)
  const figures = (person: Uint32Array, of = rows) =>
    figuresOf(countPairs(personsOfRecords(of, person), truth))
  const overall = figures(linked.person)
  const evaluation: Evaluation = {
    rule: LINK_RULE,
    lists: rows.map(({ list, dropped, doubles, rows: own }) => ({
      name: list.name,
      records: list.records,
      rows: own,
      droppedKeys: dropped,
      doubles,
    })),
    persons: { found: linked.persons, true: new Set(truth).size },
    overall,
    perTier: tiers.map((tier) => {
      const { keys } = onlyKeys(recipe, (key) => key.tier <= tier)
      if (keys.length === recipe.keys.length) return { tier, keys: keys.length, ...overall }
      const part = keyed.map((list) => rowsUpTo(list, tier))
      return { tier, keys: keys.length, ...figures(linkLists(part).person, part) }
    }),
    withLabels: figures(linkSeeingLabels(rows).person),
    perKey: keyFigures(keyed, recipe),
    quality: linked.quality,
  }
  return { evaluation, rows, persons: personsOfRecords(rows, linked.person) }
}

const tiers: readonly Tier[] = [1, 2, 3, 4]

function rowsUpTo(list: KeyedList, tier: Tier): ListRows {
  return rowsOf(onlySlots(list, (slot) => slot.tier <= tier))
}
