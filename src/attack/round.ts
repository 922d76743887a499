/**
 * The attacker on the release of a round, with the earlier ones of the same agreement. Rounds are
 * attacked side by side: their persons are counted anew each time, so nothing ties their counts but
 * that most persons are the same, and figures that would show a small change are said again instead
 * (`repeated`), which tells that the count is within that of before. Assumes parsed releases. Reveals
 * nothing but a gate report and, to the maker alone, which figures are weak.
 */
import { CONFLICT, UNKNOWN } from '../base/codes.ts'
import type { Cell } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import type { Release } from '../release/release.ts'
import type { Range } from '../release/table-release.ts'
import type { Claim, Difference, Insider } from './claims.ts'
import { type Attacker, type Budget, type Judgement, judgeAll, type Weakness } from './gate.ts'
import { claimOf, publishedBy, withoutCode } from './round-claims.ts'
import { type Figure, figuresOf, ofFigure, type RoundFigure } from './round-figures.ts'
import type { Lists } from './round-parts.ts'
import { type RoundScene, roundSpace } from './round-space.ts'
import { saidFirst } from './said-first.ts'
import type { Solver, Term } from './solver.ts'

export interface RoundUnderAttack {
  readonly release: Release
  /** Of the same agreement, oldest first. */
  readonly earlier: readonly Release[]
  /** The exact table behind the release, for who has it: without it, insiders are not tried. */
  readonly cells: readonly Cell[] | null
  /** The exact tables of codes, likewise. They save time only: with them a first table is known. */
  readonly codes?: readonly {
    readonly book: { readonly id: string }
    readonly cells: readonly (Cell & { readonly code: string })[]
  }[]
}

export interface RoundJudgement extends Omit<Judgement, 'weak'> {
  readonly weak: readonly RoundWeakness[]
}

/** A figure that could be told, and by whom. */
export type RoundWeakness = RoundFigure & Weakness

export interface Attempt {
  readonly budget?: Budget
  /** Nothing else is tried. */
  readonly only?: readonly RoundWeakness[]
}

/**
 * The gate for a round: withheld figures against all figures; then for each organisation with lists,
 * and each two, that know their own records; then changes since the release before.
 * @throws Problem `attack.contradictory`, `attack.too-large`
 */
export function attackRound(
  under: RoundUnderAttack,
  solver: Solver,
  { budget, only }: Attempt = {},
): RoundJudgement {
  const figures = figuresOf(under.release)
  const known = knownToInsiders(under, figures)
  const attackers = [
    { id: null, make: () => attackerOf(under, figures, null) },
    ...insidersOf(under).map((insider) => ({
      id: insider.id,
      make: () => attackerOf(known.under, known.figures, insider),
    })),
  ]
  const { report, weak } = judgeAll(
    { attackers, changes: changesOf(under), ...(only === undefined ? {} : { only }) },
    solver,
    budget,
  )
  const byId = new Map(figures.map((figure) => [figure.id, figure]))
  return {
    report,
    weak: weak.flatMap((one) => {
      const figure = byId.get(one.id)
      return figure === undefined ? [] : [{ ...one, ...ofFigure(figure) }]
    }),
  }
}

/** With more lists, what an organisation knows beside figures of codes makes programmes that nobody waits for. */
const MOST_LISTS_WITH_CODES = 16

/** Over many lists organisations are tried on all figures but those of codes; the reader on all. */
function knownToInsiders(under: RoundUnderAttack, figures: readonly Figure[]) {
  if (under.release.lists.length <= MOST_LISTS_WITH_CODES) return { under, figures }
  const { codes: _, ...rest } = under
  return {
    under: { ...rest, release: { ...under.release, tables: [] } },
    figures: figures.filter(({ table }) => table === null),
  }
}

/**
 * All releases of rounds for `boundsOf`, each with counts of its own.
 * @throws Problem `attack.other-agreement`, `attack.too-large`
 */
export function roundScenes(releases: readonly Release[]): Pick<Attacker, 'space' | 'published'>[] {
  const [first] = releases
  const other = releases.find(({ agreement }) => agreement.id !== first?.agreement.id)
  if (other !== undefined) throw otherAgreement(`${first?.round} and ${other.round}`)
  return releases.map((release, at) => {
    const earlier = releases.slice(0, at)
    return attackerOf({ release, earlier, cells: null }, figuresOf(release), null)
  })
}

