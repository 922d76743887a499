import { ELEMENT_BYTES, type GroupEngine } from '../group/engine.ts'
import { rowBytes } from '../psi/row.ts'
import { type Bin, binElements, CHANGED_BINS, makeBins, nullElements } from './bins.ts'
import { type Law, makeLaw } from './law.ts'

/** What a covered round fixes for everybody before its keys (protocol/specification.md 14.2). */
export interface CoverPlan {
  readonly bins: readonly Bin[]
  readonly law: Law
}

/** The plan with what bins open to in this round; the labels are the round's. */
export interface CoverElements {
  /** Label sum ‖ presence of each bin. */
  readonly bins: Uint8Array
  /** Label ‖ presence of what stands for nothing. */
  readonly nothing: Uint8Array
}

/** Columns of a covered bag: label and presence. */
export const COVER_COLUMNS = 2
export const COVER_ROW_BYTES = rowBytes(COVER_COLUMNS)

/** What everybody knows who makes or checks the cover of one evaluator. */
export interface CoverScene {
  readonly plan: CoverPlan
  readonly elements: CoverElements
  /** Label key ‖ presence key: the sums of all evaluators' shares. */
  readonly columnKeys: Uint8Array
  /** Round, stage, evaluator. */
  readonly context: Uint8Array
}

export function makeCoverPlan(agreed: {
  readonly lists: readonly string[]
  readonly epsilon: number
  readonly delta: number
}): CoverPlan {
  const bins = makeBins(agreed.lists)
  const { epsilon, delta } = agreed
  return { bins, law: makeLaw({ epsilon, delta, changedBins: CHANGED_BINS }) }
}

export function coverElements(
  engine: GroupEngine,
  plan: CoverPlan,
  labels: ReadonlyMap<string, Uint8Array>,
): CoverElements {
  return { bins: binElements(engine, plan.bins, labels), nothing: nullElements(engine) }
}

/** Rows that an evaluator adds to a bin: 2m, however many of them hold it. */
export function rowsPerBin(plan: CoverPlan): number {
  return 2 * plan.law.m
}

/** Rows that an evaluator adds to the bag, bins one after another. */
export function coverRowCount(plan: CoverPlan): number {
  return plan.bins.length * rowsPerBin(plan)
}

/** The vector at that place of a flat array of pairs, as a view. */
export function pairAt(pairs: Uint8Array, index: number): Uint8Array {
  const size = COVER_COLUMNS * ELEMENT_BYTES
  return pairs.subarray(index * size, (index + 1) * size)
}

/** Which bin a cover row is of. */
export function binOf(plan: CoverPlan, row: number): number {
  return Math.floor(row / rowsPerBin(plan))
}

/** The row at that place of cover rows, as a view. */
export function coverRowAt(rows: Uint8Array, index: number): Uint8Array {
  return rows.subarray(index * COVER_ROW_BYTES, (index + 1) * COVER_ROW_BYTES)
}
