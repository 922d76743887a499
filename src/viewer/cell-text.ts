import type { ReleaseCell, ReleaseFigure } from '../release/figure.ts'
import { formatCount, formatDifference, formatRatio, type Language } from './language.ts'
import type { Reading, TableCell } from './tables.ts'
import { summariseTruth } from './truth.ts'
import { wordsIn } from './words.ts'

/** What a cell says in full: a withheld one says so in words, never by a bare sign. */
export function cellText(
  language: Language,
  cell: ReleaseCell,
  { isRatio = false, isCovered = false }: { isRatio?: boolean; isCovered?: boolean } = {},
): string {
  const words = wordsIn(language)
  switch (cell.status) {
    case 'shown':
      return formatCount(language, cell.value)
    case 'ratio':
      return formatRatio(language, cell.value)
    case 'withheld':
      if (isRatio) return words.withheldRatio
      return (isCovered ? words.mayBeWithheld : words.withheld)(formatCount(language, cell.below))
    case 'secondary':
      return words.secondary
    case 'covered': {
      const interval = intervalText(language, cell)
      return words.covered(formatCount(language, cell.value), interval)
    }
    case 'not-applicable':
      return words.notApplicable
    default:
      return cell satisfies never
  }
}

/** As in tables of Statistics Netherlands: secret. */
const SECONDARY = 'x'

/** For narrow columns that have a legend beneath. */
export function shortCellText(language: Language, own: TableCell): string {
  const { cell, isRatio, isCovered, isRepeated } = own
  const text = plainShortText(language, { cell, isRatio, isCovered })
  return isRepeated && cell.status !== 'secondary' ? `${text}=` : text
}

function plainShortText(
  language: Language,
  { cell, isRatio, isCovered }: Pick<TableCell, 'cell' | 'isRatio' | 'isCovered'>,
): string {
  if (cell.status === 'secondary') return SECONDARY
  if (cell.status === 'covered') {
    return `${formatCount(language, cell.value)} (${intervalText(language, cell)})`
  }
  if (cell.status !== 'withheld') return cellText(language, cell)
  const words = wordsIn(language)
  if (isRatio) return words.shortWithheldRatio
  return `${words.shortWithheld(formatCount(language, cell.below))}${isCovered ? '?' : ''}`
}

function intervalText(
  language: Language,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  return `${formatCount(language, low)}–${formatCount(language, high)}`
}

/** What stands beneath tables: only the signs that are in them. */
export function legendText({ release, language, truth }: Reading): string {
  const words = wordsIn(language)
  const has = (test: (figure: ReleaseFigure) => boolean) => release.figures.some(test)
  return [
    words.legend(formatCount(language, release.rules.threshold)),
    ...(has(({ cell }) => cell.status === 'secondary') ? [words.secondaryLegend] : []),
    ...(has(({ exactness }) => exactness === 'repeated') ? [words.repeatedLegend] : []),
    ...(release.cover === null ? [] : [words.coverLegend]),
    ...(truth === undefined ? [] : [words.truthLegend]),
  ].join(' ')
}

/** What cover does to the numbers of this release, or that there was none. */
export function coverText({ release, language }: Reading): string {
  const words = wordsIn(language)
  const { cover } = release
  if (cover === null) return words.uncovered
  return words.coverMeaning(formatCount(language, cover.evaluators))
}

/** `waarheid 1.117` and `verschil −2`; nothing where nothing is compared. */
export function truthParts(language: Language, { comparison, isRatio }: TableCell): string[] {
  if (comparison === null) return []
  const words = wordsIn(language)
  const format = isRatio ? formatRatio : formatCount
  const truth = words.truth(format(language, comparison.truth))
  if (comparison.difference !== null) {
    const difference = formatDifference(language, comparison.difference, isRatio ? 2 : 0)
    return [truth, words.difference(difference)]
  }
  // That a ratio is withheld is judged by its two numbers
  if (isRatio) return [truth]
  return [truth, comparison.fits ? words.withheldRightly : words.withheldWrongly]
}

/** How well the whole release fits the truth, in one sentence; empty outside a rehearsal. */
export function rehearsalSummary({ release, language, truth }: Reading): string {
  if (truth === undefined) return ''
  const { compared, fitting, largest } = summariseTruth(release.figures, truth, release.rules)
  return wordsIn(language).rehearsalSummary({
    compared: formatCount(language, compared),
    fitting: formatCount(language, fitting),
    largest: formatCount(language, largest),
  })
}
