/**
 * Which persons the figures of a table tell of, and how they are merged where an attack would succeed
 * (protocol/disclosure-rules.md, Tables from a file, step 5): strata first, then everybody, in a fixed order
 * that depends on no count. Pure; reveals nothing.
 */
import type { Who } from '../release/who.ts'

/** How much is told of a stratum, or of everybody. */
export interface Detail {
  /** Lists joined into one stand together; in the order of the table. */
  readonly groups: readonly (readonly string[])[]
  /** Sets of so many lists and fewer are told one by one, larger ones by their number only. */
  readonly singly: number
  /** All sets of lists; or totals of lists only; or only how many persons there are. */
  readonly tells: 'sets' | 'lists' | 'total'
}

/** One way to tell a table. */
export interface TablePlan {
  readonly everybody: Detail
  readonly strata: Detail
  /** Each by its first attribute, within these by the second … */
  readonly hierarchies: readonly (readonly string[])[]
  /** What this plan merges that the one before did not. */
  readonly merges: string
}

/** At most so many times figures are merged. */
const MOST_MERGES = 10

export function tablePlans(
  lists: readonly string[],
  hierarchies: readonly (readonly string[])[],
): TablePlan[] {
  const all: Detail = { groups: lists.map((list) => [list]), singly: lists.length, tells: 'sets' }
  const plans: TablePlan[] = [{ everybody: all, strata: all, hierarchies, merges: '' }]
  const add = (change: Partial<TablePlan>) => {
    for (const last of plans.slice(-1)) plans.push({ ...last, ...change })
  }
  for (const { detail, merges } of hierarchies.length === 0 ? [] : strataDetails(all)) {
    add({ strata: detail, merges: `in strata, ${merges}` })
  }
  for (let left = withoutFinest(hierarchies); left !== null; left = withoutFinest(left)) {
    add({ hierarchies: left, merges: 'the finest strata are told within their parents only' })
  }
  for (const { detail, merges } of everybodyDetails(all)) add({ everybody: detail, merges })
  return plans.slice(0, MOST_MERGES + 1)
}

interface Merge {
  readonly detail: Detail
  readonly merges: string
}

function strataDetails(all: Detail): Merge[] {
  return [
    // A set of all lists is one cell as it is.
    ...(all.groups.length > 3
      ? [
          {
            detail: { ...all, singly: 2 },
            merges: 'sets of three lists and more become two figures',
          },
        ]
      : []),
    { detail: { ...all, tells: 'lists' }, merges: 'only totals are told' },
  ]
}

function everybodyDetails(all: Detail): Merge[] {
  const lists = all.groups.length
  const sets = [
    { singly: 3, merges: 'sets of four lists and more become one figure' },
    { singly: 2, merges: 'sets of three lists become one figure' },
    { singly: 1, merges: 'sets of two lists become one figure' },
  ]
  const half = Math.ceil(lists / 2)
  const joined = { ...all, singly: 1, groups: joinLast(all.groups.flat(), half) }
  return [
    ...sets
      .filter(({ singly }) => singly < lists - 1)
      .map(({ singly, merges }) => ({ detail: { ...all, singly }, merges })),
    ...(half > 1 && half < lists
      ? [{ detail: joined, merges: `the last ${half} lists of the table count as one` }]
      : []),
    { detail: { ...all, tells: 'lists' }, merges: 'only totals are told' },
    { detail: { ...all, tells: 'total' }, merges: 'only the number of persons is told' },
  ]
}

function joinLast(lists: readonly string[], size: number): string[][] {
  const kept = lists.slice(0, lists.length - size).map((list) => [list])
  return [...kept, lists.slice(lists.length - size)]
}

/** The last attribute of the last hierarchy goes first. */
function withoutFinest(
  hierarchies: readonly (readonly string[])[],
): readonly (readonly string[])[] | null {
  const last = hierarchies.at(-1)
  if (last === undefined) return null
  const shorter = last.slice(0, -1)
  return [...hierarchies.slice(0, -1), ...(shorter.length > 0 ? [shorter] : [])]
}

/** Everybody, each list or group of lists, and a cell for every set of lists. */
export function whosOf(detail: Detail): Who[] {
  if (detail.tells === 'total') return [totalOf(detail)]
  const totals = [totalOf(detail), ...detail.groups.map(partOf)]
  return detail.tells === 'lists' ? totals : [...totals, ...patternsOf(detail)]
}

function totalOf({ groups }: Pick<Detail, 'groups'>): Who {
  return { anyOf: groups.flat().map((list) => ({ list })) }
}

/** Together they are everybody, once. */
export function patternsOf({ groups, singly }: Pick<Detail, 'groups' | 'singly'>): Who[] {
  const sets = subsets(groups.length).filter((set) => set.length <= singly)
  const parts = groups.map(partOf)
  const patterns = sets.map((set) => patternOf(groups, set))
  const bySize: Who[] = []
  for (let size = singly + 1; size <= groups.length && size <= 3; size++) {
    bySize.push({ exactly: size, of: parts })
  }
  const least = Math.max(4, singly + 1)
  if (singly < groups.length && least <= groups.length) bySize.push({ atLeast: least, of: parts })
  return [...patterns, ...bySize]
}

function partOf(group: readonly string[]): Who {
  const lists = group.map((list) => ({ list }))
  return lists.length === 1 && lists[0] !== undefined ? lists[0] : { anyOf: lists }
}

function patternOf(groups: readonly (readonly string[])[], set: readonly number[]): Who {
  if (groups.every((group) => group.length === 1)) {
    return { onlyOn: set.flatMap((at) => groups[at] ?? []) }
  }
  const parts = groups.map((group, at) =>
    set.includes(at) ? partOf(group) : { not: partOf(group) },
  )
  return { allOf: parts }
}

/** Of 0 … size − 1, none empty: smaller sets first, each in order. */
function subsets(size: number): number[][] {
  const all = Array.from({ length: 2 ** size - 1 }, (_, at) =>
    Array.from({ length: size }, (__, bit) => bit).filter((bit) => ((at + 1) >> bit) & 1),
  )
  return all.sort((a, b) => a.length - b.length || before(a, b))
}

function before(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((bit, place) => bit !== other[place])
  return (one[at] ?? 0) - (other[at] ?? 0)
}
