/** What the sentences of questions need of a language; `sentence.ts` puts it together. */
import type { Years } from './expression.ts'

/** A list as a sentence speaks of it, its parts already in words; what is said before is left out. */
export interface ListWords {
  readonly source?: 'report' | 'enrichment' | undefined
  /** Names of populations, organisations; ids of lists. */
  readonly population?: string | undefined
  readonly organisations: readonly string[]
  readonly otherThan: readonly string[]
  readonly named: readonly string[]
  readonly legalBasis?: boolean | undefined
  /** `in 2015`. */
  readonly year?: string | undefined
}

export interface Grammar {
  readonly persons: string
  /** `Per jaar: `, before a sentence of any year. */
  readonly prefix: Readonly<Record<'each' | 'summed' | 'some-year', string>>
  readonly rules: Readonly<Record<'a-year' | 'summed' | 'over-the-period', string>>
  everyOne(source: 'report' | 'enrichment' | undefined): string
  /** `in welk jaar ook`. */
  readonly inAnyYear: string
  /** `in 2015`. */
  inYear(years: Years): string
  onList(list: ListWords): string
  onNoList(list: ListWords): string
  /** On lists of this kind and on no others; or on no others of the second kind. */
  onOnly(list: ListWords, among: ListWords | null): string
  /** On each of these lists, by name, and on no other. */
  onExactly(lists: readonly string[]): string
  /** On lists of at least (or exactly) so many of these organisations. */
  onListsOf(by: {
    readonly kind: 'atLeast' | 'exactly'
    readonly number: number
    readonly organisations: readonly string[]
    readonly list: ListWords
  }): string
  /** `lijst van Politie (mogelijke slachtoffers, 2015)`. */
  listName(of: {
    readonly organisation: string
    readonly population: string
    readonly year: string
  }): string
  plainListName(id: string): string
  /** `die in 2015 op een lijst stonden`. */
  whoStood(year: string, places: string): string
  /** `die naar vorm van uitbuiting tellen als …`. */
  whoCount(table: string, codes: readonly string[], negated: boolean): string
  /** `die bij ten minste twee van deze groepen horen: (a) …`. */
  whoBelong(kind: 'atLeast' | 'exactly', number: number, groups: readonly string[]): string
  whoAreNot(persons: string): string
  /** The same, behind all else. */
  except(persons: string): string
  and(parts: readonly string[]): string
  /** `within` one of several parts that all hold. */
  or(parts: readonly string[], within: boolean): string
  reports(of: ListWords, about: string): string
  by(table: string): string
}

/** `a, b en c`. */
export function listed(parts: readonly string[], word: string): string {
  const [last = '', ...before] = [...parts].reverse()
  return before.length === 0 ? last : `${before.reverse().join(', ')} ${word} ${last}`
}

/** `(a) …; (b) …`. */
export function lettered(parts: readonly string[]): string {
  return parts.map((part, at) => `(${letter(at)}) ${part}`).join('; ')
}

function letter(at: number): string {
  return at < 26 ? String.fromCharCode(97 + at) : String(at + 1)
}

export function phrase(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' ')
}

/** Words for a range of years around one: those after it, or before it, so many or all. */
export function yearsAround(
  years: Exclude<Years, number | 'this'>,
): { readonly from: number | null; readonly until: number | null } | null {
  if ('from' in years) return years
  const { within } = years
  if ('after' in years) {
    if (years.after === 'this') return null
    return { from: years.after + 1, until: within === undefined ? null : years.after + within }
  }
  if (years.before === 'this') return null
  return { from: within === undefined ? null : years.before - within, until: years.before - 1 }
}
