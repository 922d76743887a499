/**
 * Lists as sentences speak of them: by the names of the agreement, without what was said of all of them
 * before. Pure; reveals names only.
 */
import type { NamedCodeBook } from '../base/codes.ts'
import type { ListInfo, Name, Organisation, Population } from '../base/lists.ts'
import { type Expression, idsOf, partsOf, type Selector, type Years } from './expression.ts'
import type { Grammar, ListWords } from './grammar.ts'
import { allWithin, selectorsOf } from './years.ts'

/** What sentences take their names from. */
export interface Names {
  readonly organisations: readonly Pick<Organisation, 'id' | 'name'>[]
  readonly populations: readonly Population[]
  readonly lists: readonly ListInfo[]
  readonly tables: readonly NamedCodeBook[]
}

/** What was said of all lists at once, so that it need not be said of each. */
export interface Speech {
  readonly grammar: Grammar
  readonly language: keyof Name
  readonly names: Names
  readonly year: Years | null
  readonly population: string | null
  /** Whether lists are of different years, so that one of any year is to be called so. */
  readonly isOfYears: boolean
}

/** A year or population that every list of the question has. */
export function saidOnce(who: Expression): Pick<Speech, 'year' | 'population' | 'isOfYears'> {
  const all = allWithin(who)
  const selectors = all.flatMap(selectorsOf)
  const [first] = selectors
  const isOfYears = selectors.some((one) => one.year !== undefined)
  const same = (key: 'year' | 'population') =>
    selectors.every((one) => JSON.stringify(one[key]) === JSON.stringify(first?.[key]))
  if (first === undefined || all.some((one) => 'list' in one || 'onlyOn' in one)) {
    return { year: null, population: null, isOfYears }
  }
  const { year = null, population = null } = first
  const isOneYear = year === 'this' || typeof year === 'number'
  return {
    // Two lists of some years may be of different ones: that is said of each.
    year: same('year') && isOneYear ? year : null,
    population: same('population') && needsList(who) ? population : null,
    isOfYears,
  }
}

/** Whether it holds of nobody who is on none of its lists. */
function needsList(who: Expression): boolean {
  if ('not' in who || 'code' in who) return false
  const parts = partsOf(who)
  const needing = parts.filter(needsList).length
  if ('anyOf' in who) return needing === parts.length
  if ('allOf' in who) return needing > 0
  if (!('of' in who)) return true
  const number = 'atLeast' in who ? who.atLeast : who.exactly
  return needing > parts.length - number
}

/** The lists among which it is the only one; null where these are all that the sentence is about. */
export function restOf({ among }: { readonly among: Selector }, speech: Speech): ListWords | null {
  const { year, population, ...rest } = wordsOf(among, speech)
  const isAll =
    year === undefined &&
    population === undefined &&
    Object.values(rest).every(
      (one) => one === undefined || (Array.isArray(one) && one.length === 0),
    )
  return isAll ? null : { ...rest, year, population }
}

export function wordsOf(selector: Selector, speech: Speech): ListWords {
  const { grammar, language, names, year, population } = speech
  const own = names.populations.find(({ id }) => id === selector.population)
  const isSaid = population !== null && selector.population === population
  return {
    source: selector.source,
    population: isSaid ? undefined : (own?.name[language] ?? selector.population),
    organisations: idsOf(selector.organisation).map((id) => organisationName(id, speech)),
    otherThan: idsOf(selector.otherThan).map((id) => organisationName(id, speech)),
    named: idsOf(selector.id).map((id) => listName(id, speech)),
    legalBasis: selector.legalBasis,
    year: year !== null || selector.year === undefined ? undefined : grammar.inYear(selector.year),
  }
}

/** With its year; a list of any year among others that have one is called so. */
export function datedWords(selector: Selector, speech: Speech): ListWords {
  const words = wordsOf(selector, speech)
  const isSaid = speech.year !== null || !speech.isOfYears || words.named.length > 0
  return isSaid ? words : { ...words, year: words.year ?? speech.grammar.inAnyYear }
}

export function namedList(id: string, speech: Speech): ListWords {
  return { organisations: [], otherThan: [], named: [listName(id, speech)] }
}

export function listName(id: string, speech: Speech): string {
  const { grammar, language, names } = speech
  const list = names.lists.find((one) => one.id === id)
  if (list === undefined) return grammar.plainListName(id)
  const population = names.populations.find((one) => one.id === list.population)
  return grammar.listName({
    organisation: organisationName(list.organisation, speech),
    population: population?.name[language] ?? list.population,
    year: String(list.year),
  })
}

export function organisationName(id: string, { language, names }: Speech): string {
  return names.organisations.find((one) => one.id === id)?.name[language] ?? id
}
