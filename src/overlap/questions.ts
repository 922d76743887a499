/**
 * The fixed set of questions of this version, over one overlap table. Every answer is a sum over
 * cells, exact and unprotected: only `disclosure/` may turn it into something to show.
 */
import type { ListInfo, Organisation, Population } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import type { OverlapTable } from './overlap-table.ts'
import { type PersonView, viewCells } from './person-view.ts'

/**
 * What is counted. "Main" is the first population of the agreement.
 * - `reports`, `enrichments`: persons per main list of that source, summed over the year's lists
 * - `persons`: persons on at least one main list; `persons-without-enrichment`: on a report list
 * - `known-to`, `known-only-to`: on the organisation's main list; on nobody else's of that year
 * - `only-without-legal-basis`: that year on main lists of organisations without a legal basis only
 * - `seen-again`: of the year, also on a main list of a later year
 * - `also-in`: on a main list (of the year), also on any list of the other population, in any year
 * - `population-total`: on any list of the other population
 */
export type ExactQuestion =
  | 'reports'
  | 'enrichments'
  | 'persons'
  | 'persons-without-enrichment'
  | 'known-to'
  | 'known-only-to'
  | 'only-without-legal-basis'
  | 'seen-again'
  | 'also-in'
  | 'population-total'

export interface ExactFigure {
  readonly question: ExactQuestion
  /** null: all years together, each person once. */
  readonly year: number | null
  readonly organisation: string | null
  /** The other population, for `also-in` and `population-total`. */
  readonly population: string | null
  /** For `persons` of one code only: the table, and the code with all that is within it. */
  readonly table: string | null
  readonly code: string | null
  /** Persons (for `reports` and `enrichments`: reports); null: does not apply, for want of lists. */
  readonly value: number | null
}

/** How much a person of a cell counts: 0 or 1, or its number of reports. */
type Weight = (person: PersonView) => number
type Sum = (weight: Weight) => number

interface Scene {
  readonly years: readonly number[]
  readonly mainLists: readonly ListInfo[]
  readonly organisations: readonly Organisation[]
  readonly others: readonly Population[]
  readonly sum: Sum
}

/**
 * Exact answers to all questions, in a fixed order. The first population is the one counted.
 * @throws Problem `questions.unknown-owner`, `questions.unknown-population`,
 *   `questions.no-population` when lists and the given names do not fit
 */
export function answerQuestions(
  table: OverlapTable,
  organisations: readonly Organisation[],
  populations: readonly Population[],
): ExactFigure[] {
  const scene = makeScene(table, organisations, populations)
  return [
    ...scene.years.flatMap((year) => yearFigures(scene, year)),
    ...scene.years.flatMap((year) =>
      organisations.flatMap((organisation) => organisationFigures(scene, year, organisation.id)),
    ),
    ...scene.others.flatMap((other) => populationFigures(scene, other.id)),
    ...periodFigures(scene),
  ]
}

function makeScene(
  table: OverlapTable,
  organisations: readonly Organisation[],
  populations: readonly Population[],
): Scene {
  const main = mainPopulation(populations)
  checkNames(table.lists, organisations, populations)
  const mainLists = table.lists.filter((list) => list.population === main.id)
  const views = viewCells(table, main.id)
  return {
    years: mainYears(table.lists, main.id),
    mainLists,
    organisations,
    others: populations.slice(1),
    sum: (weight) => views.reduce((sum, view) => sum + view.persons * weight(view.person), 0),
  }
}

/** @throws Problem `questions.no-population` */
export function mainPopulation([main]: readonly Population[]): Population {
  if (main !== undefined) return main
  throw new Problem({ code: 'questions.no-population', what: 'There is no population to count' })
}

/** Years of the lists of the population counted, ascending. */
export function mainYears(lists: readonly ListInfo[], main: string): number[] {
  const years = lists.filter((list) => list.population === main).map((list) => list.year)
  return [...new Set(years)].sort((a, b) => a - b)
}

