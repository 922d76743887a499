/**
 * The yardstick beside the rule of a round: the same rule where lists, empty slots and sexes are seen. Then a person
 * has one row on each list, and rows of different sex, or with different numbers of a kind that is given once, are not
 * one person by any key that is not a number. What it finds more, a round pays for hiding these. Pure.
 */
import { keyClasses } from '../linkage/key-class.ts'
import { type NumberedKeys, numberKeys } from '../linkage/number-keys.ts'
import { applyRule, type LinkedRows } from '../linkage/rule-l2.ts'
import type { Sex } from '../matching/normalise-sex.ts'
import { gridOf, type ListRows } from './list-rows.ts'

const sexes: readonly (Sex | undefined)[] = ['M', 'F']

export function linkSeeingLabels(lists: readonly ListRows[]): LinkedRows {
  const { rows, slots, tokens, present, lists: ofRows } = gridOf(lists)
  const grid = { rows, slots: slots.length, keys: tokens, present }
  // Seen to be no filler, a number speaks as soon as one row has it.
  const classes = keyClasses(slots).map((rule) => ({
    rule,
    keys: numberKeys(grid, rule.slots, 1),
  }))
  const seen = { lists: ofRows, unique: [sexesOf(lists)] }
  return applyRule(rows, classes, { maxRows: lists.length, seen })
}

/** The sexes of each row's records as numbers, a place for each sex. */
function sexesOf(lists: readonly ListRows[]): NumberedKeys {
  const width = sexes.length
  const rows = lists.reduce((sum, one) => sum + one.rows, 0)
  const keyOf = new Int32Array(rows * width).fill(-1)
  let before = 0
  for (const { list, rowOf, rows: own } of lists) {
    for (const [record, row] of rowOf.entries()) {
      const sex = sexes.indexOf(list.sexes[record])
      if (sex >= 0) keyOf[(before + row) * width + sex] = sex
    }
    before += own
  }
  return { width, keyOf, count: width }
}
