/**
 * What the releases of one table say, as claims about its counts: a count for each set of lists, each
 * coordinate of the strata and each release. Rounds that only add persons share their counts: the
 * later has the earlier ones and what came. Otherwise rounds are attacked side by side. Insiders know
 * the newest table of their own lists; of earlier rounds the maker keeps no counts, so that it cannot
 * try what they know of those. Assumes parsed releases of the same lists; reveals nothing.
 */
import { Problem } from '../base/problem.ts'
import {
  rangeOf,
  type Stratum,
  type TableRelease,
  type TableReleaseFigure,
  tableFigureKey,
  thresholdOf,
} from '../release/table-release.ts'
import { meansLists } from '../release/who.ts'
import {
  type Claim,
  type Difference,
  type Insider,
  type Published,
  shown,
  withheld,
} from './claims.ts'
import { type Budget, type Judgement, judge, type Scene } from './gate.ts'
import { saidAgain } from './said-again.ts'
import type { Row, Solver, Term } from './solver.ts'
import { type Coordinates, coordinatesOf } from './strata.ts'

/** Counts behind a release: src/overlap/table-file.ts gives such cells. */
export interface ExactCell {
  readonly lists: readonly string[]
  readonly of: Stratum
  readonly count: number
}

/** What an attacker reads of a release. */
export type ReadTable = Pick<TableRelease, 'id' | 'lists' | 'attributes' | 'rules' | 'figures'>

export interface TablesUnderAttack {
  /** Of one register, oldest first. */
  readonly releases: readonly ReadTable[]
  /** The counts of the newest; null: nobody's own records can be tried. */
  readonly exact: readonly ExactCell[] | null
  /** Whether every round has all persons of the one before, with the same lists. */
  readonly cumulative: boolean
}

/**
 * The gate for a release of a table: the newest against all that was published before.
 * @throws Problem `attack.other-lists`, `attack.too-large`, `attack.contradictory`
 */
export function attackTables(under: TablesUnderAttack, solver: Solver, budget?: Budget): Judgement {
  return judge(sceneOfTables(under), solver, budget)
}

/** @throws Problem `attack.other-lists`, `attack.too-large` */
export function sceneOfTables({ releases, exact, cumulative }: TablesUnderAttack): Scene {
  refuseOthers(releases)
  const grid = gridOf(releases, cumulative)
  const newest = releases.length - 1
  return {
    space: { variables: grid.variables, rows: emptyRows(grid) },
    published: releases.map((release, round) => publishedBy(grid, release, round)),
    insiders: exact === null ? [] : insidersOf(grid, exact),
    differences: cumulative && newest > 0 ? differencesOf(grid) : [],
    counts: exact !== null && releases.length === 1 ? countsOf(grid, exact) : null,
  }
}

/** Where the counts stand: round by round, coordinate by coordinate, a set of lists each. */
interface Grid {
  readonly releases: readonly ReadTable[]
  readonly lists: readonly string[]
  readonly sets: readonly ReadonlySet<string>[]
  readonly coordinates: Coordinates
  readonly cumulative: boolean
  readonly variables: number
}

/** So many counts are attacked in minutes. */
const MOST_COUNTS = 300_000

function gridOf(releases: readonly ReadTable[], cumulative: boolean): Grid {
  const lists = releases[0]?.lists ?? []
  const sets = setsOf(lists)
  const coordinates = coordinatesOf(releases)
  const variables = sets.length * coordinates.size * releases.length
  if (variables > MOST_COUNTS) throw tooLarge(releases)
  return { releases, lists, sets, coordinates, cumulative, variables }
}

function setsOf(lists: readonly string[]): ReadonlySet<string>[] {
  return Array.from(
    { length: 2 ** lists.length - 1 },
    (_, at) => new Set(lists.filter((__, bit) => ((at + 1) >> bit) & 1)),
  )
}

function countAt(grid: Grid, round: number, coordinate: number, set: number): number {
  return (round * grid.coordinates.size + coordinate) * grid.sets.length + set
}