function otherAgreement(where: string): Problem {
  return new Problem({
    code: 'attack.other-agreement',
    what: 'Releases that are attacked together are not of the same agreement',
    where,
    remedy: 'Attack releases of one table, or of one agreement, together.',
  })
}

interface Organisations {
  readonly id: string
  readonly kind: Insider['kind']
  readonly lists: readonly Lists[]
}

/** Each organisation with lists, then each two; of two in all, both together know everything. */
function insidersOf({ release, cells }: RoundUnderAttack): Organisations[] {
  if (cells === null) return []
  const owners = release.organisations
    .map(({ id }) => ({
      id,
      lists: release.lists.filter((one) => one.organisation === id).map((one) => one.id),
    }))
    .filter(({ lists }) => lists.length > 0)
  const singles = owners.map(({ id, lists }) => ({ id, kind: 'insider' as const, lists: [lists] }))
  if (owners.length < 3) return singles
  const pairs = owners.flatMap((one, at) =>
    owners.slice(at + 1).map((other) => ({
      id: `${one.id} + ${other.id}`,
      kind: 'pair' as const,
      lists: [one.lists, other.lists],
    })),
  )
  return [...singles, ...pairs]
}

function attackerOf(
  { release, earlier, cells, codes }: RoundUnderAttack,
  figures: readonly Figure[],
  insider: Organisations | null,
): Attacker {
  const coded = codes === undefined ? null : new Map(codes.map((one) => [one.book.id, one.cells]))
  const who = { cells, coded, insiders: insider?.lists ?? [] }
  const space = roundSpace(sceneOf(release, figures, who))
  const published = [publishedBy({ release, earlier }, figures, space)]
  const { counts } = space
  if (insider === null) return { space, published, counts }
  const { id, kind } = insider
  return { space, published, counts, insider: { id, kind, knows: space.knows } }
}

function sceneOf(
  release: Release,
  figures: readonly Figure[],
  who: Pick<RoundScene, 'cells' | 'coded' | 'insiders'>,
): RoundScene {
  const parts = figures.flatMap((figure) => figure.parts)
  const needed = new Set(parts.flatMap(({ table }) => table ?? []))
  const tables = release.tables.filter(({ id }) => needed.has(id))
  return {
    lists: release.lists,
    main: release.populations[0]?.id ?? '',
    parts,
    codes: new Map(
      tables.map(({ id, codes }) => [
        id,
        [...new Set([...codes.map((code) => code.id), UNKNOWN, CONFLICT])],
      ]),
    ),
    withoutCode: new Map(tables.map((table) => [table.id, withoutCode(release, table)])),
    ...who,
  }
}

/**
 * The newest round against each one before, figure by figure. Each round has counts of its own, so a
 * change is known as closely as the two figures are; one variable each is enough.
 */
function changesOf({ release, earlier }: RoundUnderAttack) {
  const figures = figuresOf(release).filter(({ exactness }) => exactness === 'exact')
  const claims: Claim[] = []
  const differences = earlier.flatMap((before, at) => {
    const old = claimsOf(before, earlier.slice(0, at))
    return figures.flatMap((figure): Difference[] => {
      const place = claims.length
      const former = old(figure.id, [[place + 1, 1]])
      const now = { release, said: new Map<string, Range>() }
      const claim = claimOf(figure, [[place, 1]], now)
      if (former === null || claim === null) return []
      claims.push(claim, former)
      const terms: Term[] = [
        [place, 1],
        [place + 1, -1],
      ]
      return [{ id: figure.id, terms, threshold: claim.threshold }]
    })
  })
  if (differences.length === 0) return null
  const space = { variables: claims.length, rows: [] }
  return { space, published: [{ id: release.round, claims }], counts: null, differences }
}

/** What an earlier release claims by the id of the figure; null: nothing. */
function claimsOf(before: Release, earlier: readonly Release[]) {
  const said = saidFirst(earlier)
  const figures = new Map(figuresOf(before).map((figure) => [figure.id, figure]))
  return (id: string, terms: readonly Term[]): Claim | null => {
    const figure = figures.get(id)
    return figure === undefined ? null : claimOf(figure, terms, { release: before, said })
  }
}
