/*
 * Which questions a covered round may have answered exactly (protocol/specification.md 14.5). They follow
 * from the core and the agreement that it names, so that everybody has the same without being told.
 */
import type { ListInfo } from '../base/lists.ts'
import { makeBins } from '../cover/bins.ts'
import { type Question as CoverQuestion, MOST_OPENED } from '../cover/questions.ts'
import { type FigureWeights, figureWeights } from '../overlap/figure-weights.ts'
import { type FigureOf, figuresOf, weightOf } from '../questions/answer.ts'
import type { Question } from '../questions/question.ts'
import type { Terms } from './agreement.ts'
import type { Core } from './manifest.ts'

/** The round's lists as the agreement describes them. */
export function listInfos(core: Pick<Core, 'lists'>, terms: Terms): ListInfo[] {
  const taken = new Set(core.lists.map((list) => list.id))
  return terms.lists
    .filter((list) => taken.has(list.id))
    .map(({ id, organisation, population, year, source }) => ({
      id,
      organisation,
      population,
      year,
      source,
    }))
}

/** Every figure of a release on persons, as a sum over the bins of the round, in their order. */
export function binFigures(core: Pick<Core, 'lists'>, terms: Terms): FigureWeights[] {
  const { organisations, populations } = terms
  const bins = makeBins(core.lists.map(({ id }) => id))
  const scene = { lists: listInfos(core, terms), organisations, populations }
  return figureWeights(
    scene,
    bins.map(({ lists }) => lists),
  )
}

/** Every figure that the agreement asks for, likewise. */
export function binAsked(
  core: Pick<Core, 'lists'>,
  { questions = [], ...terms }: Terms,
): { readonly question: Question; readonly figures: readonly AskedWeights[] }[] {
  const persons = makeBins(core.lists.map(({ id }) => id)).map(({ lists }) => {
    return { lists: new Set(lists), codes: {} }
  })
  const lists = listInfos(core, { ...terms, questions })
  const scene = { lists, organisations: terms.organisations }
  return questions.map((question) => ({
    question,
    figures: figuresOf(question, scene).map((figure) => {
      const weight = weightOf(question, figure, scene)
      return { ...figure, weights: weight === null ? null : persons.map(weight) }
    }),
  }))
}

interface AskedWeights extends FigureOf {
  /** One for each bin, in order; null: the figure does not apply. */
  readonly weights: readonly number[] | null
}

/**
 * Figures that are plain sums of bins, the more telling first: all persons, per organisation, known
 * only there, then what is left in the order of a release; at most as many as can be compared.
 */
export function coverQuestions(core: Pick<Core, 'lists'>, terms: Terms): CoverQuestion[] {
  const bins = makeBins(core.lists.map(({ id }) => id))
  const ranked = binFigures(core, terms)
    .map((figure, at) => ({ figure, at }))
    .sort((one, other) => rank(one.figure) - rank(other.figure) || one.at - other.at)
  const questions = new Map<string, CoverQuestion>()
  for (const { figure } of ranked) {
    const places = placesIn(figure.weights)
    const ids = bins.filter((_, at) => places?.has(at)).map(({ id }) => id)
    const key = ids.join(' ')
    if (ids.length > 0 && !questions.has(key)) {
      questions.set(key, { id: questionId(figure), bins: ids })
    }
  }
  return [...questions.values()].slice(0, MOST_OPENED)
}

/** Places of the bins of a plain sum; null where a bin counts more than once. */
export function placesIn(weights: readonly number[] | null): ReadonlySet<number> | null {
  if (weights === null || weights.some((weight) => weight > 1)) return null
  return new Set(weights.flatMap((weight, at) => (weight === 1 ? [at] : [])))
}

function questionId({ question, year, organisation, population }: FigureWeights): string {
  return [question, year, organisation, population].filter((part) => part !== null).join('/')
}

function rank({ question, year }: FigureWeights): number {
  if (question === 'persons' && year === null) return 0
  if (question === 'known-to') return 1
  return question === 'known-only-to' ? 2 : 3
}
