/** Quotients of released cells only, so that they say nothing that these do not say. */
import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'

/** `reports-per-person` of every year with reports. */
export function ratios(figures: readonly ReleaseFigure[], threshold: number): ReleaseFigure[] {
  const find = (year: number | null, question: ReleaseFigure['question']) =>
    figures.find((one) => one.question === question && one.year === year)
  return figures
    .filter((figure) => figure.question === 'reports')
    .map((reports) => {
      const persons = find(reports.year, 'persons-without-enrichment')
      const cell = ratio(reports.cell, persons?.cell, threshold)
      // A ratio that is withheld for others tells as little of its parts as they do themselves.
      const isTold = cell.status !== 'not-applicable' && cell.status !== 'secondary'
      const exactness = isTold ? exactnessOf([reports, persons]) : 'exact'
      return { ...reports, question: 'reports-per-person', exactness, cell }
    })
}

/** The least exact of its parts. */
function exactnessOf(parts: readonly (ReleaseFigure | undefined)[]): ReleaseFigure['exactness'] {
  const has = (one: ReleaseFigure['exactness']) => parts.some((part) => part?.exactness === one)
  if (has('covered')) return 'covered'
  return has('repeated') ? 'repeated' : 'exact'
}

function ratio(over: ReleaseCell, under: ReleaseCell | undefined, threshold: number): ReleaseCell {
  if (isNumber(over) && under !== undefined && isNumber(under)) {
    return { status: 'ratio', value: Math.round((100 * over.value) / under.value) / 100 }
  }
  const statuses = [over.status, under?.status]
  if (statuses.includes('not-applicable')) return { status: 'not-applicable' }
  if (statuses.includes('secondary')) return { status: 'secondary' }
  return { status: 'withheld', below: threshold }
}

function isNumber(
  cell: ReleaseCell,
): cell is Extract<ReleaseCell, { status: 'shown' | 'covered' }> {
  return cell.status === 'shown' || cell.status === 'covered'
}
