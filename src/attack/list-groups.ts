/**
 * The lists of a round in groups (a year of the population counted; every other population), and what
 * can be told of a person in each: on any list of this set, of that. Persons who answer all of these
 * alike are one kind. Assumes nothing; reveals nothing.
 */
import type { ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import type { Lists } from './round-parts.ts'

/** So many sets of one group can be told apart, in the bits of a number. */
const MOST_SETS = 30
const MOST_KINDS = 5_000

export interface Kind {
  /** Lists that a person of this kind can stand on. */
  readonly example: Lists
}

export class ListGroup {
  readonly lists: ReadonlySet<string>
  readonly #sets: Lists[] = []

  constructor(lists: Lists) {
    this.lists = new Set(lists)
  }

  /** What is told apart. */
  get sets(): readonly Lists[] {
    return this.#sets
  }

  /** The part of some lists that is in this group. */
  within(lists: Lists): string[] {
    return lists.filter((id) => this.lists.has(id)).sort()
  }

  touches(lists: Lists): boolean {
    return lists.some((id) => this.lists.has(id))
  }

  /** From now on persons are told apart by whether they stand on any of these. */
  tell(lists: Lists): void {
    const own = this.within(lists)
    if (own.length === 0 || this.#sets.some((set) => set.join() === own.join())) return
    if (this.#sets.length >= MOST_SETS) throw tooMany()
    this.#sets.push(own)
  }

  copy(): ListGroup {
    const copy = new ListGroup([...this.lists])
    for (const set of this.#sets) copy.tell(set)
    return copy
  }

  /** The kind of a person on these lists, as bits; 0: nothing to tell. */
  kindOf(lists: ReadonlySet<string>): number {
    return this.#sets.reduce(
      (bits, set, at) => (set.some((id) => lists.has(id)) ? bits | (1 << at) : bits),
      0,
    )
  }

  /**
   * Every kind that can be, 0 included. Standing on more lists is the union of standing on each, so
   * the kinds are what single lists give, joined in all ways.
   */
  kinds(): Map<number, Kind> {
    const found = new Map<number, Kind>([[0, { example: [] }]])
    for (const id of this.lists) {
      const bits = this.kindOf(new Set([id]))
      for (const [kind, { example }] of [...found]) {
        if (!found.has(kind | bits)) found.set(kind | bits, { example: [...example, id] })
      }
      if (found.size > MOST_KINDS) throw tooMany()
    }
    return found
  }
}

/** Each year of the first population, then each other population. */
export function groupsOf(
  lists: readonly Pick<ListInfo, 'id' | 'population' | 'year'>[],
  main: string,
): ListGroup[] {
  const groups = new Map<string, string[]>()
  for (const { id, population, year } of lists) {
    const key = population === main ? `year ${year}` : `population ${population}`
    groups.set(key, [...(groups.get(key) ?? []), id])
  }
  return [...groups.values()].map((ids) => new ListGroup(ids))
}

function tooMany(): Problem {
  return new Problem({
    code: 'attack.too-large',
    what: 'The table behind these releases has too many counts to attack',
    where: 'the lists of one year',
    remedy: 'Release fewer attributes or values of one table, or fewer lists.',
  })
}
