import { Problem } from '../base/problem.ts'
import type { DecodedBag, PersonSet } from '../psi/bag.ts'
import type { CheckPerson } from '../psi/check-persons.ts'
import type { Core } from '../round/manifest.ts'
import type { TableCount } from './table-count.ts'

/**
 * Rows in = rows out: all rows that were sent must come back, persons, check persons and padding
 * together; no list with more rows than it has. Where sums could not be decoded, the rest may be in them.
 */
export function judgeSizes(core: Core, bag: DecodedBag): void {
  const rows = new Map<string, number>()
  for (const { lists, count } of [...bag.sets, ...bag.checks]) {
    for (const list of lists) rows.set(list, (rows.get(list) ?? 0) + count)
  }
  const wrong = core.lists.filter(({ id, rows: agreed }) => (rows.get(id) ?? 0) > agreed)
  const sent = core.lists.reduce((sum, list) => sum + list.rows, 0)
  const found = [...rows.values()].reduce((sum, count) => sum + count, bag.padding)
  const complete = bag.undecodable === 0 ? found === sent : found < sent
  if (wrong.length === 0 && complete) return
  throw new Problem({
    code: 'bag.sizes',
    what: 'The opened bag does not hold as many rows as were sent',
    where: wrong.length > 0 ? wrong.map((list) => list.id).join(', ') : 'all lists together',
    remedy: 'Rows were dropped, doubled or exchanged on the way; do not use the round.',
    status: 409,
  })
}

/** Check persons as the owners put them in; `element` and `slot` do not matter here. */
export type ExpectedCheck = Pick<CheckPerson, 'lists' | 'codes'>

/**
 * The bag must hold every check person that the owners put in, whole. Others stand for nothing and
 * are left out: an owner may have made them, and whether a round dies of them would tell it something.
 */
export function judgeChecks(
  found: readonly PersonSet[],
  expected: readonly ExpectedCheck[],
  of: { readonly table: string; readonly coded: boolean },
): void {
  const due = new Map<string, number>()
  for (const { lists, codes } of expected) {
    const each = of.coded ? lists.map(() => codes[of.table] ?? '') : []
    add(due, setKey({ lists: [...lists].sort(), codes: each }), 1)
  }
  for (const set of found) add(due, setKey(set), -set.count)
  if ([...due.values()].every((count) => count <= 0)) return
  throw new Problem({
    code: 'checks.differ',
    what: 'The check persons do not come out as the owners put them in',
    // No numbers: what is told of a round that ends is told to everybody, owners that planted rows too.
    where: `table ${of.table}`,
    remedy: 'Rows were changed, linked wrongly or not linked on the way; do not use the round.',
    status: 409,
  })
}

/** The same persons are opened for every table: what is known of their lists must not differ. */
export function judgeSame(persons: TableCount, other: TableCount): void {
  if (listsAlone(persons) === listsAlone(other)) return
  throw new Problem({
    code: 'bag.tables-differ',
    what: 'The bag of a table does not hold the same persons as the bag of persons',
    where: `table ${other.table}`,
    remedy: 'Sums were exchanged between two openings; do not use the round.',
    status: 409,
  })
}

/** A count without its codes, as one text. */
function listsAlone({ sets, padding, undecodable }: TableCount): string {
  const counts = new Map<string, number>()
  for (const { lists, count } of sets) add(counts, JSON.stringify(lists), count)
  return JSON.stringify([[...counts].sort(byKey), padding, undecodable])
}

function byKey([one]: readonly [string, number], [other]: readonly [string, number]): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function setKey({ lists, codes }: Pick<PersonSet, 'lists' | 'codes'>): string {
  return JSON.stringify([lists, codes])
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}
