import { toHex } from '../base/bytes.ts'
import type { SlotRule } from '../base/slots.ts'
import { readPerson } from '../matching/match-key.ts'
import { keysOf, type Recipe } from '../matching/recipe.ts'
import type { FictionalRecord } from './registers.ts'

/** How much of what the generator knows the match keys can find at all. */
export interface LinkageLoss {
  /** Pairs of lists on which one person stands. */
  readonly pairs: number
  /** Of those, the ones with at least one equal key. */
  readonly found: number
}

/**
 * Counts, over all persons and all pairs of lists a person stands on, for how many the recipe's keys suffice to link
 * them. What is missed makes one person count as two; so a round may find up to `pairs − found` persons too many.
 */
export function measureLinkageLoss(
  records: readonly FictionalRecord[],
  { today, recipe }: { readonly today: string; readonly recipe: Recipe },
): LinkageLoss {
  const persons = new Map<number, Map<string, Map<string, SlotRule>>>()
  for (const { person, list, row } of records) {
    const lists = entry(persons, person.number)
    const keys = entry(lists, list.id)
    keysOf(readPerson({ ...row }, today).person, recipe).forEach((key, at) => {
      const slot = recipe.slots[at] as SlotRule // one key a slot
      if (key !== null) keys.set(`${slot.class} ${toHex(key)}`, slot)
    })
  }
  const pairs = [...persons.values()].flatMap((lists) => pairsOf([...lists.values()]))
  return { pairs: pairs.length, found: pairs.filter(([one, other]) => suffice(one, other)).length }
}

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const found = map.get(key) ?? new Map<L, V>()
  map.set(key, found)
  return found
}

/** A key that links by itself, or keys of two families (protocol/specification.md 8.2). */
function suffice(
  one: ReadonlyMap<string, SlotRule>,
  other: ReadonlyMap<string, SlotRule>,
): boolean {
  const shared = [...one].filter(([key]) => other.has(key)).map(([, slot]) => slot)
  return (
    shared.some(({ tier }) => tier <= 2) || new Set(shared.map(({ family }) => family)).size > 1
  )
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other): [T, T] => [one, other]))
}
