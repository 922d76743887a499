/**
 * What a question counts, as a plain sentence in Dutch and in English (protocol/questions.md), with the
 * rule of how often one person counts. Made of the question and of names that the agreement holds;
 * reveals nothing else.
 */
import { namedCodesOf } from '../base/codes.ts'
import type { Name } from '../base/lists.ts'
import { isPerYear } from './answer.ts'
import { type Expression, idsOf, partsOf, type Selector } from './expression.ts'
import type { Grammar } from './grammar.ts'
import { english } from './grammar-en.ts'
import { dutch } from './grammar-nl.ts'
import {
  datedWords,
  listName,
  type Names,
  namedList,
  organisationName,
  restOf,
  type Speech,
  saidOnce,
  wordsOf,
} from './list-words.ts'
import type { Question } from './question.ts'
import { atYear, selectorAtYear } from './years.ts'

/** Of the question as such, or of its figure of one year. */
export function sentencesOf(question: Question, names: Names, year?: number): Name {
  const asked = year === undefined ? question : inYear(question, year)
  return { nl: sentence(asked, names, 'nl'), en: sentence(asked, names, 'en') }
}

function inYear(question: Question, year: number): Question {
  const { of } = question
  const who = atYear(question.who, year)
  return of === undefined
    ? { ...question, who }
    : { ...question, who, of: selectorAtYear(of, year) }
}

function sentence(question: Question, names: Names, language: keyof Name): string {
  const grammar = { nl: dutch, en: english }[language]
  const { who, of, by } = question
  const speech = { grammar, language, names, ...saidOnce(who) }
  const about = of !== undefined && isSaidBy(of, who) ? subject(speech) : persons(who, speech)
  const inAnyYear = { ...speech, year: null }
  const counted = of === undefined ? about : grammar.reports(wordsOf(of, inAnyYear), about)
  const table = names.tables.find(({ id }) => id === by)
  const sentences = [
    `${capital(`${prefixOf(question, grammar)}${counted}`)}; ${ruleOf(question, grammar)}.`,
    ...(table === undefined ? [] : [grammar.by(table.name[language])]),
  ]
  return sentences.join(' ')
}

function prefixOf(question: Question, { prefix }: Grammar): string {
  if (!isPerYear(question)) return ''
  if (question.years === 'each') return prefix.each
  return question.once === 'over-the-period' ? prefix['some-year'] : prefix.summed
}

function ruleOf({ years, once, of }: Question, { rules, everyOne }: Grammar): string {
  if (once === 'every-report') return everyOne(of?.source)
  return rules[once === 'a-year' && years === 'together' ? 'summed' : once]
}

/** Whether who is reported on lists that `of` picks is on the lists asked for anyway. */
function isSaidBy(of: Selector, who: Expression): boolean {
  if (!('lists' in who)) return false
  const asked = Object.entries(who.lists)
  return asked.every(
    ([key, value]) => JSON.stringify(of[key as keyof Selector]) === JSON.stringify(value),
  )
}

/** `mogelijke slachtoffers die …`. */
function persons(who: Expression, speech: Speech): string {
  return `${subject(speech)} ${clauses(who, speech)}`
}

function subject({ population, language, names, grammar }: Speech): string {
  return names.populations.find(({ id }) => id === population)?.name[language] ?? grammar.persons
}

/** Relative clauses, what is excepted last so that it is of all before it. */
function clauses(who: Expression, speech: Speech): string {
  const { grammar } = speech
  const place = placeOf(who, speech)
  if (place !== null) return stood(place.text, speech)
  if (!('allOf' in who)) return clauseOf(who, speech)
  const places = who.allOf.map((part) => ({ part, place: placeOf(part, speech) }))
  const stand = places.flatMap(({ place: one }) => (one === null ? [] : [one]))
  const rest = places.filter((one) => one.place === null).map(({ part }) => part)
  const excepted = rest.filter((part) => isException(part) && rest.length + stand.length > 1)
  const said = [
    ...(stand.length === 0 ? [] : [stood(together(stand, grammar), speech)]),
    ...rest.filter((part) => !excepted.includes(part)).map((part) => clauseOf(part, speech)),
  ]
  const exceptions = excepted.map((part) => {
    return grammar.except(persons(partsOf(part)[0] ?? part, speech))
  })
  return `${grammar.and(said)}${exceptions.join('')}`
}

function isException(part: Expression): boolean {
  return 'not' in part && !('code' in part.not)
}

function stood(places: string, { grammar, year }: Speech): string {
  return grammar.whoStood(year === null ? '' : grammar.inYear(year), places)
}

