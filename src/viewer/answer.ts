import { cellText } from './cell-text.ts'
import { capital, formatCount, formatDate } from './language.ts'
import { correctedText } from './linkage-text.ts'
import { mainName, ownersOf, type Reading, readCell } from './tables.ts'
import { wordsIn } from './words.ts'

/** What the release says first: how many persons, of whom, when and at how many organisations. */
export function answerSentence(reading: Reading): string {
  const { release, language } = reading
  const words = wordsIn(language)
  const { cell, isCovered } = readCell(reading, { question: 'persons' })
  const of = {
    population: mainName(reading),
    from: formatDate(language, release.period.from),
    to: formatDate(language, release.period.to),
    owners: ownersOf(release).length,
  }
  if (cell.status === 'withheld' && isCovered) return words.answerMayBeWithheld(of)
  if (cell.status === 'secondary') return words.answerSecondary(of)
  return cell.status === 'withheld'
    ? words.answerWithheld({ ...of, below: formatCount(language, cell.below) })
    : words.answer({ ...of, count: cellText(language, cell) })
}

/** The same total without linking errors, as a sentence; empty where it is not known. */
export function answerCorrected(reading: Reading): string {
  const { language } = reading
  const { corrected } = readCell(reading, { question: 'persons' })
  if (corrected === null) return ''
  return `${capital(wordsIn(language).corrected(correctedText(language, corrected)))}.`
}

/** When the release was made, and the rules that every number of it is under. */
export function answerRules(reading: Reading): string {
  return `${wordsIn(reading.language).madeAt(formatDate(reading.language, reading.release.madeAt))} ${tableRules(reading)}`
}

/** Threshold and rounding in one line, to stand beside every table. */
export function tableRules({ release, language }: Reading): string {
  const { threshold, roundingBase } = release.rules
  return wordsIn(language).tableRules(
    formatCount(language, threshold),
    formatCount(language, roundingBase),
  )
}

/** `N = 5.433` persons of the population counted, for captions. */
export function totalLine(reading: Reading): string {
  const { cell, isCovered } = readCell(reading, { question: 'persons' })
  const text = cellText(reading.language, cell, { isCovered })
  return wordsIn(reading.language).total(text, mainName(reading))
}
