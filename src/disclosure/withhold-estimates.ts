/**
 * An estimate is of persons of whom a release says how many were seen. Where it does not say that, the
 * estimate goes too: it would tell of what is withheld, and be made anew with every release
 * (protocol/estimates.md, In a round). Pure; reveals the estimates it gives.
 */
import type { PublishedEstimate } from '../release/estimate.ts'
import { type FigureOf, figureKey, type ReleaseFigure } from '../release/figure.ts'

/** Whatever its outcome, which tells of the same persons: a reason not to publish is made of counts too. */
export function withholdEstimates(
  estimates: readonly PublishedEstimate[],
  figures: readonly ReleaseFigure[],
): PublishedEstimate[] {
  const told = new Set(
    figures
      .filter(({ cell }) => cell.status === 'shown' || cell.status === 'covered')
      .map(figureKey),
  )
  const years = new Set<number | null>()
  return estimates.flatMap((one) => {
    const { year } = one.of
    if (told.has(figureKey(seenIn(year)))) return [one]
    if (years.has(year)) return []
    years.add(year)
    return [withheldEstimate(one)]
  })
}

const reason = { code: 'estimate.withheld' }

/** The persons seen that an estimate is of. */
function seenIn(year: number | null): FigureOf {
  return { question: 'persons-without-enrichment', year }
}

function withheldEstimate({ of, data }: PublishedEstimate): PublishedEstimate {
  return {
    ...{ of, data, verdict: 'refuse', method: null, estimate: null, low: null, high: null },
    ...{ reasons: [reason.code], warnings: [] },
  }
}
