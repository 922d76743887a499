/**
 * Hierarchical log-linear models over lists, as sets of lists. A term is a bit mask: bit 0 is the first
 * list. Assumes at most ten lists; holds no counts, so it reveals nothing of anybody.
 *
 * A model is written by its maximal terms, list numbers from 1, longest first: `[12,3]` is lists 1 and 2
 * together with their interaction, and list 3 (Silverman, Chan & Vincent 2024). Every model has every
 * list as a main effect, and with a term all of its subsets.
 */

export type Term = number

export interface Model {
  /** How many lists. */
  readonly lists: number
  /** The maximal terms, in the order in which they are written. */
  readonly maximal: readonly Term[]
  /** Every term but the intercept, in ascending order of mask. */
  readonly terms: readonly Term[]
  readonly written: string
}

/** The least hierarchical model that has these terms; main effects are always in it. */
export function modelOf(lists: number, terms: readonly Term[]): Model {
  const closed = new Set<Term>()
  for (let list = 0; list < lists; list++) closed.add(1 << list)
  for (const term of terms) for (const part of subsets(term)) closed.add(part)
  return describe(lists, [...closed])
}

export function mainEffects(lists: number): Model {
  return modelOf(lists, [])
}

export function pairTerms(lists: number): Term[] {
  const pairs: Term[] = []
  for (let one = 0; one < lists; one++) {
    for (let other = one + 1; other < lists; other++) pairs.push((1 << one) | (1 << other))
  }
  return pairs
}

export function allPairs(lists: number): Model {
  return modelOf(lists, pairTerms(lists))
}

export function withTerm(model: Model, term: Term): Model {
  return modelOf(model.lists, [...model.maximal, term])
}

export function sizeOf(term: Term): number {
  let left = term
  let size = 0
  for (; left !== 0; left &= left - 1) size++
  return size
}

/** The name of a term in results: `A:BEFG`; the empty term is `intercept`. */
export function nameTerm(term: Term, lists: readonly string[]): string {
  if (term === 0) return 'intercept'
  return lists.filter((_, at) => (term >> at) & 1).join(':')
}

/** Non-empty subsets of a term, itself included. */
function subsets(term: Term): Term[] {
  const found: Term[] = []
  for (let part = term; part !== 0; part = (part - 1) & term) found.push(part)
  return found
}

function describe(lists: number, closed: readonly Term[]): Model {
  const terms = [...closed].sort((one, other) => one - other)
  const maximal = terms.filter(
    (term) => !terms.some((other) => other !== term && (other & term) === term),
  )
  maximal.sort((one, other) => inWritingOrder(one, other, lists))
  return {
    lists,
    maximal,
    terms,
    written: `[${maximal.map((term) => digits(term, lists)).join(',')}]`,
  }
}

/** Longer terms first, then by the list numbers. */
function inWritingOrder(one: Term, other: Term, lists: number): number {
  const bySize = sizeOf(other) - sizeOf(one)
  if (bySize !== 0) return bySize
  for (let list = 0; list < lists; list++) {
    const difference = ((other >> list) & 1) - ((one >> list) & 1)
    if (difference !== 0) return difference
  }
  return 0
}

/** With ten lists the numbers of a term are parted by a hyphen: `1-10` is not `110`. */
function digits(term: Term, lists: number): string {
  const numbers: number[] = []
  for (let list = 0; list < lists; list++) if ((term >> list) & 1) numbers.push(list + 1)
  return numbers.join(lists > 9 ? '-' : '')
}
