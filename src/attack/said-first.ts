/**
 * What figures of rounds stood for when they were told first: what is said again was made by the rules
 * of that release, which may have been less strict. Assumes parsed releases of one agreement. Pure;
 * reveals nothing that a reader does not have.
 */
import { tableOf } from '../questions/answer.ts'
import { askedKey } from '../release/asked.ts'
import { figureKey, type ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import type { Range } from '../release/table-release.ts'

/** By `figureKey` or `askedKey`. @param earlier oldest first */
export function saidFirst(earlier: readonly Release[]): ReadonlyMap<string, Range> {
  const said = new Map<string, Range>()
  for (const release of earlier) {
    for (const { key, table, cell, exactness } of toldIn(release)) {
      const range = rangeOf(cell, table, release.rules)
      if (range !== null && !(exactness === 'repeated' && said.has(key))) said.set(key, range)
    }
  }
  return said
}

function toldIn({ figures, asked }: Release) {
  return [
    ...figures.map((figure) => ({ ...figure, key: figureKey(figure) })),
    ...asked.flatMap(({ question, figures: answers }) =>
      answers.map((answer) => ({
        ...answer,
        key: askedKey(question, answer),
        table: tableOf(question) ?? null,
      })),
    ),
  ]
}

function rangeOf(
  cell: ReleaseCell,
  table: string | null,
  { threshold, stratumThreshold, roundingBase }: Release['rules'],
): Range | null {
  if (cell.status === 'withheld') return { low: 0, high: cell.below - 1 }
  if (cell.status === 'covered') return { low: cell.low, high: cell.high }
  if (cell.status !== 'shown') return null
  const least = table === null ? threshold : (stratumThreshold ?? threshold)
  const half = Math.floor(roundingBase / 2)
  return { low: Math.max(least, cell.value - half), high: cell.value + half }
}
