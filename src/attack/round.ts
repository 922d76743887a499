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
import { tableOf } from '../questions/answer.ts'
import { askedKey } from '../release/asked.ts'
import { figureKey, type ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import { type Claim, type Insider, type Published, shown, withheld } from './claims.ts'
import { type Attacker, type Budget, type Judgement, judgeAll } from './gate.ts'
import { type Lists, type Part, partsOfAsked, partsOfFigure } from './round-parts.ts'
import { type RoundScene, type RoundSpace, roundSpace } from './round-space.ts'
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

/** Which figure of a release: as its weaknesses name it. */
export interface RoundFigure {
  /** `figureKey` of a fixed figure, or `askedKey` of one of a question. */
  readonly id: string
  readonly year: number | null
  /** The table whose codes it needs. */
  readonly table: string | null
  /** Whether it is of a question of the agreement. */
  readonly asked: boolean
}

export interface RoundJudgement extends Omit<Judgement, 'weak'> {
  readonly weak: readonly (RoundFigure & { readonly check: string })[]
}

/**
 * The gate for a round: withheld figures against all figures; then for each organisation with lists,
 * and each two, that know their own records; then changes since the release before.
 * @throws Problem `attack.contradictory`, `attack.too-large`
 */
export function attackRound(
  under: RoundUnderAttack,
  solver: Solver,
  budget?: Budget,
): RoundJudgement {
  const figures = figuresOf(under.release)
  const known = knownToInsiders(under, figures)
  const attackers = [
    () => attackerOf(under, figures, null),
    ...insidersOf(under).map((insider) => () => attackerOf(known.under, known.figures, insider)),
  ]
  const { report, weak } = judgeAll({ attackers, changes: changesOf(under) }, solver, budget)
  const byId = new Map(figures.map((figure) => [figure.id, figure]))
  return {
    report,
    weak: weak.flatMap(({ check, id }) => {
      const figure = byId.get(id)
      return figure === undefined ? [] : [{ check, ...ofFigure(figure) }]
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
  return releases.map((release) =>
    attackerOf({ release, earlier: [], cells: null }, figuresOf(release), null),
  )
}

function otherAgreement(where: string): Problem {
  return new Problem({
    code: 'attack.other-agreement',
    what: 'Releases that are attacked together are not of the same agreement',
    where,
    remedy: 'Attack releases of one table, or of one agreement, together.',
  })
}

/** A figure with all that an attacker reads of it. */
interface Figure extends RoundFigure {
  readonly cell: ReleaseCell
  readonly exactness: 'exact' | 'covered' | 'repeated'
  readonly parts: readonly Part[]
}

function ofFigure({ id, year, table, asked }: Figure): RoundFigure {
  return { id, year, table, asked }
}

/** All figures that say anything of counts, or hide some. */
function figuresOf(release: Release): Figure[] {
  const fixed = release.figures.flatMap((figure): Figure[] => {
    const parts = partsOfFigure(figure, release)
    if (parts === null) return []
    const { year, table, cell, exactness } = figure
    return [{ id: figureKey(figure), year, table, asked: false, cell, exactness, parts }]
  })
  const asked = release.asked.flatMap(({ question, figures }) => {
    const table = tableOf(question) ?? null
    return figures.map(({ year, code, cell, exactness }): Figure => {
      const parts = partsOfAsked(question, { year, code }, release)
      const id = askedKey(question, { year, code })
      return { id, year, table, asked: true, cell, exactness, parts }
    })
  })
  return [...fixed, ...asked].filter(({ cell }) => cell.status !== 'not-applicable')
}

/** What each claim of a round's release is about, by its id. */
export function figuresById(release: Release): ReadonlyMap<string, object> {
  const fixed = release.figures.map(({ cell, exactness, ...of }) => [figureKey(of), of] as const)
  const asked = release.asked.flatMap(({ question, figures }) =>
    figures.map(
      ({ year, code }) =>
        [askedKey(question, { year, code }), { question: question.id, year, code }] as const,
    ),
  )
  return new Map<string, object>([...fixed, ...asked])
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
  { release, cells, codes }: RoundUnderAttack,
  figures: readonly Figure[],
  insider: Organisations | null,
): Attacker {
  const coded = codes === undefined ? null : new Map(codes.map((one) => [one.book.id, one.cells]))
  const who = { cells, coded, insiders: insider?.lists ?? [] }
  const space = roundSpace(sceneOf(release, figures, who))
  const published = [publishedBy(release, figures, space)]
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
    undecodable: new Map(
      tables.map(({ id, undecodable }) => [id, mostOf(undecodable, release.rules.roundingBase)]),
    ),
    ...who,
  }
}

function mostOf(cell: ReleaseCell, roundingBase: number): number {
  if (cell.status === 'withheld') return cell.below - 1
  if (cell.status !== 'shown') return Number.POSITIVE_INFINITY
  return cell.value + Math.floor(roundingBase / 2)
}

function publishedBy(
  release: Release,
  figures: readonly Figure[],
  space: Pick<RoundSpace, 'termsOf'>,
): Published {
  const claims = figures.flatMap((figure) => {
    if (figure.exactness === 'covered') return []
    const terms = summed(figure.parts.flatMap((part) => space.termsOf(part)))
    return claimOf(figure, terms, release) ?? []
  })
  return { id: release.round, claims }
}

function summed(terms: readonly Term[]): Term[] {
  const sums = new Map<number, number>()
  for (const [variable, factor] of terms) sums.set(variable, (sums.get(variable) ?? 0) + factor)
  return [...sums]
}

/** A figure is said again when it has changed by fewer than so many (protocol/disclosure-rules.md, Rounds). */
const LEAST_CHANGE = 10

/**
 * What was withheld for the sake of others claims nothing, but must not be told to be small. Of covered
 * figures the law of the cover bounds what is told; they claim nothing either.
 */
function claimOf(figure: Figure, terms: readonly Term[], { rules }: Release): Claim | null {
  const { id, cell, exactness, table } = figure
  const threshold = table === null ? rules.threshold : (rules.stratumThreshold ?? rules.threshold)
  const claim = boundsOf(cell, { id, terms, threshold, roundingBase: rules.roundingBase })
  if (claim === null || exactness !== 'repeated') return claim
  // The new cell's range begins nearer than ten; the count is anywhere in it.
  const give = LEAST_CHANGE + Math.max(threshold, rules.roundingBase) - 2
  return { ...claim, low: Math.max(0, claim.low - give), high: claim.high + give }
}

function boundsOf(
  cell: ReleaseCell,
  {
    id,
    terms,
    threshold,
    roundingBase,
  }: {
    readonly id: string
    readonly terms: readonly Term[]
    readonly threshold: number
    readonly roundingBase: number
  },
): Claim | null {
  if (cell.status === 'withheld') return withheld(id, terms, cell.below)
  if (cell.status === 'secondary') {
    return { id, terms, low: 0, high: Number.POSITIVE_INFINITY, hidden: true, threshold }
  }
  if (cell.status !== 'shown') return null
  return shown(id, terms, { value: cell.value, threshold, roundingBase })
}

/**
 * The newest round against the one before, figure by figure. Each round has counts of its own, so a
 * change is known as closely as the two figures are; one variable each is enough.
 */
function changesOf({ release, earlier }: RoundUnderAttack) {
  const before = earlier.at(-1)
  if (before === undefined) return null
  const old = new Map(figuresOf(before).map((figure) => [figure.id, figure]))
  const claims: Claim[] = []
  const differences = figuresOf(release).flatMap((figure) => {
    const former = old.get(figure.id)
    if (former === undefined || figure.exactness !== 'exact') return []
    const at = claims.length
    const [one, other] = [
      claimOf(figure, [[at, 1]], release),
      claimOf(former, [[at + 1, 1]], before),
    ]
    if (one === null || other === null || former.exactness === 'covered') return []
    claims.push(one, other)
    const terms: Term[] = [
      [at, 1],
      [at + 1, -1],
    ]
    return [{ id: figure.id, terms, threshold: one.threshold }]
  })
  if (differences.length === 0) return null
  const space = { variables: claims.length, rows: [] }
  return { space, published: [{ id: release.round, claims }], counts: null, differences }
}
