import type { PublishedEstimate } from '../release/estimate.ts'
import { formatCount } from './language.ts'
import { mainName, type Reading } from './tables.ts'
import { wordsIn } from './words.ts'

export interface EstimateRow {
  readonly year: string
  readonly estimate: string
  readonly range: string
  /** How it was made, or why it was not. */
  readonly method: string
}

/** The estimates of persons on no list, in words; null: the agreement does not ask for any. */
export function estimateRows({ release, language }: Reading): EstimateRow[] | null {
  if (release.estimates.length === 0) return null
  const words = wordsIn(language)
  return release.estimates.map((one) => ({
    year: one.of.year === null ? words.allYears : String(one.of.year),
    ...outcome(one),
  }))

  function outcome(one: PublishedEstimate): Omit<EstimateRow, 'year'> {
    const { methods, reasons, refused } = words.estimates
    const { estimate, low, high, method } = one
    if (estimate === null || low === null || high === null) {
      const why = one.reasons.map((code) => reasons[code] ?? code).join('; ')
      return { estimate: refused, range: '', method: why }
    }
    const [value, from, to] = [estimate, low, high].map((count) => formatCount(language, count))
    const range = `${from}–${to}`
    return { estimate: value ?? '', range, method: methods[method ?? ''] ?? method ?? '' }
  }
}

/** What is told with every estimate, and what is told of these. */
export function estimateWarnings({ release, language }: Reading): string[] {
  const { warnings } = wordsIn(language).estimates
  const codes = new Set(release.estimates.flatMap((one) => one.warnings))
  return [...codes].map((code) => warnings[code] ?? code)
}

/** From what it was estimated; null where nothing was. */
export function estimateData(reading: Reading): string | null {
  if (reading.release.estimates.every(({ verdict }) => verdict === 'refuse')) return null
  return wordsIn(reading.language).estimates.data(mainName(reading))
}
