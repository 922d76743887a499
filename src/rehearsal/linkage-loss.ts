import { toHex } from '../base/bytes.ts'
import { keysOf } from '../matching/match-key.ts'
import type { FictionalRecord } from './registers.ts'

/** How much of what the generator knows the match keys can find at all. */
export interface LinkageLoss {
  /** Pairs of lists on which one person stands. */
  readonly pairs: number
  /** Of those, the ones with at least one equal key. */
  readonly found: number
}

/**
 * Counts, over all persons and all pairs of lists a person stands on, how many share a match key. What
 * is missed makes one person count as two; so a round may find up to `pairs − found` persons too many.
 */
export function measureLinkageLoss(
  records: readonly FictionalRecord[],
  today: string,
): LinkageLoss {
  const persons = new Map<number, Map<string, Set<string>>>()
  for (const { person, list, row } of records) {
    const lists = persons.get(person.number) ?? new Map<string, Set<string>>()
    persons.set(person.number, lists)
    const keys = lists.get(list.id) ?? new Set<string>()
    lists.set(list.id, keys)
    keysOf({ ...row }, today).keys.forEach((key, slot) => {
      if (key !== null) keys.add(`${slot} ${toHex(key)}`)
    })
  }
  let [pairs, found] = [0, 0]
  for (const lists of persons.values()) {
    for (const [one, other] of pairsOf([...lists.values()])) {
      pairs++
      if ([...one].some((key) => other.has(key))) found++
    }
  }
  return { pairs, found }
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other): [T, T] => [one, other]))
}
