/**
 * How many persons stand on exactly which lists. Raw small counts live in this folder only: what
 * leaves it goes through `disclosure/`. Assumes that persons were linked before; reveals nothing by
 * itself, and its problems name cells by their place, never by a count.
 */
import type { Cell, ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'

/** What the opened bag says about itself (protocol/specification.md 9.3), in persons. */
export interface LinkQuality {
  /** Persons in whom one list occurs twice: false links. */
  readonly listTwice: number
  /** Sums that stand for no set of lists of the round. */
  readonly undecodable: number
}

export interface OverlapTable {
  readonly lists: readonly ListInfo[]
  /** Ordered by their list ids; every non-empty cell once, empty cells absent. */
  readonly cells: readonly Cell[]
  readonly quality: LinkQuality
}

/** What an overlap table is made of; cells and the lists within them in any order. */
export interface OverlapParts {
  readonly lists: readonly ListInfo[]
  readonly cells: readonly Cell[]
  readonly quality: LinkQuality
}

/**
 * The one way to an overlap table: sorts lists within cells and cells among each other, so that
 * equal counts give equal tables.
 * @throws Problem `overlap.list-twice`, `overlap.list-unknown`, `overlap.cell-empty`,
 *   `overlap.cell-twice`, `overlap.count`
 */
export function makeOverlapTable(parts: OverlapParts): OverlapTable {
  checkLists(parts.lists)
  checkCount(parts.quality.listTwice, 'quality, one list twice', 0)
  checkCount(parts.quality.undecodable, 'quality, undecodable', 0)
  const known = new Set(parts.lists.map((list) => list.id))
  const cells = parts.cells.map((cell, at) => checkedCell(cell, known, `cell ${at + 1}`))
  const keyed = cells.map((cell) => ({ key: cellKey(cell.lists), cell })).sort(byKey)
  for (const [at, { key }] of keyed.entries()) {
    if (at > 0 && keyed[at - 1]?.key === key)
      throw refusal('cell-twice', 'Two cells are of the same lists', '')
  }
  return { lists: [...parts.lists], cells: keyed.map(({ cell }) => cell), quality: parts.quality }
}

/** Counts persons, each given as the ids of the lists it stands on, in any order. */
export function tallyPersons(
  lists: readonly ListInfo[],
  persons: Iterable<readonly string[]>,
  quality: LinkQuality,
): OverlapTable {
  const counts = new Map<string, { lists: readonly string[]; persons: number }>()
  for (const person of persons) {
    const sorted = [...person].sort()
    const key = cellKey(sorted)
    counts.set(key, { lists: sorted, persons: (counts.get(key)?.persons ?? 0) + 1 })
  }
  return makeOverlapTable({ lists, cells: [...counts.values()], quality })
}

/** Ids hold no blank, so no two sets of lists share a key. */
function cellKey(sorted: readonly string[]): string {
  return sorted.join(' ')
}

function byKey(one: { key: string }, other: { key: string }): number {
  if (one.key === other.key) return 0
  return one.key < other.key ? -1 : 1
}

function checkLists(lists: readonly ListInfo[]): void {
  const seen = new Set<string>()
  for (const { id } of lists) {
    if (seen.has(id)) throw refusal('list-twice', 'Two lists have the same id', id)
    seen.add(id)
  }
}

function checkedCell(cell: Cell, known: ReadonlySet<string>, where: string): Cell {
  if (cell.lists.length === 0) throw refusal('cell-empty', 'A cell is of no list at all', where)
  const lists = [...cell.lists].sort()
  for (const [at, id] of lists.entries()) {
    if (!known.has(id)) throw refusal('list-unknown', 'A cell names a list not in the round', where)
    if (lists[at - 1] === id) throw refusal('list-twice', 'A cell names a list twice', where)
  }
  checkCount(cell.persons, where, 1)
  return { lists, persons: cell.persons }
}

function checkCount(value: number, where: string, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw refusal('count', `A count is not a whole number of at least ${least}`, where)
}

function refusal(code: string, what: string, where: string): Problem {
  return new Problem({ code: `overlap.${code}`, what, ...(where === '' ? {} : { where }) })
}
