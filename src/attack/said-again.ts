/**
 * What a figure that is said again tells of the count now (protocol/disclosure-rules.md, Rounds): what
 * it would have been told as lies less than so many persons from what it stood for. Exactly the counts
 * of which that can be so. Pure; reveals nothing that a reader could not work out.
 */
import { perturbedBelow, perturbedFrom, perturbedTo } from '../release/perturbation-table.ts'
import type { Range, TableReleaseRules } from '../release/table-release.ts'
import { roundsTo } from './claims.ts'

/** By which a release says figures again, and others anew. */
export type RepeatRules = Pick<
  TableReleaseRules,
  'mode' | 'threshold' | 'roundingBase' | 'leastNewPersons'
>

/**
 * @param before what it stood for, by the rules by which it was made
 * @param rules of the release that says it again, with the threshold of the figure
 */
export function saidAgain(before: Range, rules: RepeatRules): Range {
  const near = (count: number) =>
    toldAs(count, rules).some(
      ({ low, high }) => Math.max(0, before.low - high, low - before.high) < rules.leastNewPersons,
    )
  // No cell stands for more counts than these.
  const width = Math.max(rules.roundingBase, perturbedBelow(rules.threshold)) + NOISE
  let low = Math.max(0, before.low - rules.leastNewPersons - width)
  while (low < before.low && !near(low)) low++
  let high = before.high + rules.leastNewPersons + width
  while (high > before.high && !near(high)) high--
  return { low, high }
}

/** Noise of mode `cellkey`, up and down. */
const NOISE = 10

/** What cells that can be made of a count stand for. */
function toldAs(count: number, rules: RepeatRules): Range[] {
  const { threshold } = rules
  if (rules.mode === 'cellkey') {
    const small = { low: 0, high: perturbedBelow(threshold) - 1 }
    return perturbedTo(count).map((value) => (value < threshold ? small : perturbedFrom(value)))
  }
  if (count < threshold) return [{ low: 0, high: threshold - 1 }]
  const base = rules.roundingBase
  const below = Math.floor(count / base) * base
  const value = count <= roundsTo(below, base)[1] ? below : below + base
  const half = Math.floor(base / 2)
  return [{ low: Math.max(threshold, value - half), high: value + half }]
}