/** In a round that adds to earlier ones, their counts are among its own. */
function termsOf(
  grid: Grid,
  round: number,
  { coordinates, sets }: { coordinates: readonly number[]; sets: readonly number[] },
): Term[] {
  const rounds = grid.cumulative ? Array.from({ length: round + 1 }, (_, at) => at) : [round]
  return rounds.flatMap((one) =>
    coordinates.flatMap((coordinate) =>
      sets.map((set): Term => [countAt(grid, one, coordinate, set), 1]),
    ),
  )
}

function setsWhere(grid: Grid, test: (lists: ReadonlySet<string>) => boolean): number[] {
  return grid.sets.flatMap((lists, at) => (test(lists) ? [at] : []))
}

function emptyRows(grid: Grid): Row[] {
  const sets = grid.sets.map((_, at) => at)
  return grid.releases.flatMap((release, round) => {
    const coordinates = grid.coordinates.empty(release)
    if (coordinates.length === 0) return []
    return [{ terms: termsOf(grid, round, { coordinates, sets }), low: 0, high: 0 }]
  })
}

function publishedBy(grid: Grid, release: ReadTable, round: number): Published {
  const makers = makersOf(grid.releases.slice(0, round))
  const claims = release.figures.flatMap((figure) => {
    const terms = termsOf(grid, round, placesOf(grid, release, figure))
    const maker = makers.get(tableFigureKey(figure)) ?? null
    return claimOf({ release, maker }, figure, terms) ?? []
  })
  return { id: release.id, claims }
}

/** By what rules each figure was told that later releases say again. */
function makersOf(earlier: readonly ReadTable[]): Map<string, ReadTable['rules']> {
  const told = earlier.filter(({ rules }) => rules.mode !== 'dp')
  return new Map(
    told.flatMap(({ figures, rules }) =>
      figures
        .filter(({ repeated }) => repeated === null)
        .map((figure) => [tableFigureKey(figure), rules] as const),
    ),
  )
}

/** The id of the claim that a figure makes. */
export function claimId(
  release: Pick<ReadTable, 'id'>,
  figure: Pick<TableReleaseFigure, 'of' | 'who'>,
): string {
  return `${release.id} ${tableFigureKey(figure)}`
}

function placesOf(grid: Grid, release: ReadTable, { of, who }: TableReleaseFigure) {
  return {
    coordinates: grid.coordinates.within(release, of),
    sets: setsWhere(grid, (lists) => meansLists(who, lists)),
  }
}

function claimOf(
  { release, maker }: { readonly release: ReadTable; readonly maker: ReadTable['rules'] | null },
  figure: TableReleaseFigure,
  terms: readonly Term[],
): Claim | null {
  const { rules } = release
  const { of, cell, repeated } = figure
  const id = claimId(release, figure)
  const threshold = thresholdOf(of, rules)
  if (repeated === null) {
    if (cell.status === 'withheld') return withheld(id, terms, cell.below)
    if (cell.status === 'shown') {
      return shown(id, terms, { value: cell.value, threshold, roundingBase: rules.roundingBase })
    }
  }
  // Differential privacy bounds by itself what any attacker learns; there is no range to narrow.
  if (cell.status === 'noisy' && rules.mode === 'dp') return null
  const hidden = cell.status === 'withheld' || (cell.status === 'noisy' && cell.value < threshold)
  if (repeated === null) return { id, terms, ...rangeOf(figure, rules), hidden, threshold }
  // Made by rules that are not at hand, and that were no stricter.
  const unknown = { ...rules, threshold: 0, stratumThreshold: 0 }
  const { low, high } = saidAgain(rangeOf(figure, maker ?? unknown), { ...rules, threshold })
  return { id, terms, low, high, hidden, threshold }
}

