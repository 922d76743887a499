import type { ReleaseCell } from '../release/figure.ts'
import type { CorrectedTotal, LinkageQuality, Rate } from '../release/linkage.ts'
import type { ShareName } from '../release/quality.ts'
import { cellText } from './cell-text.ts'
import { formatCount, type Language } from './language.ts'
import { saidText } from './quality-text.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** `170 (165 tot 175)`, with the language's own words. */
export function correctedText(language: Language, { estimate, low, high }: CorrectedTotal): string {
  const [value, from, to] = [estimate, low, high].map((count) => formatCount(language, count))
  return wordsIn(language).range(`${value}`, `${from}`, `${to}`)
}

/** One line of the table on links: what it is, and how much. */
export type LinkageRow = readonly [term: string, text: string]

/** The quality of links, line by line; null where it is not told. */
export function linkageRows(reading: Reading): LinkageRow[] | null {
  const { release, language } = reading
  const { linkage, rules } = release
  if (linkage === null) return null
  const words = wordsIn(language).linkage
  const said = (name: string, text: string) => saidText(reading, name, text)
  const cell = (name: string, of: ReleaseCell) => said(name, cellText(language, of))
  const part = (name: ShareName) => {
    const percent = linkage[name]
    return said(name, percent === null ? words.notShown : `${percent}%`)
  }
  return [
    [words.recipe, `${rules.recipe}, ${rules.linkingRule}`],
    [words.links, cell('links', linkage.links)],
    [
      words.linksByNumbers,
      said(
        'linksByNumbers',
        byNumbers(linkage, (of) => cellText(language, of)),
      ),
    ],
    [words.recall, rateText(language, linkage.recall)],
    ...linkage.labelled.map((one): LinkageRow => {
      const counts = {
        found: cell(`found/${one.numbers}`, one.found),
        missed: cell(`missed/${one.numbers}`, one.missed),
      }
      const rate = one.recall === null ? '' : `${rateText(language, one.recall)}; `
      return [
        words.recallOf(numbersName(language, one.numbers)),
        `${rate}${words.foundMissed(counts)}`,
      ]
    }),
    [words.precision, rateText(language, linkage.precision)],
    ...linkage.labelled.map((one): LinkageRow => {
      return [
        words.differentOf(numbersName(language, one.numbers)),
        cell(`different/${one.numbers}`, one.different),
      ]
    }),
    [words.conflicts, cell('conflicts', linkage.conflicts)],
    [words.ties, cell('ties', linkage.ties)],
    [words.withoutLinkingKey, part('withoutLinkingKey')],
    [words.withoutKey, part('withoutKey')],
    [words.keysDropped, part('keysDropped')],
  ]
}

/** `N = 1.205` links. */
export function linkageTotal({ release, language }: Reading): string {
  const { links } = release.linkage ?? { links: { status: 'not-applicable' as const } }
  return wordsIn(language).linkage.total(cellText(language, links))
}

/** With the share, where both numbers are shown. */
function byNumbers(
  { links, linksByNumbers }: LinkageQuality,
  text: (cell: ReleaseCell) => string,
): string {
  if (links.status !== 'shown' || linksByNumbers.status !== 'shown') return text(linksByNumbers)
  const percent = Math.round((100 * linksByNumbers.value) / links.value)
  return `${text(linksByNumbers)} (${Math.min(100, percent)}%)`
}

function rateText(language: Language, rate: Rate | null): string {
  const words = wordsIn(language)
  if (rate === null) return words.linkage.tooFew
  return words.range(`${rate.estimate}%`, `${rate.low}%`, `${rate.high}%`)
}

/** Numbers as people call them; those of another recipe by their class. */
function numbersName(language: Language, numbers: string): string {
  const vnumber = { nl: 'V-nummer', en: 'V-number' }[language]
  return { bsn: 'BSN', vnumber }[numbers] ?? numbers
}
