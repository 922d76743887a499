/**
 * The counts behind a table of codes (round-space.ts): one for every code and every combination of
 * joint kinds that the figures of the table tell apart, and one for persons without a code. Assumes
 * the joint kinds; reveals nothing.
 */
import type { Cell } from '../base/lists.ts'
import type { Range } from '../release/table-release.ts'
import type { Lists, Part } from './round-parts.ts'
import { type Row, type Term, valueAt } from './solver.ts'

export interface CodeBlock {
  readonly table: string
  readonly variables: number
  readonly rows: readonly Row[]
  readonly termsOf: (part: Part) => Term[]
  /** Where the counts of each kind begin (one for each code, then the one without), by what is asked of its lists. */
  readonly byKind: (ask: (lists: ReadonlySet<string>) => number) => Map<number, number[]>
  /** Puts the exact counts in, after those of the joint kinds. */
  readonly counted: (counts: number[]) => void
}

export interface CodeBlockSetup {
  readonly table: string
  readonly codes: readonly string[]
  /** What its figures tell apart: whether a person stands on any list of each. */
  readonly sets: readonly Lists[]
  /** Lists of somebody of each joint kind, and where their counts begin. */
  readonly joint: { readonly examples: readonly ReadonlySet<string>[]; readonly start: number }
  /** Where the counts of this table begin. */
  readonly start: number
  readonly lists: Lists
  /** How many persons on any of all these lists have no code. */
  readonly withoutCode: Range
  readonly cells: readonly (Cell & { readonly code: string })[]
}

export function codeBlock(setup: CodeBlockSetup): CodeBlock {
  const { table, codes, sets, joint, start, cells } = setup
  const keyOf = (lists: ReadonlySet<string>) =>
    sets.map((set) => (set.some((id) => lists.has(id)) ? '1' : '0')).join('')
  const kinds = new Map<string, { at: number; lists: ReadonlySet<string>; joint: Term[] }>()
  joint.examples.forEach((lists, at) => {
    const key = keyOf(lists)
    if (!key.includes('1')) return
    const kind = kinds.get(key) ?? { at: kinds.size, lists, joint: [] }
    kinds.set(key, kind)
    kind.joint.push([joint.start + at, -1])
  })
  const width = codes.length + 1
  const all = [...kinds.values()]
  const place = (kind: number, code: number) => start + kind * width + code
  const rows = all.map((kind): Row => {
    const own = Array.from({ length: width }, (_, code): Term => [place(kind.at, code), 1])
    return { terms: [...own, ...kind.joint], low: 0, high: 0 }
  })
  const without = all.map(({ at }): Term => [place(at, codes.length), 1])
  // Persons without a code who are on none of these sets are in no kind, so of the kinds it says nothing.
  const isWhole = setup.lists.every((id) => sets.some((set) => set.includes(id)))
  const low = isWhole ? setup.withoutCode.low : 0
  return {
    table,
    variables: all.length * width,
    rows: [...rows, { terms: without, low, high: setup.withoutCode.high }],
    termsOf: (part) =>
      all.flatMap(({ at, lists }) =>
        codes.flatMap((code, index) => weighed(part, lists, place(at, index), code)),
      ),
    byKind: (ask) => {
      const found = new Map<number, number[]>()
      for (const { at, lists } of all) {
        const key = ask(lists)
        found.set(key, [...(found.get(key) ?? []), place(at, 0)])
      }
      return found
    },
    counted: (counts) => {
      for (const { lists, code, persons } of cells) {
        const kind = kinds.get(keyOf(new Set(lists)))
        if (kind === undefined) continue
        const at = place(kind.at, codes.indexOf(code))
        counts[at] = (counts[at] ?? 0) + persons
      }
      rows.forEach(({ terms }, kind) => {
        counts[place(kind, codes.length)] = -valueAt(terms, counts)
      })
    },
  }
}

/** The variable with the weight of its persons in the part; nothing if that is none. */
export function weighed(
  part: Part,
  lists: ReadonlySet<string>,
  variable: number,
  code: string | null = null,
): Term[] {
  const weight = part.weigh(lists, code)
  return weight === 0 ? [] : [[variable, weight]]
}
