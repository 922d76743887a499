/**
 * Rows to persons at the coordinator (protocol/specification.md 8.2). It sees tokens only: not
 * which list a row is of, nor which slots are fillers (a filler is a token nobody else has).
 */
import { Problem } from '../base/problem.ts'
import type { SlotRule } from '../base/slots.ts'
import { keyClasses } from './key-class.ts'
import { checkGrid, numberKeys } from './number-keys.ts'
import { applyRule, type LinkedRows } from './rule-l2.ts'
import type { ClassKeys } from './touched-clusters.ts'

export interface TokenRows {
  readonly rows: number
  readonly slots: readonly SlotRule[]
  /** rows · slots · TOKEN_BYTES, row-major: the first bytes of each token. */
  readonly tokens: Uint8Array
  /** The number of lists: a person has at most one row on each. */
  readonly maxRowsPerPerson: number
}

/**
 * Links rows by rule `l2`. Time and memory grow linearly with the tokens.
 *
 * @returns persons numbered by their first row; the same for every order of rows save for numbering
 * @throws Problem `linkage.grid-size`, `linkage.class-mixed`, `linkage.max-rows`
 */
export function linkRows(rows: TokenRows): LinkedRows {
  return applyRule(rows.rows, numberedClasses(rows), { maxRows: rows.maxRowsPerPerson })
}

/** The tokens of all classes as numbers; throws as {@link linkRows} does. */
export function numberedClasses({ rows, slots, tokens, maxRowsPerPerson }: TokenRows): ClassKeys[] {
  if (!Number.isSafeInteger(maxRowsPerPerson) || maxRowsPerPerson < 1) {
    throw new Problem({
      code: 'linkage.max-rows',
      what: 'The largest number of rows of a person is not a positive whole number',
      remedy: 'Give the number of lists of the round.',
    })
  }
  const grid = { rows, slots: slots.length, keys: tokens }
  checkGrid(grid)
  // A number that one row alone holds may be a filler and must not speak against a link.
  return keyClasses(slots).map((rule) => ({ rule, keys: numberKeys(grid, rule.slots, 2) }))
}