function checkNames(
  lists: readonly ListInfo[],
  organisations: readonly Organisation[],
  populations: readonly Population[],
): void {
  for (const list of lists) {
    if (!organisations.some((one) => one.id === list.organisation)) {
      throw new Problem({
        code: 'questions.unknown-owner',
        what: 'A list is of an organisation that is not given',
        where: list.id,
      })
    }
    if (!populations.some((one) => one.id === list.population)) {
      throw new Problem({
        code: 'questions.unknown-population',
        what: 'A list is of a population that is not given',
        where: list.id,
      })
    }
  }
}

function yearFigures(scene: Scene, year: number): ExactFigure[] {
  const lists = scene.mainLists.filter((list) => list.year === year)
  const has = (test: (list: ListInfo) => boolean) => lists.some(test)
  const barred = new Set(scene.organisations.filter((one) => !one.legalBasis).map((one) => one.id))
  const ask = (question: ExactQuestion, applies: boolean, weight: Weight) =>
    figure(question, { year }, applies ? scene.sum(weight) : null)
  return [
    ask('reports', has(isReport), (person) => person.reports(year)),
    ask('enrichments', has(isEnrichment), (person) => person.enrichments(year)),
    ask('persons', true, (person) => count(person.organisations(year).size > 0)),
    ask('persons-without-enrichment', has(isReport), (person) => count(person.reports(year) > 0)),
    ask(
      'only-without-legal-basis',
      has((list) => barred.has(list.organisation)),
      (person) => {
        const known = person.organisations(year)
        return count(known.size > 0 && [...known].every((id) => barred.has(id)))
      },
    ),
    ask('seen-again', year !== scene.years.at(-1), (person) =>
      count(person.years.has(year) && person.lastYear > year),
    ),
  ]
}

function organisationFigures(scene: Scene, year: number, organisation: string): ExactFigure[] {
  const applies = scene.mainLists.some(
    (list) => list.year === year && list.organisation === organisation,
  )
  const ask = (question: ExactQuestion, weight: Weight) =>
    figure(question, { year, organisation }, applies ? scene.sum(weight) : null)
  return [
    ask('known-to', (person) => count(person.organisations(year).has(organisation))),
    ask('known-only-to', (person) => {
      const known = person.organisations(year)
      return count(known.size === 1 && known.has(organisation))
    }),
  ]
}

function populationFigures(scene: Scene, population: string): ExactFigure[] {
  const standsInBoth = (person: PersonView) => person.populations.has(population)
  return [
    ...scene.years.map((year) =>
      figure(
        'also-in',
        { year, population },
        scene.sum((person) => count(person.years.has(year) && standsInBoth(person))),
      ),
    ),
    figure(
      'also-in',
      { population },
      scene.sum((person) => count(person.years.size > 0 && standsInBoth(person))),
    ),
    figure(
      'population-total',
      { population },
      scene.sum((person) => count(standsInBoth(person))),
    ),
  ]
}

function periodFigures(scene: Scene): ExactFigure[] {
  return [
    figure(
      'persons',
      {},
      scene.sum((person) => count(person.years.size > 0)),
    ),
    figure(
      'persons-without-enrichment',
      {},
      scene.mainLists.some(isReport) ? scene.sum((person) => count(person.everReported)) : null,
    ),
  ]
}

type Of = Partial<{
  year: number
  organisation: string
  population: string
  table: string
  code: string
}>

export function figure(question: ExactQuestion, of: Of, value: number | null): ExactFigure {
  return {
    question,
    year: of.year ?? null,
    organisation: of.organisation ?? null,
    population: of.population ?? null,
    table: of.table ?? null,
    code: of.code ?? null,
    value,
  }
}

function isReport(list: ListInfo): boolean {
  return list.source === 'report'
}

function isEnrichment(list: ListInfo): boolean {
  return list.source === 'enrichment'
}

function count(claim: boolean): number {
  return claim ? 1 : 0
}
