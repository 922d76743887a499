/**
 * Figures of a table that an earlier release told already, and of which too few persons came or went:
 * they are said again, whatever they would be now, so that two releases cannot be subtracted
 * (protocol/disclosure-rules.md, Rounds). Compares with what was told, never with earlier exact
 * counts, which are not kept. Assumes that releases of the same lists are of the same persons, or
 * nearly. Pure; reveals the figures it gives.
 */
import { Problem } from '../base/problem.ts'
import { OTHER } from '../overlap/table-file.ts'
import {
  rangeOf,
  type Stratum,
  stratumKey,
  type TableRelease,
  type TableReleaseFigure,
  tableFigureKey,
} from '../release/table-release.ts'
import type { MadeFigure } from './protect-table.ts'
import type { TableRules } from './table-rules.ts'

export interface EarlierRelease {
  readonly digest: string
  readonly release: TableRelease
}

/** Those that can be compared: of the same lists, in whatever order. */
export function ofSameLists(
  earlier: readonly EarlierRelease[],
  lists: readonly string[],
): EarlierRelease[] {
  const key = keyOf(lists)
  return earlier.filter(({ release }) => keyOf(release.lists) === key)
}

type RepeatRules = Pick<
  TableRules,
  'mode' | 'threshold' | 'stratumThreshold' | 'roundingBase' | 'leastNewPersons'
>

/** A figure that the plan does not tell, as it would be told; null: of a stratum that is not told. */
export type Remake = (of: Stratum, who: MadeFigure['who']) => MadeFigure | null

/** @param earlier of the same lists, oldest first */
export function withRepeats(
  { made, remake }: { readonly made: readonly MadeFigure[]; readonly remake: Remake },
  earlier: readonly EarlierRelease[],
  rules: RepeatRules,
): TableReleaseFigure[] {
  const { mode, leastNewPersons } = rules
  if (mode === 'dp') return made.map(({ of, who, cell }) => ({ of, who, cell, repeated: null }))
  const said = saidBefore(earlier)
  const now = strataKey(made)
  const compare = ({ of, who, cell }: MadeFigure): TableReleaseFigure => {
    const before = said.get(tableFigureKey({ of, who }))
    if (before === undefined) return { of, who, cell, repeated: null }
    // The rest of other strata is other persons
    const isOther = Object.values(of).includes(OTHER) && before.strata !== now
    // What would be shown, not the count: else a figure that is not said again tells of it
    const fresh = rangeOf({ of, cell }, rules)
    const change = Math.max(0, before.range.low - fresh.high, fresh.low - before.range.high)
    if (isOther || change >= leastNewPersons) return { of, who, cell, repeated: null }
    return { of, who, cell: before.cell, repeated: before.origin }
  }
  const strata = Map.groupBy(made.map(compare), ({ of }) => stratumKey(of))
  // Compared like all others, as whoever reads it takes it that too few came or went; never told anew.
  const more = (of: Stratum, who: MadeFigure['who']) => {
    const figure = remake(of, who)
    return (figure === null ? [] : [compare(figure)]).filter((one) => one.repeated !== null)
  }
  return [...strata.values()].flatMap((stratum) => asDetailedAsBefore(stratum, earlier, more))
}

/**
 * Of a stratum in which too few persons came or went, other figures than before would tell of the
 * same persons in another way: what was merged for their sake would be told singly.
 */
function asDetailedAsBefore(
  stratum: readonly TableReleaseFigure[],
  earlier: readonly EarlierRelease[],
  more: (of: Stratum, who: MadeFigure['who']) => readonly TableReleaseFigure[],
): readonly TableReleaseFigure[] {
  const [total] = stratum
  if (total === undefined || total.repeated === null) return stratum
  const key = stratumKey(total.of)
  const newest = earlier.findLast(
    ({ release: { rules, figures } }) =>
      rules.mode !== 'dp' && figures.some(({ of }) => stratumKey(of) === key),
  )
  const told = newest?.release.figures.filter(({ of }) => stratumKey(of) === key) ?? []
  const now = new Map(stratum.map((figure) => [tableFigureKey(figure), figure]))
  return told.flatMap(({ of, who }) => now.get(tableFigureKey({ of, who })) ?? more(of, who))
}

interface Said {
  readonly cell: TableReleaseFigure['cell']
  readonly range: { readonly low: number; readonly high: number }
  /** Digest of the release that told it first. */
  readonly origin: string
  /** All strata of that release. */
  readonly strata: string
}

function saidBefore(earlier: readonly EarlierRelease[]): Map<string, Said> {
  const said = new Map<string, Said>()
  for (const { digest, release } of earlier) {
    if (release.rules.mode === 'dp') continue
    const strata = strataKey(release.figures)
    for (const figure of release.figures) {
      const key = tableFigureKey(figure)
      if (figure.repeated !== null && said.has(key)) continue
      const range = rangeOf(figure, release.rules)
      said.set(key, { cell: figure.cell, range, origin: figure.repeated ?? digest, strata })
    }
  }
  return said
}

/**
 * What was withheld or blurred once is not to be told by a later release of the same persons.
 * @throws Problem `disclosure.loosened`
 */
export function refuseLooserTableRules(
  rules: RepeatRules & Pick<TableRules, 'leastPersons' | 'leastMultiList'>,
  earlier: readonly EarlierRelease[],
): void {
  if (rules.mode === 'dp') return
  const looser = earlier.find(
    ({ release: { rules: before } }) =>
      before.mode !== 'dp' &&
      (before.threshold > rules.threshold ||
        before.stratumThreshold > rules.stratumThreshold ||
        before.leastNewPersons > rules.leastNewPersons ||
        before.leastPersons > rules.leastPersons ||
        before.leastMultiList > rules.leastMultiList ||
        before.roundingBase > rules.roundingBase),
  )
  if (looser === undefined) return
  throw new Problem({
    code: 'disclosure.loosened',
    what: 'A threshold or the rounding base is lower than in an earlier release of the same lists',
    where: `release ${looser.release.id}`,
    remedy: 'Use rules that are at least as strict as those of every earlier release.',
    status: 409,
  })
}

function strataKey(figures: readonly { readonly of: Stratum }[]): string {
  return JSON.stringify([...new Set(figures.map(({ of }) => stratumKey(of)))].sort())
}

function keyOf(lists: readonly string[]): string {
  return JSON.stringify([...lists].sort())
}
