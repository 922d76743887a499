/**
 * How much a person counts in each figure, by the set of lists it stands on: what figures are made of
 * where counts are covered. Follows from lists and names alone; reveals nothing.
 */
import type { ListInfo, Organisation, Population } from '../base/lists.ts'
import { makeOverlapTable } from './overlap-table.ts'
import { answerQuestions, type ExactFigure } from './questions.ts'

export interface FigureWeights extends Omit<ExactFigure, 'value'> {
  /** One for each set of lists, in their order; null: the figure does not apply. */
  readonly weights: readonly number[] | null
}

/** Every figure of answerQuestions, as a sum over these sets of lists: each answered for one person. */
export function figureWeights(
  scene: {
    readonly lists: readonly ListInfo[]
    readonly organisations: readonly Organisation[]
    readonly populations: readonly Population[]
  },
  sets: readonly (readonly string[])[],
): FigureWeights[] {
  const { lists, organisations, populations } = scene
  const quality = { listTwice: 0, undecodable: 0 }
  const answers = sets.map((set) => {
    const table = makeOverlapTable({ lists, cells: [{ lists: set, persons: 1 }], quality })
    return answerQuestions(table, organisations, populations)
  })
  return (answers[0] ?? []).map(({ value, ...of }, at) => ({
    ...of,
    weights: value === null ? null : answers.map((figures) => figures[at]?.value ?? 0),
  }))
}
