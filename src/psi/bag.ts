/**
 * What a counter makes of an opened bag (protocol/specification.md 9.3): each row is the sum of one
 * person's rows, column by column: labels, presences and, in the bag of a table, codes. Assumes that
 * the openings were proven. Reveals to the counter how many persons stand on exactly which lists with
 * which codes, and nothing of who they are.
 */
import { UNKNOWN } from '../base/codes.ts'
import type { Cell } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { ELEMENT_BYTES, type GroupEngine, IDENTITY, isIdentity } from '../group/engine.ts'
import { decodableSize, decodeSums, type Summand } from './multiset-sums.ts'

export interface Bag {
  /** The label element of every list of the round. */
  readonly labels: readonly Summand[]
  /** What the presence column of a padding row and of a check person's row holds. */
  readonly padding: Uint8Array
  readonly check: Uint8Array
  /** The element of every code of the table, `unknown` among them; null for the bag of persons. */
  readonly codes: readonly Summand[] | null
  /** One row per person: sum of labels, of presences and, with codes, of codes; 32 bytes each. */
  readonly rows: Uint8Array
  /** Rows of the largest person that can be decoded; the number of lists. */
  readonly maxLists: number
  /** What part of the rows that are no padding may stand for nothing. */
  readonly undecodableShare: number
}

/** Persons whose rows are of exactly these lists and hold exactly these codes. */
export interface PersonSet {
  /** Sorted; a list as often as the person has rows of it. */
  readonly lists: readonly string[]
  /** Sorted, one for each row; none in the bag of persons; null where they stand for nothing. */
  readonly codes: readonly string[] | null
  readonly count: number
}

export interface DecodedBag {
  /** By number of lists, then by list ids, then by codes. */
  readonly sets: readonly PersonSet[]
  /** Check persons, in the same order. */
  readonly checks: readonly PersonSet[]
  /** Padding rows of all lists together: they hide which list they are of (5.3). */
  readonly padding: number
  /** Rows that stand for no multiset of up to maxLists lists within reach. */
  readonly undecodable: number
  /** Rows of known lists whose codes are not one for each row, or not `unknown` for padding. */
  readonly uncoded: number
}

/**
 * Decodes a bag. Equal rows are decoded once, so time follows the number of different multisets.
 *
 * @throws Problem `bag.size`, `bag.presence`, `bag.labels`, `bag.codes`, `bag.max-lists`,
 *   `bag.undecodable`
 */
export function decodeBag(engine: GroupEngine, bag: Bag): DecodedBag {
  checkBag(engine, bag)
  const rows = countRows(bag)
  const mayFail = undecodableLimit(rows, bag)
  const read = rowReader(engine, bag, { rows, mayFail })
  const sets = new Map<string, PersonSet>()
  const checks = new Map<string, PersonSet>()
  let padding = 0
  let undecodable = 0
  let uncoded = 0
  for (const row of rows) {
    const { kind, lists, codes } = read(row)
    const { count } = row
    if (kind === null) undecodable += count
    else if (codes === null) uncoded += count
    if (kind === 'padding') padding += count
    if (kind === 'real') addSet(sets, { lists, codes, count })
    if (kind === 'check') addSet(checks, { lists, codes, count })
  }
  if (undecodable + uncoded > mayFail) throw tooMany()
  return { sets: inOrder(sets), checks: inOrder(checks), padding, undecodable, uncoded }
}

/**
 * The overlap cells of decoded multisets. A list twice in one person is a false link: the person
 * counts once on that list, and `listTwice` says how many persons there were of the kind.
 */
export function collapseSets(sets: readonly Pick<PersonSet, 'lists' | 'count'>[]): {
  cells: Cell[]
  listTwice: number
} {
  const cells = new Map<string, { lists: string[]; persons: number }>()
  let listTwice = 0
  for (const { lists, count } of sets) {
    const once = [...new Set(lists)].sort()
    if (once.length < lists.length) listTwice += count
    const key = JSON.stringify(once)
    const cell = cells.get(key) ?? { lists: once, persons: 0 }
    cell.persons += count
    cells.set(key, cell)
  }
  const sorted = [...cells.values()].sort((a, b) => compareNames(a.lists, b.lists))
  return { cells: sorted, listTwice }
}

function checkBag(engine: GroupEngine, bag: Bag): void {
  const { padding, check, rows, maxLists } = bag
  const marks = [padding, check]
  const same = Buffer.compare(padding, check) === 0
  if (same || marks.some((mark) => isIdentity(mark) || !engine.isElement(mark))) {
    throw new Problem({
      code: 'bag.presence',
      what: 'The elements of padding and check rows are no elements, the identity or the same',
      remedy: 'Derive them as the suite of the round says.',
    })
  }
  if (rows.length % rowBytes(bag) !== 0) {
    throw new Problem({
      code: 'bag.size',
      what: 'A bag does not consist of whole rows',
      where: `${rows.length} bytes`,
      remedy: 'End the round: the last opening is cut off or of another table.',
    })
  }
  if (!Number.isSafeInteger(maxLists) || maxLists < 1) {
    throw new Problem({
      code: 'bag.max-lists',
      what: 'The size of the largest person is not a positive whole number',
      remedy: 'Give the number of lists of the round.',
    })
  }
}

function rowBytes({ codes }: Bag): number {
  return (codes === null ? 2 : 3) * ELEMENT_BYTES
}

/** Elements as one-byte strings: the keys of the maps here and in multiset-sums. */
interface CountedRow {
  readonly labelSum: string
  readonly presence: string
  /** Empty in the bag of persons. */
  readonly codeSum: string
  count: number
}

