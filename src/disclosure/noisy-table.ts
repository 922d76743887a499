/**
 * A table with the noise of differential privacy on every finest cell, those of nobody too. One
 * person who stands on other lists, or has other attributes, changes two cells by one each, so noise of scale
 * 2/ε on each makes the whole table ε-differentially private; sums of its cells cost no more. Strata
 * are as the rules name them, never as found. Assumes a good source of randomness; pure. Reveals what the law allows.
 */
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { OTHER, type TableCell, type TableFile } from '../overlap/table-file.ts'
import { drawGeometric } from './geometric.ts'
import { patternsOf } from './table-plan.ts'
import { hierarchiesOf, type TableRules } from './table-rules.ts'

/** ε is a number of thousandths. */
const THOUSANDTHS = 1000
const MOST_CELLS = 100_000

/** @throws Problem `disclosure.too-many-cells`, `disclosure.attribute-unknown` */
export function noisyTable(table: TableFile, rules: TableRules, random: Random): TableFile {
  const [hierarchy = []] = hierarchiesOf(rules, table)
  const values = hierarchy.map((attribute) => [...(rules.values[attribute] ?? []), OTHER])
  const strata = values.reduce((product, one) => product * one.length, 1)
  if (strata * 2 ** table.lists.length > MOST_CELLS) throw tooMany()
  const exact = countsBy(table, hierarchy, rules)
  const milli = Math.round((rules.dp?.epsilon ?? 0) * THOUSANDTHS)
  const cells = productOf(hierarchy, values).flatMap((of) =>
    setsOf(table.lists).map((lists): TableCell => {
      const count = exact.get(keyOf(lists, of)) ?? 0
      return { lists, of, count: count + drawGeometric(milli, 2 * THOUSANDTHS, random) }
    }),
  )
  return { ...table, attributes: hierarchy, cells }
}

/** Exact counts of the cells that get noise: values that are not named are one. */
function countsBy(
  table: TableFile,
  hierarchy: readonly string[],
  rules: TableRules,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { lists, of, count } of table.cells) {
    const told = hierarchy.map((attribute) => {
      const value = of[attribute] ?? ''
      return [attribute, rules.values[attribute]?.includes(value) === true ? value : OTHER]
    })
    const key = keyOf(lists, Object.fromEntries(told))
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  return counts
}

function setsOf(lists: readonly string[]): (readonly string[])[] {
  const plan = { groups: lists.map((list) => [list]), singly: lists.length }
  return patternsOf(plan).flatMap((who) => ('onlyOn' in who ? [who.onlyOn] : []))
}

function productOf(
  attributes: readonly string[],
  values: readonly (readonly string[])[],
): Record<string, string>[] {
  return attributes.reduce<Record<string, string>[]>(
    (strata, attribute, at) =>
      strata.flatMap((of) => (values[at] ?? []).map((value) => ({ ...of, [attribute]: value }))),
    [{}],
  )
}

function keyOf(lists: readonly string[], of: Readonly<Record<string, string>>): string {
  return JSON.stringify([lists, Object.values(of)])
}

function tooMany(): Problem {
  return new Problem({
    code: 'disclosure.too-many-cells',
    what: 'A table has more cells than noise can be put on here',
    where: `lists and values of strata: at most ${MOST_CELLS} combinations`,
    remedy: 'Name fewer attributes or values in the rules, or join lists.',
  })
}
