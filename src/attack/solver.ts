/**
 * Linear programmes over counts, and what a solver says of them. The solver itself is a parameter:
 * nothing here knows which one it is. Assumes nothing; reveals nothing by itself.
 */
export type Term = readonly [variable: number, coefficient: number]

/** low <= sum of terms <= high; either may be infinite. A variable stands in a row once. */
export interface Row {
  readonly terms: readonly Term[]
  readonly low: number
  readonly high: number
}

/** Variables are numbered from 0 and are never below 0. */
export interface Programme {
  readonly variables: number
  /** A solver may keep what it made of the same array: many objectives over one set of rows are cheap. */
  readonly rows: readonly Row[]
  readonly objective: readonly Term[]
  readonly sense: 'min' | 'max'
  /** All variables whole numbers. */
  readonly integer: boolean
  /** One for each variable, Infinity allowed; unless given, there are none. Kept like `rows`. */
  readonly upper?: readonly number[]
  /** Of whole numbers: a point as good as this will do, and ends the search. */
  readonly enough?: number
  /** Of whole numbers: a point that is known to fit, to begin from. */
  readonly start?: readonly number[]
}

/**
 * Only `optimal` has a value: of whatever else ended, none is to be read. `found` and `time-out` may
 * have a point; nothing is known of it, and whoever uses it checks it (`wholePoint`).
 */
export type Solved =
  | { readonly status: 'optimal'; readonly value: number; readonly at: readonly number[] }
  | { readonly status: 'found'; readonly at: readonly number[] }
  | { readonly status: 'time-out'; readonly at?: readonly number[] }
  | { readonly status: 'infeasible' | 'unbounded' | 'failed' }

/** Synchronous, so that pure code can ask. */
export type Solver = (programme: Programme) => Solved

export function valueAt(terms: readonly Term[], point: readonly number[]): number {
  let sum = 0
  for (const [variable, coefficient] of terms) sum += coefficient * (point[variable] ?? 0)
  return sum
}

/**
 * The point as whole numbers, if these keep every row exactly. What a solver returns holds within a
 * tolerance; such a point is a table that could truly be, whatever the solver was.
 */
export function wholePoint(
  { rows, upper }: Pick<Programme, 'rows' | 'upper'>,
  point: readonly number[],
): number[] | undefined {
  const whole = point.map((value) => Math.max(0, Math.round(value)))
  if (upper?.some((limit, at) => (whole[at] ?? 0) > limit)) return undefined
  for (const { terms, low, high } of rows) {
    const sum = valueAt(terms, whole)
    if (sum < low || sum > high) return undefined
  }
  return whole
}
