/** Whether the ratios of a release are of its own numbers (protocol/disclosure-rules.md). */
import type { Release } from '../release/release.ts'

/** The years of those that are not; null: all years together. */
export function wrongRatios({ figures }: Release): (number | null)[] {
  return figures
    .filter(({ question }) => question === 'reports-per-person')
    .filter(({ year, cell }) => {
      const said = cell.status === 'ratio' ? cell.value : null
      return said !== quotient(figures, year)
    })
    .map(({ year }) => year)
}

function quotient(figures: Release['figures'], year: number | null): number | null {
  const [over, under] = ['reports', 'persons-without-enrichment']
    .map((question) => figures.find((one) => one.question === question && one.year === year)?.cell)
    .map((cell) => (cell === undefined ? null : numberOf(cell)))
  if (over == null || under == null) return null
  return Math.round((100 * over) / under) / 100
}

function numberOf(cell: Release['figures'][0]['cell']): number | null {
  return cell.status === 'shown' || cell.status === 'covered' ? cell.value : null
}