function insidersOf(grid: Grid, exact: readonly ExactCell[]): Insider[] {
  const { lists } = grid
  const singles = lists.map((list) => insider(grid, exact, [list]))
  // Of two lists, two together know everything.
  if (lists.length < 3) return singles
  const pairs = lists.flatMap((one, at) =>
    lists.slice(at + 1).map((other) => insider(grid, exact, [one, other])),
  )
  return [...singles, ...pairs]
}

/** In every coordinate: how many persons stand on each set of these lists, whatever else they are on. */
function insider(grid: Grid, exact: readonly ExactCell[], own: readonly string[]): Insider {
  const round = grid.releases.length - 1
  const known = sumsOf(grid, exact, own)
  const knows = setsOf(own).flatMap((part) => {
    const sets = setsWhere(grid, (lists) => own.every((one) => lists.has(one) === part.has(one)))
    return Array.from({ length: grid.coordinates.size }, (_, coordinate) => {
      const count = known.get(`${coordinate} ${[...part].join()}`) ?? 0
      return {
        terms: termsOf(grid, round, { coordinates: [coordinate], sets }),
        low: count,
        high: count,
      }
    })
  })
  return { id: own.join(' + '), kind: own.length === 1 ? 'insider' : 'pair', knows }
}

function sumsOf(
  { coordinates }: Grid,
  exact: readonly ExactCell[],
  own: readonly string[],
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { lists, of, count } of exact) {
    const key = `${coordinates.at(of)} ${own.filter((one) => lists.includes(one)).join()}`
    sums.set(key, (sums.get(key) ?? 0) + count)
  }
  return sums
}

/** What the newest round adds to each one before, by each figure that both have. */
function differencesOf(grid: Grid): Difference[] {
  const round = grid.releases.length - 1
  const release = grid.releases[round]
  if (release === undefined) return []
  const anew = release.figures.filter(({ repeated }) => repeated === null)
  return grid.releases.slice(0, round).flatMap((before, at) => {
    const told = new Set(before.figures.map(tableFigureKey))
    return anew
      .filter((figure) => told.has(tableFigureKey(figure)))
      .map((figure) => ({
        id: `${claimId(release, figure)} since ${before.id}`,
        terms: cameSince(grid, at, placesOf(grid, release, figure)),
        threshold: thresholdOf(figure.of, release.rules),
      }))
  })
}

/** Who came in every round after that one, up to the newest. */
function cameSince(grid: Grid, before: number, places: Parameters<typeof termsOf>[2]): Term[] {
  const alone = { ...grid, cumulative: false }
  return grid.releases.flatMap((_, at) => (at > before ? termsOf(alone, at, places) : []))
}

function countsOf(grid: Grid, exact: readonly ExactCell[]): number[] {
  const counts = new Array<number>(grid.variables).fill(0)
  const setAt = new Map(grid.sets.map((lists, at) => [[...lists].join(), at]))
  for (const { lists, of, count } of exact) {
    const set = setAt.get(grid.lists.filter((list) => lists.includes(list)).join())
    if (set === undefined) continue
    const at = countAt(grid, 0, grid.coordinates.at(of), set)
    counts[at] = (counts[at] ?? 0) + count
  }
  return counts
}

function refuseOthers(releases: readonly ReadTable[]): void {
  const [first] = releases
  const keyOf = (lists: readonly string[]) => JSON.stringify([...lists].sort())
  const other = releases.find(({ lists }) => keyOf(lists) !== keyOf(first?.lists ?? []))
  if (other === undefined) return
  throw new Problem({
    code: 'attack.other-lists',
    what: 'Releases that are attacked together are not of the same lists',
    where: `${first?.id} and ${other.id}`,
    remedy: 'Attack releases of one table, or of one agreement, together.',
  })
}

function tooLarge(releases: readonly ReadTable[]): Problem {
  return new Problem({
    code: 'attack.too-large',
    what: 'The table behind these releases has too many counts to attack',
    where: releases.map(({ id }) => id).join(', '),
    remedy: 'Release fewer attributes or values of one table, or fewer lists.',
  })
}
