/**
 * The counts behind a round's release, few enough to solve for. Forty lists give 2^40 sets of lists;
 * but a figure of one year looks at the lists of that year only, and a figure across years at little
 * of each. So there are
 *
 * - for each group of lists (list-groups.ts) a count for every kind of person that any figure tells
 *   apart there;
 * - a joint count for every combination of the coarser kinds that figures across groups tell apart;
 * - for each table of codes a count for every code and every combination that its figures tell apart,
 *   and one for persons of that combination without a code;
 * - for one table, whose figures of single years tell most apart, such counts of the year (code-group.ts).
 *
 * The margins of each are those of the joint counts. Nothing is lost by that: take any whole counts
 * whose margins agree. Put as many persons as the joint counts say, each with its coarse kind in
 * every group. In each group the persons of one coarse kind are as many as its finer kinds together,
 * so they can be given these in any order, whatever they were given in other groups; likewise codes.
 * That is a table of persons with all these counts. Conversely every table has such counts. So what
 * an attacker can infer is the same over either.
 *
 * An insider's own lists are told apart in the joint counts, and how many persons are on each
 * combination of them is known. Of codes it knows none: a person's code is resolved from all sources.
 * Assumes a parsed release; reveals nothing.
 */
import type { Cell } from '../base/lists.ts'
import type { Range } from '../release/table-release.ts'
import type { Insider, Space } from './claims.ts'
import { type CodeBlock, codeBlock, weighed } from './code-block.ts'
import { type CodeGroup, codeGroup } from './code-group.ts'
import { type JointKinds, jointKinds } from './joint-kinds.ts'
import type { ListGroup } from './list-groups.ts'
import { type Groups, groupOf, tellAll } from './round-groups.ts'
import type { Lists, Part } from './round-parts.ts'
import type { Row, Term } from './solver.ts'

export interface RoundScene {
  readonly lists: readonly {
    readonly id: string
    readonly population: string
    readonly year: number
  }[]
  readonly main: string
  readonly parts: readonly Part[]
  /** Table ids with all codes, broader ones too: a person may be known no closer. */
  readonly codes: ReadonlyMap<string, readonly string[]>
  /** How many persons have no code, by table: nothing told where there is no entry. */
  readonly withoutCode: ReadonlyMap<string, Range>
  /** The exact table, for who has it. */
  readonly cells: readonly Cell[] | null
  /** The exact tables of codes by table; null: not given. */
  readonly coded: ReadonlyMap<string, readonly (Cell & { readonly code: string })[]> | null
  /** Own lists of each organisation that is taken to attack: none, one or two. */
  readonly insiders: readonly Lists[]
}

export interface RoundSpace extends Space {
  /** Whether every table of persons has its counts here; if not, nothing can be said to be told. */
  readonly complete: boolean
  readonly termsOf: (part: Part) => Term[]
  /** What the insiders of the scene know. */
  readonly knows: Insider['knows']
  /** The counts of the exact tables; null if one is not given. */
  readonly counts: readonly number[] | null
}

export function roundSpace(scene: RoundScene): RoundSpace {
  return new Layout(scene, tellAll(scene)).space()
}

/** Numbers the counts: groups first, then joint counts, then tables. */
class Layout {
  readonly #scene: RoundScene
  readonly #groups: Groups
  readonly #fine: readonly ListGroup[]
  readonly #coarse: readonly ListGroup[]
  readonly #kinds: readonly { readonly bits: number; readonly lists: ReadonlySet<string> }[][]
  readonly #joint: JointKinds
  readonly #examples: readonly ReadonlySet<string>[]
  readonly #jointStart: number
  readonly #tables: readonly CodeBlock[]
  /** Of the table that is taken apart, by group. */
  readonly #years: ReadonlyMap<number, CodeGroup>
  #variables: number