/** A clause of its own, for what is no place among lists. */
function clauseOf(part: Expression, speech: Speech): string {
  const { grammar } = speech
  if ('code' in part) return codeClause(part.code, false, speech)
  if ('not' in part && 'code' in part.not) return codeClause(part.not.code, true, speech)
  const groups = partsOf(part).map((one) => persons(one, speech))
  if ('atLeast' in part) return grammar.whoBelong('atLeast', part.atLeast, groups)
  if ('exactly' in part) return grammar.whoBelong('exactly', part.exactly, groups)
  if ('anyOf' in part) return grammar.whoBelong('atLeast', 1, groups)
  if ('not' in part) return grammar.whoAreNot(groups[0] ?? '')
  return grammar.whoBelong('exactly', groups.length, groups)
}

function codeClause(
  { table, oneOf }: { readonly table: string; readonly oneOf: readonly string[] },
  negated: boolean,
  { grammar, language, names }: Speech,
): string {
  const book = names.tables.find(({ id }) => id === table)
  const codes = book === undefined ? [] : namedCodesOf(book)
  const words = oneOf.map((code) => codes.find(({ id }) => id === code)?.name[language] ?? code)
  return grammar.whoCount(book?.name[language] ?? table, words, negated)
}

/** Where a person stands, without the verb. */
interface Place {
  readonly text: string
  /** How it is put together. */
  readonly joins: 'none' | 'and' | 'or'
  readonly parts: readonly string[]
}

/** Null: it is more than a place, or so nested that it needs groups of its own. */
function placeOf(part: Expression, speech: Speech): Place | null {
  const { grammar } = speech
  const leaf = leafOf(part, speech)
  if (leaf !== null) return { text: leaf, joins: 'none', parts: [leaf] }
  if ('only' in part) {
    const among = restOf(part, speech)
    return { text: grammar.onOnly(wordsOf(part.only, speech), among), joins: 'none', parts: [] }
  }
  if ('onlyOn' in part) {
    const text = grammar.onExactly(part.onlyOn.map((id) => listName(id, speech)))
    return { text, joins: 'none', parts: [text] }
  }
  if ('atLeast' in part || 'exactly' in part) return countedPlace(part, speech)
  if (!('anyOf' in part) && !('allOf' in part)) return null
  const kind = 'anyOf' in part ? 'or' : 'and'
  const places = partsOf(part).map((one) => placeOf(one, speech))
  const known = places.filter((one) => one !== null)
  if (known.length < places.length || known.some(({ joins }) => joins !== 'none')) return null
  const parts = known.map(({ text }) => text)
  const text = kind === 'or' ? grammar.or(parts, false) : grammar.and(parts)
  return { text, joins: parts.length > 1 ? kind : 'none', parts }
}

function leafOf(part: Expression, speech: Speech): string | null {
  const { grammar } = speech
  if ('list' in part) return `${grammar.onList(namedList(part.list, speech))}`
  if ('lists' in part) return grammar.onList(datedWords(part.lists, speech))
  if (!('not' in part)) return null
  if ('list' in part.not) return grammar.onNoList(namedList(part.not.list, speech))
  return 'lists' in part.not ? grammar.onNoList(datedWords(part.not.lists, speech)) : null
}

/** All of them; a choice among them comes last, said so that nobody takes it for the whole. */
function together(places: readonly Place[], grammar: Grammar): string {
  if (places.length === 1) return places[0]?.text ?? ''
  const choices = places.filter(({ joins }) => joins === 'or')
  const plain = places.filter((place) => !choices.includes(place))
  return grammar.and([
    ...plain.map(({ text }) => text),
    ...choices.map(({ parts }) => grammar.or(parts, true)),
  ])
}

/** `op lijsten van ten minste twee van de organisaties …`, where the parts differ in nothing else. */
function countedPlace(
  part: Extract<Expression, { of: readonly Expression[] }>,
  speech: Speech,
): Place | null {
  const selectors = part.of.map((one) => ('lists' in one ? one.lists : {}))
  const alike = new Set(selectors.map((one) => JSON.stringify({ ...one, organisation: null })))
  const owners = selectors.flatMap(({ organisation }) => idsOf(organisation))
  if (alike.size > 1 || owners.length < selectors.length) return null
  if (selectors.some(({ organisation }) => typeof organisation !== 'string')) return null
  const list = wordsOf({ ...selectors[0], organisation: undefined }, speech)
  const organisations = owners.map((id) => organisationName(id, speech))
  const [kind, number] =
    'atLeast' in part ? (['atLeast', part.atLeast] as const) : (['exactly', part.exactly] as const)
  const text = speech.grammar.onListsOf({ kind, number, organisations, list })
  return { text, joins: 'none', parts: [text] }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
