import type { Release } from '../release/release.ts'
import { answerCorrected, answerRules, answerSentence, totalLine } from './answer.ts'
import { askedBlocks } from './asked-text.ts'
import { cellText, coverText, legendText, rehearsalSummary, shortCellText } from './cell-text.ts'
import { estimateData, estimateRows, estimateWarnings } from './estimate-text.ts'
import { gateSentences, stepSentences } from './gate-text.ts'
import { formatCount, formatRatio, type Language } from './language.ts'
import { correctedText, linkageRows } from './linkage-text.ts'
import { saidText } from './quality-text.ts'
import { mainName, type Reading, readCell, type Table, type TableCell, tablesOf } from './tables.ts'
import type { Truth } from './truth.ts'
import { wordsIn } from './words.ts'

/** Width of a line in a plain terminal. */
const LINE = 80
const WIDEST_HEAD = 16
/** Of a table with several columns; one with a single column has room for a sentence. */
const WIDEST_ROW = 34
const GAP = '  '

/**
 * The release as plain text for a terminal, ending in a newline; tables of up to five columns fit in
 * 80 characters. With a truth given, its exact numbers stand in brackets behind the released ones.
 */
export function formatReleaseText(
  release: Release,
  truth: Truth | undefined,
  language: Language,
): string {
  const reading = { release, language, truth }
  const words = wordsIn(language)
  const parts = [
    ...(truth === undefined ? [] : [banner(reading, truth)]),
    wrap(answerSentence(reading)),
    ...correctedAnswer(reading),
    wrap(answerRules(reading)),
    wrap(words.scope(release.populations[0]?.name[language] ?? '')),
    wrap(words.proofs[release.proofs]),
    wrap(coverText(reading)),
    ...tablesOf(reading).map((table, at) => tableText(reading, table, at + 1)),
    ...askedTexts(reading),
    ...estimateTexts(reading),
    ...correctedTotals(reading),
    wrap(legendText(reading)),
    qualityText(reading),
    linkageText(reading),
    gateText(reading),
  ]
  return `${parts.join('\n\n')}\n`
}

function banner(reading: Reading, truth: Truth): string {
  const words = wordsIn(reading.language)
  const scale = new Intl.NumberFormat(reading.language).format(truth.scale)
  const about = words.rehearsal({ seed: String(truth.seed), scale })
  const rest = `${about} ${words.rehearsalReal} ${rehearsalSummary(reading)}`
  return `${words.rehearsalTitle.toUpperCase()}\n${wrap(rest)}`
}

function tableText(reading: Reading, table: Table, number: number): string {
  const words = wordsIn(reading.language)
  const caption = `${words.table(number)}. ${table.title}. ${totalLine(reading)}`
  const heads = [table.corner, ...table.columns].map((head) => wrapLines(head, WIDEST_HEAD))
  const rowHead = table.columns.length > 1 ? WIDEST_ROW : LINE
  const rows = table.rows.flatMap((row) =>
    bottomUp([
      wrapLines(row.head, rowHead),
      ...row.cells.map((cell) => [cellWithTruth(reading.language, cell)]),
    ]),
  )
  const headRows = bottomUp(heads)
  const widths = heads.map((_, at) => widest([...headRows, ...rows].map((row) => row[at] ?? '')))
  const rule = widths.map((width) => '-'.repeat(width))
  const lines = [...headRows, rule, ...rows]
  const blocks = columnBlocks(widths).map((columns) => {
    const own = columns.map((at) => widths[at] ?? 0)
    return lines
      .map((row) =>
        align(
          columns.map((at) => row[at] ?? ''),
          own,
        ),
      )
      .join('\n')
  })
  return [wrap(caption), blocks.join('\n\n')].join('\n')
}

/** Cells of several lines as rows, the last lines beside each other. */
function bottomUp(cells: readonly (readonly string[])[]): string[][] {
  const height = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: height }, (_, line) =>
    cells.map((cell) => cell[line - (height - cell.length)] ?? ''),
  )
}

/** The columns in blocks that fit the line, the first column before each. */
function columnBlocks([first = 0, ...widths]: readonly number[]): number[][] {
  const blocks: number[][] = []
  let width = LINE
  for (const [at, own] of widths.entries()) {
    width += GAP.length + own
    if (width > LINE || blocks.length === 0) {
      blocks.push([0])
      width = first + GAP.length + own
    }
    blocks.at(-1)?.push(at + 1)
  }
  return blocks
}

