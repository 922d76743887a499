/**
 * Whether a published estimate gives a count back. Somebody who knows all other counts works the
 * estimate out for every value that the hidden one may have, and keeps those that give what was
 * published: with two lists of known sizes and n1·n2/m often one m is left. Assumes a function that
 * publishes as the release does, rounding and all; it is a parameter, so that no estimator is known
 * here. Reveals a report without counts.
 */
import type { GateCheck } from './gate.ts'
import { LEAST_WIDTH } from './pass-rule.ts'

/** So many values of a count must give the same publication. */
const LEAST_VALUES = LEAST_WIDTH + 1

export interface Inversion {
  /** Values that each hidden count may have for who knows the rest; the true one among them. */
  readonly counts: readonly { readonly id: string; readonly candidates: readonly number[] }[]
  /** What is published in words if this count has this value; null: nothing. */
  readonly publication: (id: string, value: number) => string | null
  /** What is published; null: nothing. */
  readonly published: string | null
}

/** The values of each count that give what is published. */
export function invert({ counts, publication, published }: Inversion): Map<string, number[]> {
  return new Map(
    counts.map(({ id, candidates }) => [
      id,
      candidates.filter((value) => publication(id, value) === published),
    ]),
  )
}

/**
 * That an estimate is not published also tells something; it is tried alike. A count that has fewer
 * candidates than five to begin with need not keep more than it has.
 */
export function attackEstimate(inversion: Inversion): GateCheck {
  const left = invert(inversion)
  const widths = inversion.counts.map(({ id }) => (left.get(id)?.length ?? 0) - 1)
  const passed = inversion.counts.every(({ id, candidates }) => {
    return (left.get(id)?.length ?? 0) >= Math.min(LEAST_VALUES, candidates.length)
  })
  return {
    check: 'estimate',
    passed,
    cells: inversion.counts.length,
    narrowest: widths.length === 0 ? null : Math.max(0, Math.min(...widths)),
    reason: passed ? null : 'A published estimate could be turned back into a count.',
  }
}
