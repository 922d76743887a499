/**
 * What a log-linear model is on one table: which cells it speaks of and which terms it can fit.
 * Assumes a hierarchical model. Pure; holds exact counts.
 *
 * Extended maximum likelihood (Fienberg & Rinaldo 2012; Chan, Silverman & Vincent 2021): a term whose
 * lists share nobody is at minus infinity. Every cell within it is expected to be empty, and is, so cells
 * and term leave the fit. No large negative number ever stands in for the infinite one.
 */
import { Problem } from '../base/problem.ts'
import { type CaptureTable, sharedBy } from './capture-table.ts'
import { logFactorial } from './distributions.ts'
import type { Model, Term } from './model.ts'

/** A table with the sums that every fit needs, taken once. */
export interface Counted {
  readonly lists: number
  readonly counts: Float64Array
  /** Persons on all lists of a term: the sufficient statistics. */
  readonly shared: Float64Array
  readonly observed: number
  /** Sum of ln(count!) over the cells. */
  readonly logFactorials: number
}

export interface Design {
  readonly model: Model
  /** The terms that are fitted; the intercept (0) first. */
  readonly free: Int32Array
  readonly minusInfinite: readonly Term[]
  /** Cells that the fit speaks of. */
  readonly live: Int32Array
}

/** 0: fine. 1: no extended maximum-likelihood estimate. 2: not identifiable. 3: both. */
export type Check = 0 | 1 | 2 | 3

/** @throws Problem `estimate.no-persons` */
export function countedTable(table: CaptureTable): Counted {
  const { counts, observed } = table
  if (observed < 1) {
    throw new Problem({
      code: 'estimate.no-persons',
      what: 'The table holds no persons, so there is nothing to estimate from',
      remedy: 'Give a table with at least one person on a list.',
    })
  }
  const logFactorials = counts.reduce((sum, count) => sum + logFactorial(count), 0)
  return { lists: table.lists.length, counts, shared: sharedBy(table), observed, logFactorials }
}

export function designOf(counted: Counted, model: Model): Design {
  const { shared, counts } = counted
  const minusInfinite = model.terms.filter((term) => shared[term] === 0)
  const free = [0, ...model.terms.filter((term) => shared[term] !== 0)]
  const live: number[] = []
  for (let cell = 1; cell < counts.length; cell++) {
    if (!minusInfinite.some((term) => (cell & term) === term)) live.push(cell)
  }
  return { model, free: Int32Array.from(free), minusInfinite, live: Int32Array.from(live) }
}

/**
 * Identifiability, and existence where it takes no fit; null where a fit or a linear programme must tell.
 *
 * For a hierarchical model the rank needs no elimination. A vector that vanishes on all live cells is, by
 * inclusion and exclusion over the cells that are themselves terms, c times (-1)^size; on a smallest live
 * cell that is no term it is then plus or minus c, so c = 0. Hence the rank falls short exactly when every
 * live cell is a term. Then, and when just one is not, only the observed counts have the observed sums,
 * and an estimate exists exactly when no live cell is empty.
 */
export function checkBySize(counted: Counted, design: Design): Check | null {
  const spare = design.live.length - design.free.length
  const identifiable = spare >= 0 ? 0 : 2
  if (design.live.every((cell) => counted.counts[cell] !== 0)) return identifiable
  if (spare > 0) return null
  return identifiable === 0 ? 1 : 3
}

/** Every parameter counts, also those at minus infinity (convention of Rcapture and of the 2021 paper). */
export function parametersOf(model: Model): number {
  return model.terms.length + 1
}
