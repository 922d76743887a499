/* A second reading of protocol/specification.md 9.3 and 9.4: what a bag comes to. */
import { Point } from './notation.ts'
import type { ReadKeys } from './read-round-keys.ts'
import { codeOf, labelOf, presenceOf, type ReadCheck, resolved } from './read-round-lists.ts'
import { splitHex } from './split-hex.ts'

const identity = '00'.repeat(32)

interface PersonSet {
  readonly lists: readonly string[]
  readonly codes: readonly string[] | null
  count: number
}

export interface Count {
  readonly table: string
  readonly sets: readonly PersonSet[]
  readonly padding: number
  readonly undecodable: number
  readonly uncoded: number
}

function reach(n: number, most: number): number {
  const multisets = (h: number) => {
    let [total, ways] = [0, 1]
    for (let i = 1; i <= h; i++) {
      ways = (ways * (n + i - 1)) / i
      total += ways
    }
    return total
  }
  let h = 1
  while (h + 1 <= Math.ceil(most / 2) && multisets(h + 1) <= 65_536) h++
  return Math.min(most, 2 * h)
}

/** All sums of multisets of one to `most` of these, by the text of the sum. */
function sums(named: readonly (readonly [string, string])[], most: number): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const walk = (from: number, sum: typeof Point.ZERO, names: readonly string[]) => {
    if (names.length > 0) found.set(sum.toHex(), [...names])
    if (names.length === most) return
    for (const [at, [name, element]] of named.entries()) {
      if (at >= from) walk(at, sum.add(Point.fromHex(element)), [...names, name])
    }
  }
  walk(0, Point.ZERO, [])
  return found
}

/** What the labels, presences and codes of a table can add up to. */
interface Sums {
  readonly labels: ReadonlyMap<string, readonly string[]>
  /** null in the bag of persons. */
  readonly codes: ReadonlyMap<string, readonly string[]> | null
}

function sumsOf(keys: ReadKeys, table: string): Sums {
  const { lists, tables } = keys.core
  const most = reach(lists.length, lists.length)
  const labels = sums(
    lists.map(({ id }) => [id, labelOf(keys, id)] as const),
    most,
  )
  const book = tables.find(({ id }) => id === table)?.codes
  if (book === undefined) return { labels, codes: null }
  const elements = book.map((code) => [code, codeOf(keys, table, code)] as const)
  return { labels, codes: sums(elements, reach(book.length, most)) }
}

interface ReadRow {
  readonly kind: 'person' | 'check' | 'padding' | null
  readonly lists: readonly string[]
  /** null where they stand for nothing. */
  readonly codes: readonly string[] | null
}

function readRow({ labels, codes }: Sums, row: string): ReadRow {
  const [label = '', presence = '', code = ''] = splitHex(row, 32)
  const found = codes === null ? [] : (codes.get(code)?.toSorted() ?? null)
  if (label === identity && presence === presenceOf('padding')) {
    const fits = codes === null || found?.join() === 'unknown'
    return { kind: 'padding', lists: [], codes: fits ? found : null }
  }
  const lists = labels.get(label)?.toSorted()
  const kind = lists === undefined ? null : kindOf(presence, lists.length)
  if (lists === undefined || kind === null) return { kind: null, lists: [], codes: [] }
  const fits = codes === null || found?.length === lists.length
  return { kind, lists, codes: fits ? found : null }
}

function kindOf(presence: string, rows: number): 'person' | 'check' | null {
  if (presence === identity) return 'person'
  const check = Point.fromHex(presenceOf('check')).multiply(BigInt(rows))
  return check.toHex() === presence ? 'check' : null
}

/** The count of a table; `rows` are those of its last strip. */
export function readBag(
  keys: ReadKeys,
  table: string,
  by: { readonly rows: readonly string[]; readonly checks: readonly ReadCheck[] },
): Count {
  const all = sumsOf(keys, table)
  const rows = by.rows.map((row) => readRow(all, row))
  const keyOf = ({ lists, codes }: Omit<ReadRow, 'kind'>) => JSON.stringify([lists, codes])
  const due = by.checks.map(({ lists, codes }) =>
    keyOf({ lists, codes: all.codes === null ? [] : lists.map(() => codes[table]!) }),
  )
  const checks = rows.filter(({ kind }) => kind === 'check').map(keyOf)
  if (checks.toSorted().join() !== due.toSorted().join()) throw new Error('check persons differ')
  const sets = new Map<string, PersonSet>()
  for (const row of rows.filter(({ kind }) => kind === 'person')) {
    const { lists, codes } = row
    sets.set(keyOf(row), { lists, codes, count: (sets.get(keyOf(row))?.count ?? 0) + 1 })
  }
  const count = (is: (row: ReadRow) => boolean) => rows.filter(is).length
  return {
    table,
    sets: [...sets.values()].toSorted(inOrder),
    padding: count(({ kind }) => kind === 'padding'),
    undecodable: count(({ kind }) => kind === null),
    uncoded: count(({ codes }) => codes === null),
  }
}

function inOrder(one: PersonSet, other: PersonSet): number {
  return compare(one.lists, other.lists) || compare(one.codes ?? [], other.codes ?? [])
}

function compare(one: readonly string[], other: readonly string[]): number {
  if (one.length !== other.length) return one.length - other.length
  const at = one.findIndex((name, place) => name !== other[place])
  if (at === -1) return 0
  return one[at]! < other[at]! ? -1 : 1
}

/** 9.4. */
export function readCells(keys: ReadKeys, { table, sets }: Count) {
  const cells = new Map<string, { lists: string[]; code: string; persons: number }>()
  for (const { lists, codes, count } of sets) {
    if (codes === null) continue
    const once = [...new Set(lists)].toSorted()
    const code = resolved(keys, table, codes)
    const key = JSON.stringify([once, code])
    const persons = (cells.get(key)?.persons ?? 0) + count
    cells.set(key, { lists: once, code, persons })
  }
  return [...cells.values()]
}
