/**
 * Exact answers to the questions of an agreement, and how much one person counts in each: a question
 * is a sum over persons, so that a table, an attacker and a covered round all use the same weights.
 * Exact small counts: only `disclosure/` may turn them into something to show. Assumes questions that
 * check.ts let through; in a round with fewer lists than agreed, a figure that nobody can be in for
 * want of lists is null: not applicable.
 */
import { type CodeBook, codesOf, lineOf } from '../base/codes.ts'
import type { Cell } from '../base/lists.ts'
import { type Membership, pick, type Scene, type Selector, testOf } from './expression.ts'
import type { Question } from './question.ts'
import { simplify } from './simplify.ts'
import { allWithin, atYear, selectorAtYear, selectorSpeaksOfThis, speaksOfThis } from './years.ts'

/** Which figure of a question. */
export interface FigureOf {
  /** Null: of all years together. */
  readonly year: number | null
  /** Null where the question is by no table. */
  readonly code: string | null
}

export interface ExactAnswer extends FigureOf {
  /** Id of the question. */
  readonly question: string
  /** Persons or reports; null: does not apply, for want of lists. */
  readonly value: number | null
}

/** What was counted: persons per set of lists, and of each table per set of lists and code. */
export interface Counted {
  readonly cells: readonly Cell[]
  readonly codes: readonly {
    readonly book: CodeBook
    readonly cells: readonly (Cell & { readonly code: string })[]
  }[]
}

/** How much a person counts in a figure. */
export type Weight = (person: Membership) => number

/** Every figure of every question, in the order of a release. */
export function answerAsked(
  questions: readonly Question[],
  counted: Counted,
  scene: Scene,
): ExactAnswer[] {
  const persons = personsOf(counted)
  return questions.flatMap((question) => {
    const counts = persons.get(tableOf(question) ?? null) ?? []
    return figuresOf(question, scene).map((figure) => {
      const weight = weightOf(question, figure, scene)
      const value = weight && counts.reduce((sum, one) => sum + one.persons * weight(one), 0)
      return { question: question.id, ...figure, value }
    })
  })
}

type Counts = readonly (Membership & { readonly persons: number })[]

/** Under null the persons of no table: each table is opened apart. */
function personsOf({ cells, codes }: Counted): Map<string | null, Counts> {
  const plain = cells.map(({ lists, persons }) => ({ lists: new Set(lists), codes: {}, persons }))
  const coded = codes.map(({ book, cells: own }) => {
    const persons = own.map((cell) => {
      return { lists: new Set(cell.lists), codes: { [book.id]: cell.code }, persons: cell.persons }
    })
    return [book.id, persons] as const
  })
  return new Map<string | null, Counts>([[null, plain], ...coded])
}

/** Tables that a question needs, each once. */
export function tablesOf({ who, by }: Question): string[] {
  const named = allWithin(who).flatMap((one) => ('code' in one ? [one.code.table] : []))
  return [...new Set(by === undefined ? named : [by, ...named])]
}

/** The table that a question is answered from; undefined: from that of persons. */
export function tableOf(question: Question): string | undefined {
  return tablesOf(question)[0]
}

/** By year, then by code in the order of the table. */
export function figuresOf({ years, by }: Question, scene: Scene): FigureOf[] {
  const book = scene.books?.find(({ id }) => id === by)
  const codes = book === undefined ? [null] : codesOf(book)
  const asked = years === 'together' ? [null] : yearsOf(scene)
  return asked.flatMap((year) => codes.map((code) => ({ year, code })))
}

/** Years of the lists, ascending. */
export function yearsOf({ lists }: Scene): number[] {
  const years = lists.flatMap(({ year }) => (year === undefined ? [] : [year]))
  return [...new Set(years)].sort((a, b) => a - b)
}

/** How much a person counts in one figure; null: the figure does not apply. */
export function weightOf(
  question: Question,
  { year, code }: FigureOf,
  scene: Scene,
): Weight | null {
  const weight = total(question, withinYears(question, year, scene))
  const { by } = question
  if (weight === null || by === undefined || code === null) return weight
  const book = scene.books?.find(({ id }) => id === by) ?? { id: by, codes: [] }
  const within = new Set(codesOf(book).filter((own) => lineOf(book, own).includes(code)))
  return (person) => {
    const own = Object.hasOwn(person.codes, by) ? person.codes[by] : undefined
    return own !== undefined && within.has(own) ? weight(person) : 0
  }
}

/** A person of several years counts in each, or once. */
function total({ once }: Question, weights: readonly Weight[]): Weight | null {
  if (weights.length === 0) return null
  const sum: Weight = (person) => weights.reduce((all, weight) => all + weight(person), 0)
  return once === 'over-the-period' ? (person) => Math.min(1, sum(person)) : sum
}

/** The weight in each year that the figure is of, as far as there are lists; one if no year is named. */
function withinYears(question: Question, year: number | null, scene: Scene): Weight[] {
  if (year !== null) return inYear(question, year, scene)
  if (!isPerYear(question)) return inYear(question, 0, scene)
  return yearsOf(scene).flatMap((one) => inYear(question, one, scene))
}

/** Whether whom or what it counts differs from year to year. */
export function isPerYear({ who, of }: Question): boolean {
  return speaksOfThis(who) || (of !== undefined && selectorSpeaksOfThis(of))
}

function inYear({ who, counts, of = {} }: Question, year: number, scene: Scene): Weight[] {
  const asked = atYear(who, year)
  if (simplify(asked, scene) === false) return []
  const test = testOf(asked, scene)
  if (counts === 'persons') return [(person) => (test(person) ? 1 : 0)]
  return reportsIn(selectorAtYear(of, year), scene).map((count) => {
    return (person) => (test(person) ? count(person) : 0)
  })
}

function reportsIn(of: Selector, scene: Scene): Weight[] {
  const ids = pick(of, scene)
  if (ids.length === 0) return []
  return [({ lists }) => ids.filter((id) => lists.has(id)).length]
}
