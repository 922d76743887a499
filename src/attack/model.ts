/**
 * Many counts to few variables, without loss. Two counts that stand in the same rows and targets with
 * the same factors are only ever seen together, so their sum is one variable: any whole number that
 * is not negative is such a sum. A row of one variable is a bound of it. Assumes that counts have no
 * bounds but those in rows; reveals nothing.
 */
import type { Row, Term } from './solver.ts'

export interface Model {
  readonly variables: number
  readonly rows: readonly Row[]
  readonly upper: readonly number[]
  /** The given targets, in their order. */
  readonly targets: readonly (readonly Term[])[]
  /** For each count its variable; -1 for those that stand nowhere. */
  readonly variableOf: readonly number[]
}

/** @param counts how many counts the rows and targets speak of */
export function makeModel(
  counts: number,
  rows: readonly Row[],
  targets: readonly (readonly Term[])[],
): Model {
  const columns = columnsOf(counts, [...rows.map((row) => row.terms), ...targets])
  const variableOf = numbered(columns)
  const variables = variableOf.reduce((most, one) => Math.max(most, one), -1) + 1
  const merge = (terms: readonly Term[]) => merged(terms, variableOf)
  const upper = new Array<number>(variables).fill(Number.POSITIVE_INFINITY)
  const kept: Row[] = []
  for (const row of rows) {
    const terms = merge(row.terms)
    const bound = boundOf(terms, row)
    if (bound !== undefined) upper[bound] = Math.min(upper[bound] ?? 0, row.high)
    const implied = bound !== undefined && row.low <= 0
    if (!implied) kept.push({ ...row, terms })
  }
  return { variables, rows: kept, upper, targets: targets.map(merge), variableOf }
}

/** A table of counts as a point of the model. */
export function pointOf({ variables, variableOf }: Model, counts: readonly number[]): number[] {
  const point = new Array<number>(variables).fill(0)
  variableOf.forEach((variable, at) => {
    if (variable >= 0) point[variable] = (point[variable] ?? 0) + (counts[at] ?? 0)
  })
  return point
}

function columnsOf(counts: number, lines: readonly (readonly Term[])[]): string[] {
  const columns = Array.from({ length: counts }, () => [] as string[])
  lines.forEach((terms, line) => {
    for (const [count, factor] of terms) columns[count]?.push(`${line}*${factor}`)
  })
  return columns.map((parts) => parts.join())
}

function numbered(columns: readonly string[]): number[] {
  const found = new Map<string, number>()
  return columns.map((column) => {
    if (column === '') return -1
    const at = found.get(column) ?? found.size
    found.set(column, at)
    return at
  })
}

/** Counts of one variable have the same factor everywhere, so it is taken once. */
function merged(terms: readonly Term[], variableOf: readonly number[]): Term[] {
  const factors = new Map<number, number>()
  for (const [count, factor] of terms) factors.set(variableOf[count] ?? -1, factor)
  return [...factors]
}

/** The only variable of a row, if it stands there once. */
function boundOf(terms: readonly Term[], { high }: Row): number | undefined {
  const [only] = terms
  const alone = terms.length === 1 && only?.[1] === 1 && high >= 0
  return alone ? only[0] : undefined
}
