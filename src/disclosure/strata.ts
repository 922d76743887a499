/**
 * Which strata of a table are told by themselves (protocol/disclosure-rules.md, Tables from a file,
 * step 1). A stratum that is too small is joined with others to `(other)`, which takes in its
 * siblings from the last one on until it is large enough; a parent of which fewer than two strata
 * would be left is not split. The order of attributes and values is fixed before any count is seen.
 * Pure. Reveals which strata are large enough; names no value that is told by nobody.
 */
import { OTHER, type TableCell, type TableFile } from '../overlap/table-file.ts'
import type { Stratum } from '../release/table-release.ts'
import type { TableRules } from './table-rules.ts'

export interface ToldStratum {
  readonly of: Stratum
  /** Finest cells of the stratum. */
  readonly cells: readonly TableCell[]
}

export interface Strata {
  /** Everybody first, then hierarchy by hierarchy, parents before children. */
  readonly told: readonly ToldStratum[]
  /** Attributes by which a stratum was joined with others, or a parent was not split. */
  readonly joined: readonly string[]
  readonly unsplit: readonly string[]
}

/** @param hierarchies each splits by its first attribute, within these by the second … */
export function toldStrata(
  table: TableFile,
  rules: TableRules,
  hierarchies: readonly (readonly string[])[],
): Strata {
  const everybody: ToldStratum = { of: {}, cells: table.cells }
  const told = new Map([[keyOf(everybody.of), everybody]])
  const [joined, unsplit] = [new Set<string>(), new Set<string>()]
  for (const hierarchy of hierarchies) {
    let parents = [everybody]
    for (const attribute of hierarchy) {
      parents = parents.flatMap((parent) => {
        const split = splitStratum(parent, attribute, rules)
        if (split.joined) joined.add(attribute)
        if (split.children.length === 0) unsplit.add(attribute)
        return split.children
      })
      for (const child of parents) {
        if (!told.has(keyOf(child.of))) told.set(keyOf(child.of), child)
      }
    }
  }
  return { told: [...told.values()], joined: [...joined], unsplit: [...unsplit] }
}

/** Persons, and those on several lists, are enough for a table of their own. */
export function isLargeEnough(
  cells: readonly TableCell[],
  { leastPersons, leastMultiList }: Pick<TableRules, 'leastPersons' | 'leastMultiList'>,
): boolean {
  return (
    persons(cells) >= leastPersons &&
    persons(cells.filter(({ lists }) => lists.length > 1)) >= leastMultiList
  )
}

export function persons(cells: readonly TableCell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0)
}

interface Group {
  /** Null: the rest. */
  readonly value: string | null
  readonly cells: readonly TableCell[]
}

function splitStratum(
  parent: ToldStratum,
  attribute: string,
  rules: TableRules,
): { readonly children: readonly ToldStratum[]; readonly joined: boolean } {
  const values = rules.values[attribute]
  const groups = groupsOf(parent.cells, attribute, values)
  if (rules.mode === 'dp') return { children: childrenOf(parent, attribute, groups), joined: false }
  // With a book of values, whether anybody has another one is not to be seen: `(other)` is always there.
  const { told, rest } = joinSmall(groups, rules, values !== undefined)
  const left = rest === null ? told : [...told, rest]
  if (left.length < 2) return { children: [], joined: false }
  return { children: childrenOf(parent, attribute, left), joined: rest !== null }
}

/** One for each value, in a fixed order, and the rest last: in it are values that nobody named. */
function groupsOf(
  cells: readonly TableCell[],
  attribute: string,
  named: readonly string[] | undefined,
): Group[] {
  const found = [...new Set(cells.map((cell) => cell.of[attribute] ?? ''))].sort()
  const values = named ?? found
  const of = (test: (value: string) => boolean) =>
    cells.filter((cell) => test(cell.of[attribute] ?? ''))
  return [
    ...values.map((value) => ({ value, cells: of((one) => one === value) })),
    { value: null, cells: of((one) => !values.includes(one)) },
  ]
}

function joinSmall(
  groups: readonly Group[],
  rules: TableRules,
  hasBook: boolean,
): { readonly told: readonly Group[]; readonly rest: Group | null } {
  const isTold = (group: Group) => group.value !== null && isLargeEnough(group.cells, rules)
  let told = groups.filter(isTold)
  const rest = groups.filter((group) => !isTold(group)).flatMap(({ cells }) => cells)
  const all = groups.filter(({ value }) => value !== null)
  if (!hasBook && told.length === all.length) return { told, rest: null }
  let joined = rest
  while (told.length > 0 && !isLargeEnough(joined, rules)) {
    joined = [...joined, ...(told.at(-1)?.cells ?? [])]
    told = told.slice(0, -1)
  }
  return { told, rest: { value: null, cells: joined } }
}

function childrenOf(
  parent: ToldStratum,
  attribute: string,
  groups: readonly Group[],
): ToldStratum[] {
  return groups.map(({ value, cells }) => ({
    of: { ...parent.of, [attribute]: value ?? OTHER },
    cells,
  }))
}

function keyOf(of: Stratum): string {
  return JSON.stringify(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)))
}
