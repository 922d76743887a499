/**
 * Where persons of a table can be expected to move: the variables that have some, a few that every
 * target could get some from, and what the rows between counts then need. A programme over these alone
 * is small, and a table found by it is a table; what it does not find may still be. Assumes a point that
 * keeps every row; reveals nothing.
 */
import type { Model } from './model.ts'
import type { Row } from './solver.ts'

/** A row needs a counterweight, that one another in the next row: so many deep. */
const DEPTH = 4

/** Of a model of fewer, all are near. */
const MANY = 3_000

export function isSmall({ variables }: Model): boolean {
  return variables < MANY
}

/**
 * Variables, ascending.
 *
 * @param few so many without persons for each target
 */
export function nearby(model: Model, base: readonly number[], few: number): number[] {
  const all = Array.from({ length: model.variables }, (_, at) => at)
  if (isSmall(model)) return all
  const near = new Set(all.filter((at) => (base[at] ?? 0) > 0))
  const rowsOf = rowsByVariable(model)
  const byRows = (one: number, other: number) =>
    (rowsOf[one]?.length ?? 0) - (rowsOf[other]?.length ?? 0) || one - other
  let fresh = model.targets.flatMap((terms) =>
    terms
      .map(([at]) => at)
      .filter((at) => !near.has(at))
      .sort(byRows)
      .slice(0, few),
  )
  for (let depth = 0; depth < DEPTH && fresh.length > 0; depth++) {
    for (const at of fresh) near.add(at)
    fresh = fresh.flatMap((at) =>
      (rowsOf[at] ?? []).flatMap((row) => counterweight(row, at, near).sort(byRows).slice(0, 1)),
    )
  }
  return [...near].sort((one, other) => one - other)
}

/** What could keep the sum when this variable grows, if nothing near can. */
function counterweight({ terms, low, high }: Row, grows: number, near: Set<number>): number[] {
  if (low !== high) return []
  const factor = terms.find(([at]) => at === grows)?.[1] ?? 0
  const others = terms.filter(([at, one]) => at !== grows && Math.sign(one) !== Math.sign(factor))
  if (others.some(([at]) => near.has(at))) return []
  return others.map(([at]) => at)
}

function rowsByVariable({ variables, rows }: Model): Row[][] {
  const found = Array.from({ length: variables }, (): Row[] => [])
  for (const row of rows) for (const [at] of row.terms) found[at]?.push(row)
  return found
}
