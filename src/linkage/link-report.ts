/**
 * What the coordinator can tell of the quality of its links, as counts (protocol/specification.md 8.5). Persons with a
 * number label the truth: rows that share one are one person, whatever their names say; so the rule is run once more
 * without numbers, and judged by them. Reveals how many pairs share and differ in numbers; the counters alone get it.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */

import type { Partition } from './clusters.ts'
import { numberedClasses, type TokenRows } from './link-rows.ts'
import type { NumberedKeys } from './number-keys.ts'
import { applyRule, type LinkedRows, type LinkQuality } from './rule-l2.ts'
import type { ClassKeys } from './touched-clusters.ts'

/** Pairs of rows, judged by one class of numbers. */
export interface NumberLabelled {
  /** The class, e.g. `bsn`: persons with a BSN and persons of the asylum chain err differently. */
  readonly numbers: string
  /** Pairs that share a number of the class. */
  readonly same: number
  /** Of these, the ones that the keys without numbers join. */
  readonly found: number
  /** Pairs that the keys without numbers join, though both rows hold a number of the class and not the same. */
  readonly different: number
}

export interface LinkReport extends LinkQuality {
  /** Rows less persons: links by numbers, and by all keys. */
  readonly linksByNumbers: number
  readonly links: number
  readonly labelled: readonly NumberLabelled[]
}

/** Judges what {@link linkRows} made of these rows. Takes about twice as long as linking. */
export function reportLinks(tokenRows: TokenRows, { persons, quality }: LinkedRows): LinkReport {
  const { rows } = tokenRows
  const limits = { maxRows: tokenRows.maxRowsPerPerson }
  const classes = numberedClasses(tokenRows)
  const numbers = classes.filter(({ rule }) => rule.tier === 1)
  const byNames = applyRule(
    rows,
    classes.filter(({ rule }) => rule.tier !== 1),
    limits,
  )
  return {
    ...quality,
    linksByNumbers: rows - applyRule(rows, numbers, limits).persons,
    links: rows - persons,
    labelled: numbers.filter(({ rule }) => rule.unique).map((one) => judge(one, byNames)),
  }
}

function judge({ rule, keys }: ClassKeys, { person, persons }: Partition): NumberLabelled {
  const withNumber = new Uint32Array(persons)
  const together = new Map<number, number>()
  const holders = new Uint32Array(keys.count)
  for (const [row, key] of numbersOfRows(keys)) {
    holders[key]!++
    withNumber[person[row]!]!++
    const both = key * persons + person[row]!
    together.set(both, (together.get(both) ?? 0) + 1)
  }
  const found = sumOf(together.values(), pairsAmong)
  return {
    numbers: rule.id,
    same: sumOf(holders, pairsAmong),
    found,
    different: sumOf(withNumber, pairsAmong) - found,
  }
}

/** Rows with a number that another row holds too, and the number; of a row with two, the first. */
function* numbersOfRows({ keyOf, width }: NumberedKeys): Generator<readonly [number, number]> {
  for (let row = 0; row * width < keyOf.length; row++) {
    const key = keyOf.subarray(row * width, (row + 1) * width).find((one) => one >= 0)
    if (key !== undefined) yield [row, key]
  }
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2
}

function sumOf(counts: Iterable<number>, of: (count: number) => number): number {
  let sum = 0
  for (const count of counts) sum += of(count)
  return sum
}
