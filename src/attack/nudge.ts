/**
 * From one table that fits to others: as few persons as possible come, go or change place so that
 * counts are as low or as high as they can be. A linear programme whose answers are nearly always whole,
 * as few persons in few places are; over all tables at once they are not, and finding whole ones takes
 * long. Assumes a point that keeps every row; reveals nothing.
 */
import type { Model } from './model.ts'
import { type Row, type Term, valueAt } from './solver.ts'

/** How many persons may move to change a count by one: more than ever need to. */
const MOVES = 1_000

export interface Nudging {
  readonly variables: number
  readonly rows: readonly Row[]
  readonly upper: readonly number[]
  /**
   * To maximise.
   *
   * @param turn another number weighs moves otherwise, so that another table is found
   */
  readonly objective: (terms: readonly Term[], turn: number) => Term[]
  /** The table after the moves. */
  readonly moved: (moves: readonly number[]) => number[]
}

/**
 * @param base whole, and keeps every row
 * @param among the variables that may change
 */
export function nudging(model: Model, base: readonly number[], among: readonly number[]): Nudging {
  // Persons come to each of these variables, and go from those that have some.
  const filled = among.filter((at) => (base[at] ?? 0) > 0)
  const comingAt = new Map(among.map((at, index) => [at, index]))
  const goingAt = new Map(filled.map((at, index) => [at, among.length + index]))
  const spread = (terms: readonly Term[]) =>
    terms.flatMap(([at, factor]): Term[] => {
      const [coming, going] = [comingAt.get(at), goingAt.get(at)]
      if (coming === undefined) return []
      if (going === undefined) return [[coming, factor]]
      return [
        [coming, factor],
        [going, -factor],
      ]
    })
  const variables = among.length + filled.length
  return {
    variables,
    rows: model.rows.flatMap(({ terms, low, high }) => {
      const now = valueAt(terms, base)
      const moves = spread(terms)
      return moves.length === 0 ? [] : [{ terms: moves, low: low - now, high: high - now }]
    }),
    upper: [
      ...among.map((at) => (model.upper[at] ?? Number.POSITIVE_INFINITY) - (base[at] ?? 0)),
      ...filled.map((at) => base[at] ?? 0),
    ],
    objective: (terms, turn) => costOf(spread(terms), variables, turn),
    moved: (moves) =>
      base.map((count, at) => {
        const [coming, going] = [comingAt.get(at), goingAt.get(at)]
        const came = coming === undefined ? 0 : (moves[coming] ?? 0)
        return count + came - (going === undefined ? 0 : (moves[going] ?? 0))
      }),
  }
}

/** The count is worth more than any moves; of equal counts, fewer moves are better. */
function costOf(terms: readonly Term[], variables: number, turn: number): Term[] {
  const cost = Array.from({ length: variables }, (_, at) => -1 - turn * scatter(at, turn))
  for (const [at, factor] of terms) cost[at] = (cost[at] ?? 0) + MOVES * factor
  return cost.map((factor, at) => [at, factor])
}

/** From 0 to 1, the same each time: Knuth's multiplicative hash. */
function scatter(at: number, turn: number): number {
  return (((at + 1) * 2_654_435_761 * (turn + 1)) % 65_536) / 65_536
}
