import type { Years } from './expression.ts'
import { type Grammar, type ListWords, lettered, listed, phrase, yearsAround } from './grammar.ts'

const numbers = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
]
const numberOf = (count: number) => numbers[count] ?? String(count)
function number(kind: 'atLeast' | 'exactly', count: number): string {
  if (kind === 'exactly' && count === 0) return 'none'
  return `${kind === 'atLeast' ? 'at least' : 'exactly'} ${numberOf(count)}`
}

const singular = { report: 'report list', enrichment: 'enrichment list' }
const plural = { report: 'report lists', enrichment: 'enrichment lists' }
const entries = { report: 'reports', enrichment: 'enrichments' }

export const english: Grammar = {
  persons: 'persons',
  prefix: {
    each: 'Per year: ',
    summed: 'All years added up: ',
    'some-year': 'In at least one year: ',
  },
  rules: {
    'a-year': 'each counted once a year',
    summed: 'each counted once a year, and the years are added up',
    'over-the-period': 'each counted once over all years together',
  },
  everyOne: (source) => `every ${source === undefined ? 'entry' : source} counts`,
  inAnyYear: 'in any year',
  inYear: (years) => `in ${yearWords(years)}`,
  onList: (list) => {
    const article = list.source === 'enrichment' ? 'an' : 'a'
    return phrase('on', named(list) ?? phrase(article, listNoun(list)), list.year)
  },
  onNoList: (list) => {
    const ids = named(list)
    return phrase(ids === null ? phrase('on no', listNoun(list)) : `not on ${ids}`, list.year)
  },
  onOnly: (list, among) => {
    if (among === null && list.year === undefined && list.named.length === 0) {
      return phrase('only on', listNoun(list, plural, 'lists'))
    }
    const others = phrase('on no other', among === null ? 'list' : listNoun(among), among?.year)
    return `${english.onList(list)} and ${others}`
  },
  onExactly: (lists) => `on ${listed(lists, 'and')} and on no other list`,
  onListsOf: ({ kind, number: count, organisations, list }) =>
    phrase(
      'on',
      listNoun({ ...list, population: undefined }, plural, 'lists'),
      `of ${number(kind, count)} of the organisations ${listed(organisations, 'and')}`,
      withPopulation(list),
      list.year,
    ),
  listName: ({ organisation, population, year }) =>
    `the list of ${organisation} (${population}, ${year})`,
  plainListName: (id) => `list ${id}`,
  whoStood: (year, places) => phrase('who', year, 'were', places),
  whoCount: (table, codes, negated) =>
    `who by ${table} ${negated ? 'do not ' : ''}count as ${listed(codes.map(quoted), 'or')}`,
  whoBelong: (kind, count, groups) =>
    `who belong to ${number(kind, count)} of these groups: ${lettered(groups)}`,
  whoAreNot: (persons) => `who are not among the ${persons}`,
  except: (persons) => `, except ${persons}`,
  and: (parts) => listed(parts, 'and'),
  or: (parts, within) => (within ? `either ${parts.join(' or ')}` : listed(parts, 'or')),
  reports: (of, about) => {
    const noun = of.source === undefined ? 'entries' : entries[of.source]
    const ids = named(of)
    return phrase(
      noun,
      ids === null ? undefined : `on ${ids}`,
      ownerWords(of),
      of.year,
      `about ${about}`,
    )
  },
  by: (table) => `Told apart by ${table}.`,
}

function quoted(text: string): string {
  return `‘${text}’`
}

function yearWords(years: Years): string {
  if (years === 'this') return 'that year'
  if (typeof years === 'number') return String(years)
  const around = yearsAround(years)
  if (around === null) {
    const [later, after] = 'after' in years ? ['later', 'after it'] : ['earlier', 'before it']
    const within = 'within' in years ? years.within : undefined
    if (within === undefined) return later === 'later' ? 'a later year' : 'an earlier year'
    return within === 1 ? `the year ${after}` : `one of the ${numberOf(within)} years ${after}`
  }
  const { from, until } = around
  if (until === null) return `a year after ${(from ?? 0) - 1}`
  if (from === null) return `a year before ${until + 1}`
  if (from === until) return String(from)
  return until === from + 1 ? `${from} or ${until}` : `one of the years ${from} to ${until}`
}

function listNoun(list: ListWords, nouns = singular, other = 'list'): string {
  const noun = list.source === undefined ? other : nouns[list.source]
  return phrase(noun, ownerWords(list, nouns === plural), withPopulation(list))
}

function withPopulation({ population }: ListWords): string {
  return population === undefined ? '' : `with ${population}`
}

function ownerWords(list: ListWords, many = false): string {
  const { organisations, otherThan, legalBasis } = list
  const basis =
    legalBasis === undefined ? '' : `${legalBasis ? 'with' : 'without'} a legal basis to report`
  const than = otherThan.length === 0 ? '' : `than ${listed(otherThan, 'and')}`
  const owners =
    organisations.length === 0 ? '' : `of ${listed(organisations, many ? 'and' : 'or')}`
  if (owners !== '') {
    const notes = [than === '' ? '' : `other ${than}`, basis].filter((note) => note !== '')
    return notes.length === 0 ? owners : `${owners} (${notes.join(', ')})`
  }
  if (basis === '' && than === '') return ''
  if (than === '') return phrase(many ? 'of organisations' : 'of an organisation', basis)
  return phrase(many ? 'of other organisations' : 'of another organisation', basis, than)
}

function named({ named: lists }: ListWords): string | null {
  return lists.length === 0 ? null : listed(lists, 'or')
}
