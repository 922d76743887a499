/**
 * Pairs of records of which it is known whether they are one person's: each pair goes through the linking rule by
 * itself, as two lists of one record. Pure; for measuring only.
 */
import { LINK_RULE } from '../linkage/rule-l2.ts'
import type { MatchKey } from '../matching/catalogue.ts'
import type { PersonFields } from '../matching/person-fields.ts'
import type { Recipe } from '../matching/recipe.ts'
import { keyFigures } from './key-figures.ts'
import { type KeyedList, keyList } from './keyed-list.ts'
import { linkLists, rowsOf } from './list-rows.ts'

export interface PersonPair {
  readonly id: string
  readonly origin: string
  readonly difficulty: string
  readonly same: boolean
  readonly sides: readonly [PersonFields, PersonFields]
}

/** How many pairs there are, and how many were joined. */
export interface Joined {
  readonly pairs: number
  readonly joined: number
}

export interface SameOrNot {
  /** Of pairs that are one person. */
  readonly same: Joined
  /** Of pairs that are two. */
  readonly different: Joined
}

export interface Comparison extends SameOrNot {
  readonly rule: string
  readonly pairs: number
  readonly perDifficulty: Readonly<Record<string, SameOrNot>>
  readonly perOrigin: Readonly<Record<string, SameOrNot>>
  /** Joined by sharing this key, whatever the rule says. */
  readonly perKey: readonly (SameOrNot & Pick<MatchKey, 'id' | 'name' | 'tier'>)[]
  /** Ids of pairs that are one person and were left apart. */
  readonly missed: readonly string[]
  /** Ids of pairs that are two persons and were joined. */
  readonly wronglyJoined: readonly string[]
}

interface JudgedPair extends PersonPair {
  readonly joined: boolean
  /** Ids of the keys that both sides share. */
  readonly shared: ReadonlySet<string>
}

export function comparePairs(pairs: readonly PersonPair[], recipe: Recipe): Comparison {
  const judged = pairs.map((pair) => judge(pair, recipe))
  return {
    rule: LINK_RULE,
    pairs: pairs.length,
    ...count(judged, ({ joined }) => joined),
    perDifficulty: countBy(judged, ({ difficulty }) => difficulty),
    perOrigin: countBy(judged, ({ origin }) => origin),
    perKey: recipe.keys.map(({ id, name, tier }) => ({
      ...{ id, name, tier },
      ...count(judged, ({ shared }) => shared.has(id)),
    })),
    missed: judged.filter(({ same, joined }) => same && !joined).map(({ id }) => id),
    wronglyJoined: judged.filter(({ same, joined }) => !same && joined).map(({ id }) => id),
  }
}

function judge(pair: PersonPair, recipe: Recipe): JudgedPair {
  const lists = pair.sides.map((person, side): KeyedList => {
    const records = [{ entity: pair.same ? '' : String(side), person }]
    return keyList({ name: String(side), records }, recipe)
  })
  const sharing = keyFigures(lists, recipe).filter(({ linked }) => linked > 0)
  return {
    ...pair,
    joined: linkLists(lists.map(rowsOf)).persons === 1,
    shared: new Set(sharing.map(({ id }) => id)),
  }
}

function count(pairs: readonly JudgedPair[], isJoined: (pair: JudgedPair) => boolean): SameOrNot {
  const of = (label: boolean) => {
    const some = pairs.filter(({ same }) => same === label)
    return { pairs: some.length, joined: some.filter(isJoined).length }
  }
  return { same: of(true), different: of(false) }
}

function countBy(
  pairs: readonly JudgedPair[],
  kindOf: (pair: JudgedPair) => string,
): Record<string, SameOrNot> {
  const kinds = [...new Set(pairs.map(kindOf))].sort()
  return Object.fromEntries(
    kinds.map((kind) => {
      const some = pairs.filter((pair) => kindOf(pair) === kind)
      return [kind, count(some, ({ joined }) => joined)]
    }),
  )
}
