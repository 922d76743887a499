import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Claim, Published, Space } from '../../src/attack/claims.ts'
import type { Scene } from '../../src/attack/gate.ts'
import type { Term } from '../../src/attack/solver.ts'

const folder = join(import.meta.dirname, '..', 'data', 'mse')

export interface ReferenceTable {
  readonly lists: readonly string[]
  /** By set of lists, as bits; the set of none is never filled. */
  readonly counts: readonly number[]
}

interface Cell {
  readonly lists: readonly string[]
  readonly count: number
}

export interface ReferenceBound {
  readonly lists: readonly string[]
  readonly apriori: readonly [number, number]
  readonly lpMin: number
  readonly lpMax: number
  readonly ilpMin: number
  readonly ilpMax: number
}

interface Total {
  readonly kind: string
  readonly lists: readonly string[]
  readonly value: number
}

export interface ReferenceScenario {
  readonly scenario: string
  readonly publishedTotals: readonly Total[]
  readonly bounds: readonly ReferenceBound[]
}

export interface Attacks {
  readonly scenarios: readonly ReferenceScenario[]
  readonly scenariosMaskAndRound?: readonly {
    readonly scenario: string
    readonly runs: readonly (Omit<ReferenceScenario, 'scenario'> & {
      readonly insider: string | null
    })[]
  }[]
}

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T
}

export function readTable(name: string): ReferenceTable {
  const { lists, cells } = readJson<{ lists: string[]; cells: Cell[] }>(name)
  return tableOf(lists, cells)
}

export function tableOf(lists: readonly string[], cells: readonly Cell[]): ReferenceTable {
  const counts = new Array<number>(2 ** lists.length).fill(0)
  for (const cell of cells) {
    const set = bitsOf(lists, cell.lists)
    counts[set] = (counts[set] ?? 0) + cell.count
  }
  return { lists, counts }
}

export function bitsOf(lists: readonly string[], named: readonly string[]): number {
  return named.reduce((bits, list) => bits | (1 << lists.indexOf(list)), 0)
}

/** Everybody on all of these lists. */
export function onAll({ lists, counts }: ReferenceTable, named: readonly string[]): Term[] {
  const bits = bitsOf(lists, named)
  return counts.flatMap((_, set): Term[] => (set > 0 && (set & bits) === bits ? [[set, 1]] : []))
}

export function sumOf({ counts }: ReferenceTable, terms: readonly Term[]): number {
  return terms.reduce((sum, [set]) => sum + (counts[set] ?? 0), 0)
}

/** Each set of lists by a rule, and the totals. */
export function scenarioClaims(
  table: ReferenceTable,
  totals: readonly Claim[],
  cell: (count: number) => readonly [low: number, high: number, hidden: boolean],
): Published {
  const cells = table.counts.flatMap((count, set): Claim[] => {
    if (set === 0) return []
    const [low, high, hidden] = cell(count)
    return [{ id: `cell ${set}`, terms: [[set, 1]], low, high, hidden, threshold: 5 }]
  })
  return { id: 'reference', claims: [...cells, ...totals] }
}

export function total(
  table: ReferenceTable,
  { lists, value }: Pick<Total, 'lists' | 'value'>,
  give: number,
): Claim {
  const terms = onAll(table, lists)
  const id = `total ${lists.join('+')}`
  return { id, terms, low: value - give, high: value + give, hidden: false, threshold: 5 }
}

export function sceneOf(table: ReferenceTable, published: Published): Scene {
  const space: Space = { variables: table.counts.length, rows: [] }
  return { space, published: [published], insiders: [], differences: [], counts: table.counts }
}

/** The claims of the scenarios A to E of the references. */
export function scenarioOf(table: ReferenceTable, scenario: ReferenceScenario): Published {
  const give = scenario.scenario === 'E' ? 2 : 0
  const totals = scenario.publishedTotals.map((one) => total(table, one, give))
  return scenarioClaims(table, totals, (count) => {
    if (scenario.scenario === 'E') {
      const value = Math.round(count / 5) * 5
      return [Math.max(0, value - 2), value + 2, true]
    }
    if (count >= 5) return [count, count, false]
    if (scenario.scenario === 'B') return [0, 4, true]
    return count === 0 ? [0, 0, false] : [1, 4, true]
  })
}

/** Scenarios F: masked below the threshold, all else and every total rounded to 5. */
export function maskedOf(
  table: ReferenceTable,
  threshold: number,
  totals: readonly { readonly lists: readonly string[]; readonly value: number }[],
): Published {
  const rounded = totals.map((one) => total(table, one, 2))
  const published = scenarioClaims(table, rounded, (count) => {
    if (count < threshold) return [0, threshold - 1, true]
    const value = Math.round(count / 5) * 5
    return [value - 2, value + 2, false]
  })
  return { ...published, claims: published.claims.map((claim) => ({ ...claim, threshold })) }
}
