/**
 * A table that fits well: its counts are as near as can be to the middle of what is claimed of them. From
 * there persons can move either way, while a table at the ends of many ranges is a dead end; and the
 * truth, too, is as often above as below what is shown. Assumes nothing; reveals nothing.
 */
import type { Model } from './model.ts'
import type { Programme, Row, Term } from './solver.ts'

/** To be solved; the first variables of the answer are those of the model. */
export function centring({ variables, rows, upper }: Model): Programme {
  const objective: Term[] = []
  const all = rows.flatMap((row): Row[] => {
    const { terms, low, high } = row
    if (low === high || !Number.isFinite(low + high)) return [row]
    const over = variables + objective.length
    const under = over + 1
    objective.push([over, 1], [under, 1])
    const middle = Math.floor((low + high) / 2)
    const off: Term[] = [
      [over, -1],
      [under, 1],
    ]
    return [row, { terms: [...terms, ...off], low: middle, high: middle }]
  })
  return {
    variables: variables + objective.length,
    rows: all,
    upper: [...upper, ...objective.map(() => Number.POSITIVE_INFINITY)],
    objective,
    sense: 'min',
    integer: false,
  }
}
