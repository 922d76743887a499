/**
 * The counts of one year behind a table of codes: one for every kind of that year and every class of
 * codes that figures of the year tell apart, so that figures that look at many lists of one year, but only there, need no joint count for each
 * combination of all years. They hang on the counts of the year (over codes) and on the table's joint
 * counts (over the finer kinds of one coarse kind). Nothing is lost, for the reason given in
 * round-space.ts: persons of one coarse kind and one code are as many as its finer kinds with that
 * code, and can be given these in any order, whatever they are given in other years. Of two tables that
 * would not hold, as both orders need not agree; so only one table is taken apart so, and
 * the others tell everything in their joint counts. Assumes kinds and a code block over all joint kinds;
 * reveals nothing.
 */
import type { Cell } from '../base/lists.ts'
import { type CodeBlock, weighed } from './code-block.ts'
import type { Part } from './round-parts.ts'
import type { Row, Term } from './solver.ts'

export interface CodeGroup {
  readonly variables: number
  readonly rows: readonly Row[]
  readonly termsOf: (part: Part) => Term[]
  /** Puts the exact counts in, after those of the year's kinds. */
  readonly counted: (counts: number[]) => void
}

export interface CodeGroupSetup {
  /** Kinds of the year as they stand in the space: where, on which lists, of which coarse kind. */
  readonly kinds: readonly {
    readonly at: number
    readonly lists: ReadonlySet<string>
    readonly coarse: number
  }[]
  readonly kindOf: (lists: ReadonlySet<string>) => number
  readonly coarseOf: (lists: ReadonlySet<string>) => number
  readonly codes: readonly string[]
  /** Those that look at nothing but this year and these codes. */
  readonly parts: readonly Part[]
  readonly block: CodeBlock
  readonly start: number
  readonly cells: readonly (Cell & { readonly code: string })[]
}

export function codeGroup(setup: CodeGroupSetup): CodeGroup {
  const { codes, block, start } = setup
  const { kinds, classes } = alike(setup)
  const place = (kind: number, one: number) => start + kind * classes.length + one
  const ofKinds = kinds.map((members, kind): Row => {
    const own = classes.map((_, one): Term => [place(kind, one), 1])
    return { terms: [...own, ...members.map(({ at }): Term => [at, -1])], low: 0, high: 0 }
  })
  const coarse = [...new Set(setup.kinds.map((kind) => kind.coarse))].filter((one) => one !== 0)
  const joined = block.byKind((lists) => setup.coarseOf(lists))
  const ofCodes = coarse.flatMap((one) =>
    classes.map((members, at): Row => {
      const own = kinds.flatMap(([first], kind): Term[] =>
        first?.coarse === one ? [[place(kind, at), 1]] : [],
      )
      const others = (joined.get(one) ?? []).flatMap((begin) =>
        members.map((code): Term => [begin + code, -1]),
      )
      return { terms: [...own, ...others], low: 0, high: 0 }
    }),
  )
  return {
    variables: kinds.length * classes.length,
    rows: [...ofKinds, ...ofCodes],
    termsOf: (part) =>
      kinds.flatMap(([first], kind) =>
        classes.flatMap(([code = 0], one) =>
          first === undefined
            ? []
            : weighed(part, first.lists, place(kind, one), codes[code] ?? null),
        ),
      ),
    counted: (counts) => putIn(setup, { kinds, classes, place }, counts),
  }
}

/** What no figure of the year tells apart is counted together. */
interface Alike {
  readonly kinds: readonly CodeGroupSetup['kinds'][]
  /** Codes by their place in the table; persons without one are the last. */
  readonly classes: readonly (readonly number[])[]
}

function alike({ kinds, parts, codes }: CodeGroupSetup): Alike {
  const weights = (lists: ReadonlySet<string>, code: string) =>
    parts.map(({ weigh }) => weigh(lists, code)).join()
  const places = codes.map((_, at) => at)
  const classes = together(places, (at) =>
    kinds.map(({ lists }) => weights(lists, codes[at] ?? '')).join(';'),
  )
  return {
    kinds: together(kinds, ({ lists, coarse }) =>
      [coarse, ...codes.map((code) => weights(lists, code))].join(';'),
    ),
    classes: [...classes, [codes.length]],
  }
}

function together<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const found = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const members = found.get(key) ?? []
    members.push(one)
    found.set(key, members)
  }
  return [...found.values()]
}

function putIn(
  { kindOf, codes, cells }: CodeGroupSetup,
  { kinds, classes, place }: Alike & { readonly place: (kind: number, one: number) => number },
  counts: number[],
): void {
  const kindAt = new Map(
    kinds.flatMap((members, kind) => members.map(({ lists }) => [kindOf(lists), kind] as const)),
  )
  const classOf = new Map(classes.flatMap((members, one) => members.map((code) => [code, one])))
  const without = classes.length - 1
  kinds.forEach((members, kind) => {
    counts[place(kind, without)] = members.reduce((sum, { at }) => sum + (counts[at] ?? 0), 0)
  })
  for (const { lists, code, persons } of cells) {
    const kind = kindAt.get(kindOf(new Set(lists)))
    if (kind === undefined) continue
    const own = place(kind, classOf.get(codes.indexOf(code)) ?? without)
    const none = place(kind, without)
    counts[own] = (counts[own] ?? 0) + persons
    counts[none] = (counts[none] ?? 0) - persons
  }
}
