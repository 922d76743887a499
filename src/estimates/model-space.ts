/**
 * The hierarchical models that a selection may choose from, and the neighbours of a model for a search
 * that goes from one to the next. Pure; knows no counts.
 *
 * The saturated model is never among them: with it the dark figure has no equation left. From six lists
 * the models are too many to name (2^15 with pairs alone), and only neighbours are used.
 */
import { type Model, mainEffects, modelOf, pairTerms, sizeOf, type Term } from './model.ts'

/** 2: pairs only. 'all': interactions of every order but the highest. */
export type Order = 2 | 'all'

/** Up to five lists: 1,024 models of pairs, 6,893 of all orders. */
export const MOST_LISTS_IN_FULL = 5

/** Every model of the order, the simplest first. */
export function modelSpace(lists: number, order: Order): Model[] {
  const faces = order === 2 ? familiesOfPairs(lists) : families(lists)
  const models = faces.map((terms) => modelOf(lists, terms))
  return models.sort((one, other) => one.terms.length - other.terms.length)
}

function familiesOfPairs(lists: number): Term[][] {
  return subfamilies(pairTerms(lists)).filter((family) => lists > 2 || family.length === 0)
}

/** Families of interactions that are closed downwards, grown from one size to the next. */
function families(lists: number): Term[][] {
  const found: Term[][] = []
  const grow = (family: readonly Term[], size: number) => {
    for (const more of subfamilies(facesOf(lists, family, size))) {
      const grown = [...family, ...more]
      if (more.length === 0 || size + 1 >= lists) found.push(grown)
      else grow(grown, size + 1)
    }
  }
  grow([], 2)
  return found
}

/** Terms of the size whose parts of one list less are all in the family; single lists always are. */
function facesOf(lists: number, family: readonly Term[], size: number): Term[] {
  const has = new Set(family)
  const terms = Array.from({ length: 2 ** lists - 1 }, (_, at) => at + 1)
  return terms.filter(
    (term) =>
      sizeOf(term) === size &&
      size < lists &&
      borders(term).every((part) => size === 2 || has.has(part)),
  )
}

function borders(term: Term): Term[] {
  const parts: Term[] = []
  for (let left = term; left !== 0; left &= left - 1) parts.push(term ^ (left & -left))
  return parts
}

/** Every choice from the terms, none of them included. */
function subfamilies(terms: readonly Term[]): Term[][] {
  return Array.from({ length: 2 ** terms.length }, (_, choice) =>
    terms.filter((_, at) => (choice >> at) & 1),
  )
}

/** Models with one interaction more or less. */
export function neighbours(model: Model, order: Order): Model[] {
  const { lists, terms, maximal } = model
  const most = order === 2 ? Math.min(2, lists - 1) : lists - 1
  const has = new Set(terms)
  const larger: Model[] = []
  for (let term = 1; term < 2 ** lists; term++) {
    const size = sizeOf(term)
    if (size < 2 || size > most || has.has(term)) continue
    if (borders(term).every((part) => has.has(part)))
      larger.push(modelOf(lists, [...maximal, term]))
  }
  const smaller = maximal
    .filter((term) => sizeOf(term) > 1)
    .map((term) =>
      modelOf(
        lists,
        terms.filter((other) => other !== term),
      ),
    )
  return [...smaller, ...larger]
}

/**
 * Where searches start: no pair, all pairs, and for each list all pairs with it. Several, as one start
 * ends in a local optimum (Silverman, Chan & Vincent 2024); fixed, so that no chance enters.
 */
export function startingModels(lists: number): Model[] {
  const pairs = pairTerms(lists)
  const stars = Array.from({ length: lists }, (_, list) =>
    modelOf(
      lists,
      pairs.filter((pair) => (pair >> list) & 1),
    ),
  )
  return [mainEffects(lists), modelOf(lists, pairs), ...stars]
}