function countRows(bag: Bag): CountedRow[] {
  const { buffer, byteOffset, length } = bag.rows
  const all = Buffer.from(buffer, byteOffset, length)
  const rows = new Map<string, CountedRow>()
  const width = rowBytes(bag)
  for (let at = 0; at < length; at += width) {
    const key = all.toString('latin1', at, at + width)
    const row = rows.get(key)
    if (row !== undefined) row.count++
    else rows.set(key, { ...splitRow(key), count: 1 })
  }
  return [...rows.values()]
}

function splitRow(key: string): Omit<CountedRow, 'count'> {
  return {
    labelSum: key.slice(0, ELEMENT_BYTES),
    presence: key.slice(ELEMENT_BYTES, 2 * ELEMENT_BYTES),
    codeSum: key.slice(2 * ELEMENT_BYTES),
  }
}

/** How many rows may stand for nothing: one at least, where any may and there is any. */
function undecodableLimit(rows: readonly CountedRow[], bag: Bag): number {
  const padding = latin1(bag.padding)
  const others = rows.reduce((sum, row) => sum + (row.presence === padding ? 0 : row.count), 0)
  return Math.ceil(bag.undecodableShare * others)
}

type Kind = 'real' | 'padding' | 'check'

interface ReadRow {
  readonly kind: Kind | null
  readonly lists: readonly string[]
  readonly codes: readonly string[] | null
}

/** Decodes all sums there are, then says of a row what it stands for. */
function rowReader(
  engine: GroupEngine,
  bag: Bag,
  { rows, mayFail }: { readonly rows: readonly CountedRow[]; readonly mayFail: number },
): (row: CountedRow) => ReadRow {
  const { labels, maxLists } = bag
  const isPadding = paddingReader(bag)
  const others = rows.filter((row) => !isPadding(row))
  const lists = decodeSums(engine, {
    summands: labels,
    maxPicks: maxLists,
    wanted: new Set(others.map((row) => row.labelSum)),
    mayFail,
    refusal: badLabels,
  })
  const known = others.filter((row) => lists.has(row.labelSum))
  const codes = decodeSums(engine, {
    summands: bag.codes ?? [],
    maxPicks: decodableSize(labels.length, maxLists),
    wanted: new Set(bag.codes === null ? [] : known.map((row) => row.codeSum)),
    mayFail,
    refusal: badCodes,
  })
  const kindOf = kindReader(engine, bag)
  return (row) => {
    if (isPadding(row)) return { kind: 'padding', lists: [], codes: paddingCodes(row, bag) }
    const on = lists.get(row.labelSum)
    const kind = on === undefined ? null : kindOf(row.presence, on.length)
    if (on === undefined || kind === null) return { kind: null, lists: [], codes: null }
    const found = bag.codes === null ? [] : codes.get(row.codeSum)
    return { kind, lists: on, codes: fitCodes(found, { rows: on.length, bag }) }
  }
}

/** Padding takes off the label that evaluators add, so nothing is left of it (5.3). */
function paddingReader({ padding }: Bag): (row: CountedRow) => boolean {
  const [nothing, mark] = [latin1(IDENTITY), latin1(padding)]
  return (row) => row.labelSum === nothing && row.presence === mark
}

/** Padding holds `unknown` in every table. */
function paddingCodes({ codeSum }: CountedRow, { codes }: Bag): readonly string[] | null {
  if (codes === null) return []
  const unknown = codes.find(({ name }) => name === UNKNOWN)
  return unknown !== undefined && codeSum === latin1(unknown.element) ? [UNKNOWN] : null
}

/** Codes that can be: one for each row of the person. */
function fitCodes(
  codes: readonly string[] | undefined,
  of: { readonly rows: number; readonly bag: Bag },
): readonly string[] | null {
  if (codes === undefined) return null
  return of.bag.codes === null || codes.length === of.rows ? codes : null
}

/** What a sum of presences says of a person of so many rows. */
function kindReader(
  engine: GroupEngine,
  { check, labels, maxLists }: Bag,
): (presence: string, rows: number) => Kind | null {
  const checks: string[] = []
  let sum = IDENTITY
  for (let rows = 0; rows < decodableSize(labels.length, maxLists); rows++) {
    sum = engine.add(sum, check)
    checks.push(latin1(sum))
  }
  return (presence, rows) => {
    if (presence === latin1(IDENTITY)) return 'real'
    return presence === checks[rows - 1] ? 'check' : null
  }
}

function badLabels(): Problem {
  return new Problem({
    code: 'bag.labels',
    what: 'Labels of lists are no elements, repeat or depend on each other',
    remedy: 'Derive every label from its own list as the manifest names it.',
  })
}

function badCodes(): Problem {
  return new Problem({
    code: 'bag.codes',
    what: 'Codes of a table are no elements, repeat or depend on each other',
    remedy: 'Derive every code from its own table as the manifest names it.',
  })
}

/** Without numbers: the end of a round is told to everybody. */
function tooMany(): Problem {
  return new Problem({
    code: 'bag.undecodable',
    what: 'More of the opened bag stands for nothing than was agreed',
    remedy:
      'An owner or the linking is at fault; do not use the round, and find out before the next.',
    status: 409,
  })
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

/** Codes that stand for nothing have many sums and one meaning. */
function addSet(sets: Map<string, PersonSet>, set: PersonSet): void {
  const key = JSON.stringify([set.lists, set.codes])
  sets.set(key, { ...set, count: set.count + (sets.get(key)?.count ?? 0) })
}

function inOrder(sets: ReadonlyMap<string, PersonSet>): PersonSet[] {
  return [...sets.values()].sort(
    (a, b) => compareNames(a.lists, b.lists) || compareNames(a.codes ?? [], b.codes ?? []),
  )
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((name, index) => name !== b[index])
  if (at === -1) return 0
  return a[at]! < b[at]! ? -1 : 1 // at lies in both
}
