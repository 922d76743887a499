/**
 * Flags of figures that are nearly a whole list: who knows that a person is on the list then knows
 * nearly surely what else the figure says. Made of what a release tells, nothing more; pure; reveals nothing that
 * readers could not compute.
 */
import {
  type Range,
  stratumKey,
  type TableRelease,
  type TableReleaseFigure,
} from '../release/table-release.ts'
import { meansLists, type Who } from '../release/who.ts'

const SHARE = 0.9

interface Told {
  readonly who: Who
  readonly low: number
  readonly high: number
}

/**
 * @param figures all of them: totals of lists and sets of lists, stratum by stratum
 * @param rangeOf what a figure tells of its count, by the rules by which it was made
 */
export function tableDominance(
  figures: readonly TableReleaseFigure[],
  lists: readonly string[],
  rangeOf: (figure: TableReleaseFigure) => Range,
): TableRelease['dominance'] {
  const strata = Map.groupBy(figures, ({ of }) => stratumKey(of))
  return [...strata.values()].flatMap((stratum) => {
    const of = stratum[0]?.of ?? {}
    const told = stratum.map((figure) => ({ who: figure.who, ...rangeOf(figure) }))
    return dominated(told, setsOf(lists)).map(({ part, whole }) => ({ of, part, whole }))
  })
}

function dominated(
  told: readonly Told[],
  sets: readonly ReadonlySet<string>[],
): { part: Who; whole: Who }[] {
  const wholes = told.filter(({ who }) => 'list' in who)
  const cells = told.filter(({ who }) => !('list' in who) && !isEverybody(who))
  const meant = cells.map((cell) => ({ cell, sets: sets.filter((on) => meansLists(cell.who, on)) }))
  return wholes.flatMap((whole) => {
    const within = meant.filter((one) => one.sets.every((on) => meansLists(whole.who, on)))
    const isMost = (least: number) => least >= SHARE * whole.high
    const alone = within.filter(({ cell }) => isMost(cell.low)).map(({ cell }) => cell.who)
    const shared = wholes
      .filter((other) => other !== whole)
      .filter((other) => {
        const both = within.filter((one) => one.sets.every((on) => meansLists(other.who, on)))
        return isMost(both.reduce((sum, { cell }) => sum + cell.low, 0))
      })
      .map((other): Who => ({ allOf: [whole.who, other.who] }))
    return [...alone, ...shared].map((part) => ({ part, whole: whole.who }))
  })
}

/** Totals of groups and of all lists are no cells. */
function isEverybody(who: Who): boolean {
  return 'anyOf' in who
}

function setsOf(lists: readonly string[]): ReadonlySet<string>[] {
  return Array.from(
    { length: 2 ** lists.length - 1 },
    (_, at) => new Set(lists.filter((__, bit) => ((at + 1) >> bit) & 1)),
  )
}