function cellWithTruth(language: Language, cell: TableCell): string {
  const released = shortCellText(language, cell)
  if (cell.comparison === null) return released
  const format = cell.isRatio ? formatRatio : formatCount
  return `${released} (${format(language, cell.comparison.truth)})`
}

/** Names to the left, numbers to the right. */
function align(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
    .join(GAP)
    .trimEnd()
}

function qualityText(reading: Reading): string {
  const { release, language } = reading
  const words = wordsIn(language)
  const { listTwice, undecodable } = release.quality
  return [
    `${words.qualityTitle}. ${words.qualityNote}`,
    `${words.listTwice}: ${saidText(reading, 'listTwice', cellText(language, listTwice))}`,
    `${words.undecodable}: ${saidText(reading, 'undecodable', cellText(language, undecodable))}`,
  ]
    .map(wrap)
    .join('\n')
}

function correctedAnswer(reading: Reading): string[] {
  const text = answerCorrected(reading)
  return text === '' ? [] : [wrap(text)]
}

/** Counted and corrected totals beside each other: within the tables there is no room. */
function correctedTotals(reading: Reading): string[] {
  const { release, language } = reading
  if (release.corrected.length === 0) return []
  const words = wordsIn(language)
  const main = mainName(reading)
  const rows = release.corrected.map((one) => {
    const all = one.question === 'persons'
    const name = all ? words.distinct(main) : words.withoutEnrichment(main)
    const head = `${name}, ${one.year ?? words.allYears.toLowerCase()}`
    const { cell } = readCell(reading, one)
    return [wrapLines(head, WIDEST_ROW), [cellText(language, cell)], [correctedText(language, one)]]
  })
  const heads = [[words.figure], [words.counted], [words.correctedHead]]
  const lines = [heads, ...rows].flatMap(bottomUp)
  const widths = heads.map((_, at) => widest(lines.map((line) => line[at] ?? '')))
  const table = lines.map((line) => align(line, widths)).join('\n')
  return [`${words.correctedTitle}\n${table}\n${wrap(words.correctedMeaning)}`]
}

function linkageText(reading: Reading): string {
  const words = wordsIn(reading.language).linkage
  const rows = linkageRows(reading)
  if (rows === null) return wrap(`${words.title}. ${words.covered}`)
  const lines = rows.map(([term, text]) => `${term}: ${text}`)
  return [`${words.title}. ${words.note}`, ...lines].map(wrap).join('\n')
}

/** Figures as a line each: questions can be of many years and codes. */
function askedTexts(reading: Reading): string[] {
  const words = wordsIn(reading.language).asked
  const blocks = askedBlocks(reading)
  if (blocks.length === 0) return []
  const texts = blocks.map(({ name, sentence, columns, rows }) =>
    [
      `${name}. ${sentence}`,
      ...rows.map(({ head, cells }) => {
        const figures = cells.map(({ text }, at) => `${columns[at]} ${text}`)
        return `  ${head}: ${figures.join('; ')}`
      }),
    ]
      .map(wrap)
      .join('\n'),
  )
  return [wrap(`${words.title}. ${words.note}`), ...texts]
}

function estimateTexts(reading: Reading): string[] {
  const rows = estimateRows(reading)
  if (rows === null) return []
  const words = wordsIn(reading.language).estimates
  const data = estimateData(reading)
  const warnings = estimateWarnings(reading).map((warning) => `- ${warning}`)
  const lines = [
    `${words.title}. ${words.note}`,
    ...rows.map(({ year, estimate, range, method }) => {
      const value = range === '' ? estimate : `${estimate} (${range})`
      return `  ${year}: ${value}; ${method}`
    }),
    ...(data === null ? [] : [data]),
    ...(warnings.length === 0 ? [] : [words.warningsTitle, ...warnings]),
  ]
  return [lines.map(wrap).join('\n')]
}

function gateText({ release, language }: Reading): string {
  const [title, ...sentences] = gateSentences(release, language)
  return [`${title}. ${sentences.join(' ')}`, ...stepSentences(release, language)]
    .map(wrap)
    .join('\n')
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}

function wrap(text: string): string {
  return wrapLines(text, LINE).join('\n')
}

/** Breaks at blanks only; a word longer than the width gets a line of its own. */
export function wrapLines(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}