  constructor(scene: RoundScene, groups: Groups) {
    const { fine, coarse } = groups
    this.#scene = scene
    this.#groups = groups
    this.#fine = fine
    this.#coarse = coarse
    this.#kinds = fine.map((group) =>
      [...group.kinds()]
        .filter(([bits]) => bits !== 0)
        .map(([bits, { example }]) => ({ bits, lists: new Set(example) })),
    )
    this.#jointStart = this.#kinds.reduce((sum, kinds) => sum + kinds.length, 0)
    const kinds = coarse.map((group) => group.kinds())
    const observed = (scene.cells ?? []).map(({ lists }) => this.#jointOf(new Set(lists)))
    this.#joint = jointKinds(
      kinds.map((one) => [...one.keys()]),
      observed,
      this.#ownPrefixes(kinds, observed),
    )
    this.#examples = this.#joint.all.map(
      (joint) => new Set(joint.flatMap((bits, at) => kinds[at]?.get(bits)?.example ?? [])),
    )
    this.#variables = this.#jointStart + this.#joint.all.length
    this.#tables = [...scene.codes].map(([table, codes]) => this.#codeBlock(table, codes))
    this.#years = this.#codeGroups()
  }

  space(): RoundSpace {
    const blocks = [...this.#tables, ...this.#years.values()]
    const rows = [...this.#groupRows(), ...blocks.flatMap(({ rows: own }) => own)]
    return {
      variables: this.#variables,
      rows,
      complete: this.#joint.complete,
      termsOf: (part) => this.#termsOf(part),
      knows: this.#knows(),
      counts: this.#counts(),
    }
  }

  #jointOf(lists: ReadonlySet<string>): number[] {
    return this.#coarse.map((group) => group.kindOf(lists))
  }

  /** Combinations of own lists that nobody has need no count: the insider knows that they are empty. */
  #ownPrefixes(
    kinds: readonly Map<number, { readonly example: Lists }>[],
    observed: readonly (readonly number[])[],
  ): (part: readonly number[]) => boolean {
    if (this.#scene.insiders.length === 0) return () => true
    const ownAt = kinds.map(
      (one) =>
        new Map([...one].map(([bits, { example }]) => [bits, this.#ownKey(example)] as const)),
    )
    const keyOf = (part: readonly number[]) =>
      part.map((bits, at) => ownAt[at]?.get(bits) ?? '').join('|')
    const known = new Set<string>()
    for (const one of [...observed, kinds.map(() => 0)]) {
      for (let length = 1; length <= one.length; length++) known.add(keyOf(one.slice(0, length)))
    }
    return (part) => known.has(keyOf(part))
  }

  /** On which own lists: of other populations, by organisation only. */
  #ownKey(lists: Iterable<string>): string {
    const { main, lists: all, insiders } = this.#scene
    const named = [...lists].flatMap((id) => {
      const at = insiders.findIndex((own) => own.includes(id))
      const list = all.find((one) => one.id === id)
      if (at < 0 || list === undefined) return []
      return [list.population === main ? id : `${at} ${list.population}`]
    })
    return [...new Set(named)].sort().join()
  }

  #groupRows(): Row[] {
    let at = 0
    return this.#kinds.flatMap((kinds, group) => {
      const sums = new Map<number, Term[]>()
      const add = (coarse: number, term: Term) => {
        if (coarse === 0) return
        const terms = sums.get(coarse) ?? []
        terms.push(term)
        sums.set(coarse, terms)
      }
      for (const { lists } of kinds) add(this.#coarse[group]?.kindOf(lists) ?? 0, [at++, 1])
      this.#joint.all.forEach((joint, one) => {
        add(joint[group] ?? 0, [this.#jointStart + one, -1])
      })
      return [...sums.values()].map((terms) => ({ terms, low: 0, high: 0 }))
    })
  }

  #termsOf(part: Part): Term[] {
    const group = groupOf(part, this.#groups, this.#scene)
    if (part.table !== null) {
      const year = this.#years.get(group)
      if (year !== undefined) return year.termsOf(part)
      const block = this.#tables.find(({ table }) => table === part.table)
      return block === undefined ? [] : block.termsOf(part)
    }
    if (group < 0) {
      return this.#examples.flatMap((lists, at) => weighed(part, lists, this.#jointStart + at))
    }
    const start = this.#startOf(group)
    return (this.#kinds[group] ?? []).flatMap(({ lists }, at) => weighed(part, lists, start + at))
  }

  #startOf(group: number): number {
    return this.#kinds.slice(0, group).reduce((sum, kinds) => sum + kinds.length, 0)
  }

  #codeGroups(): Map<number, CodeGroup> {
    const { parts, codes, coded } = this.#scene
    const { apart, fine, coarse } = this.#groups
    const block = this.#tables.find(({ table }) => table === apart)
    const own = parts.filter((part) => part.table === apart)
    const within = (group: number) =>
      own.filter((part) => groupOf(part, this.#groups, this.#scene) === group)
    const found = new Map<number, CodeGroup>()
    for (const [group, kinds] of this.#kinds.entries()) {
      const looking = within(group)
      if (block === undefined || looking.length === 0) continue
      const start = this.#startOf(group)
      const coarseOf = (lists: ReadonlySet<string>) => coarse[group]?.kindOf(lists) ?? 0
      const made = codeGroup({
        kinds: kinds.map(({ lists }, at) => ({ at: start + at, lists, coarse: coarseOf(lists) })),
        kindOf: (lists) => fine[group]?.kindOf(lists) ?? 0,
        coarseOf,
        codes: codes.get(block.table) ?? [],
        parts: looking,
        block,
        start: this.#variables,
        cells: coded?.get(block.table) ?? [],
      })
      this.#variables += made.variables
      found.set(group, made)
    }
    return found
  }

  /** What the figures of a table tell apart; all that any tells, where years hang on its joint counts. */
  #setsOf(table: string): Lists[] {
    if (table === this.#groups.apart) return this.#coarse.flatMap((group) => group.sets)
    const own = this.#scene.parts.filter((part) => part.table === table)
    return [...new Map(own.flatMap((part) => part.sets).map((one) => [one.join(), one])).values()]
  }

  #codeBlock(table: string, codes: readonly string[]): CodeBlock {
    const { lists, withoutCode, coded } = this.#scene
    const block = codeBlock({
      table,
      codes,
      sets: this.#setsOf(table),
      joint: { examples: this.#examples, start: this.#jointStart },
      start: this.#variables,
      lists: lists.map(({ id }) => id),
      withoutCode: withoutCode.get(table) ?? { low: 0, high: Number.POSITIVE_INFINITY },
      cells: coded?.get(table) ?? [],
    })
    this.#variables += block.variables
    return block
  }

  #knows(): Row[] {
    const { cells, insiders } = this.#scene
    if (cells === null || insiders.length === 0) return []
    const rows = new Map<string, { terms: Term[]; count: number }>()
    this.#examples.forEach((lists, at) => {
      const key = this.#ownKey(lists)
      const row = rows.get(key) ?? { terms: [], count: 0 }
      rows.set(key, row)
      row.terms.push([this.#jointStart + at, 1])
    })
    for (const { lists, persons } of cells) {
      const row = rows.get(this.#ownKey(lists))
      if (row !== undefined) row.count += persons
    }
    rows.delete('')
    return [...rows.values()].map(({ terms, count }) => ({ terms, low: count, high: count }))
  }

  #counts(): number[] | null {
    const { cells, codes } = this.#scene
    const { coded } = this.#scene
    if (cells === null || [...codes.keys()].some((table) => coded?.has(table) !== true)) return null
    const counts = new Array<number>(this.#variables).fill(0)
    const add = (at: number, persons: number) => {
      counts[at] = (counts[at] ?? 0) + persons
    }
    const jointAt = new Map(this.#joint.all.map((one, at) => [one.join(), at]))
    for (const { lists, persons } of cells) {
      const on = new Set(lists)
      let start = 0
      this.#kinds.forEach((kinds, group) => {
        const bits = this.#fine[group]?.kindOf(on) ?? 0
        const at = kinds.findIndex((kind) => kind.bits === bits)
        if (at >= 0) add(start + at, persons)
        start += kinds.length
      })
      const at = jointAt.get(this.#jointOf(on).join())
      if (at !== undefined) add(this.#jointStart + at, persons)
    }
    for (const block of [...this.#tables, ...this.#years.values()]) block.counted(counts)
    return counts
  }
}
