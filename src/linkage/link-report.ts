/**
 * What the coordinator can tell of the quality of its links, as counts (protocol/specification.md 8.5). Persons with a
 * number label the truth: rows that share one are one person, whatever their names say; so the rule is run once more
 * without numbers, and judged by them. Reveals how many links share and differ in numbers; the counters alone get it.
 *
 * Indexes below stay within their arrays by construction, hence the `!` after each access.
 */

import type { Partition } from './clusters.ts'
import { numberedClasses, type TokenRows } from './link-rows.ts'
import type { NumberedKeys } from './number-keys.ts'
import { applyRule, type LinkedRows, type LinkQuality } from './rule-l2.ts'
import type { ClassKeys } from './touched-clusters.ts'

/**
 * Links judged by one class of numbers. Links, not pairs: what one person adds grows with its rows and not with their
 * square, so that nobody who plants rows can make one person show; and links are what totals are made of.
 */
export interface NumberLabelled {
  /** The class, e.g. `bsn`: persons with a BSN and persons of the asylum chain err differently. */
  readonly numbers: string
  /** Rows less different numbers, of rows whose number another row holds too: links that there are. */
  readonly same: number
  /** Of these, the ones that the keys without numbers find: rows less the persons by names that hold each number. */
  readonly found: number
  /** Numbers less persons by names who hold one: links by names between different numbers. */
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
    labelled: numbers
      .filter(({ rule }) => rule.unique)
      .map((one) => judge(one, byNames, limits.maxRows)),
  }
}

function judge(
  { rule, keys }: ClassKeys,
  { person, persons }: Partition,
  mostRows: number,
): NumberLabelled {
  const holders = new Uint32Array(keys.count)
  const places = new Set<number>()
  const named = new Uint8Array(persons)
  let rows = 0
  for (const [row, key] of numbersOfRows(keys)) {
    // More rows than lists hold what no person can; were all left out, one row more would show by what is gone.
    if (holders[key]! === mostRows) continue
    holders[key]!++
    rows++
    named[person[row]!] = 1
    places.add(key * persons + person[row]!)
  }
  return {
    numbers: rule.id,
    same: rows - holders.filter((count) => count > 0).length,
    found: rows - places.size,
    different: places.size - named.reduce((sum, one) => sum + one, 0),
  }
}

/** Rows with a number that another row holds too, and the number; of a row with two, the first. */
function* numbersOfRows({ keyOf, width }: NumberedKeys): Generator<readonly [number, number]> {
  for (let row = 0; row * width < keyOf.length; row++) {
    const key = keyOf.subarray(row * width, (row + 1) * width).find((one) => one >= 0)
    if (key !== undefined) yield [row, key]
  }
}
