import {
  type Answer,
  answerOf,
  type CheckNote,
  type NationalCheck,
  nationalChecks,
  type Source,
  scaledTarget,
  unreported,
} from '../rehearsal/national-checks.ts'
import { years } from '../rehearsal/organisations.ts'
import { formatCount, type Language } from '../viewer/language.ts'
import { wrapLines } from '../viewer/text.ts'
import { type NationalWords, nationalWords } from './national-words.ts'

/** What is beside what: published, in the registers, released. */
export interface NationalComparison {
  /** 1 is the size of the published numbers. */
  readonly scale: number
  readonly registers: Source
  readonly release: Source
  /** Of checks that no round tells: what the registers hold, by id of the check. */
  readonly own: Readonly<Record<string, number>>
  readonly rules: { readonly roundingBase: number }
  /** Pairs of lists with the same person on both that no match key finds. */
  readonly missed: number
}

/** One published number beside what became of it. */
export interface NationalLine {
  readonly check: string
  readonly source: string
  /** Null: of all years together. */
  readonly year: number | null
  readonly published: number
  /** Published, as small as the registers are. */
  readonly target: number
  /** Null: the registers do not hold it. */
  readonly registers: number | null
  /** Null: not told. */
  readonly released: number | null
  readonly outcome: 'released' | 'withheld' | 'not-asked' | CheckNote
  /** Of how many released figures it is the sum, and how many of them are withheld. */
  readonly figures: number
  readonly withheld: number
  /** Whether rounding and keys that nobody can find explain what the release says. */
  readonly fits: boolean
}

/** Every check, year by year where years were published, and in all. */
export function compareNational(comparison: NationalComparison): NationalLine[] {
  return nationalChecks.flatMap((check) => {
    const perYear = check.perYear ?? []
    return [
      ...perYear.map((published, at) =>
        lineOf(check, { published, year: years[at] ?? null }, comparison),
      ),
      lineOf(check, { published: check.total, year: null }, comparison),
    ]
  })
}

function lineOf(
  check: NationalCheck,
  { published, year }: { readonly published: number; readonly year: number | null },
  { scale, registers, release, own, rules, missed }: NationalComparison,
): NationalLine {
  const truth = numberOf(answerOf(check, registers, year)) ?? own[check.id] ?? null
  const answer = answerOf(check, release, year)
  const released = numberOf(answer)
  // A person who is found twice moves two numbers by one at most for each pair that is missed.
  const most = (answer.figures * rules.roundingBase) / 2 + 2 * missed
  return {
    check: check.id,
    source: check.source,
    year,
    published,
    target: scaledTarget(published, scale),
    registers: truth,
    released,
    outcome: outcomeOf(check, answer),
    figures: answer.figures,
    withheld: answer.withheld,
    fits: released === null || truth === null || Math.abs(released - truth) <= most,
  }
}

function numberOf({ seen }: Answer): number | null {
  return typeof seen === 'number' ? seen : null
}

function outcomeOf({ parts, note }: NationalCheck, { seen }: Answer): NationalLine['outcome'] {
  if (parts.length === 0) return note ?? 'not-asked'
  if (seen === 'absent') return 'not-asked'
  return seen === 'withheld' ? 'withheld' : 'released'
}

/** Width of a line in a plain terminal, and of the first column. */
const LINE = 80
const WIDEST_NAME = 36
const GAP = '  '

/** The comparison as a table for a terminal, ending in a newline. */
export function formatNational(comparison: NationalComparison, language: Language): string {
  const words = nationalWords[language]
  const lines = compareNational(comparison)
  const rows = [words.heads, ...nationalChecks.flatMap((check) => rowsOf(check, lines, language))]
  const widths = words.heads.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const table = rows.map((row) => align(row, widths))
  const rule = widths.map((width) => '-'.repeat(width)).join(GAP)
  const parts = [
    `${words.title.toUpperCase()}\n${wrap(words.about(comparison.scale))}`,
    [table[0], rule, ...table.slice(1)].join('\n'),
    [...words.notes(formatCount(language, unreported)), ...verdicts(lines, comparison, words)]
      .map(wrap)
      .join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function rowsOf(
  check: NationalCheck,
  lines: readonly NationalLine[],
  language: Language,
): string[][] {
  const words = nationalWords[language]
  const own = lines.filter((line) => line.check === check.id)
  const name = `${check.name[language]} (${check.source})${check.note === 'unreported' ? ' *' : ''}`
  const heads = wrapLines(name, WIDEST_NAME)
  const count = (value: number | null) => (value === null ? '–' : formatCount(language, value))
  const cells = own.map((line) => [
    line.year === null ? (check.perYear === null ? '' : words.together) : String(line.year),
    count(line.target),
    count(line.registers),
    line.released === null ? words.untold(line) : count(line.released),
  ])
  const height = Math.max(heads.length, cells.length)
  return Array.from({ length: height }, (_, at) => [heads[at] ?? '', ...(cells[at] ?? [])])
}

function verdicts(
  lines: readonly NationalLine[],
  { scale }: NationalComparison,
  words: NationalWords,
): string[] {
  const released = lines.filter((line) => line.outcome === 'released')
  const difference = released.map(({ released: said, registers }) =>
    Math.abs((said ?? 0) - (registers ?? 0)),
  )
  return [
    ...(scale === 1 ? [words.exact(lines.filter(isMet).length, lines.filter(isTold).length)] : []),
    words.told({
      lines: lines.length,
      released: released.length,
      withheld: lines.filter((line) => line.outcome === 'withheld').length,
      notAsked: lines.filter((line) => line.outcome === 'not-asked').length,
      largest: Math.max(0, ...difference),
      unexplained: lines.filter((line) => !line.fits).length,
    }),
  ]
}

/** Whether the registers, at full scale, hold what was published, and what is known not to close. */
export function isMet({ check: id, registers, published, year }: NationalLine): boolean {
  const check = nationalChecks.find((one) => one.id === id)
  const more = year === null ? (check?.more ?? 0) : 0
  return registers !== null && Math.abs(registers - published - more) <= (check?.tolerance ?? 0)
}

function isTold({ registers }: NationalLine): boolean {
  return registers !== null
}

/** The name to the left, all others to the right. */
function align(row: readonly string[], widths: readonly number[]): string {
  return widths
    .map((width, at) =>
      at === 0 ? (row[at] ?? '').padEnd(width) : (row[at] ?? '').padStart(width),
    )
    .join(GAP)
    .trimEnd()
}

function wrap(text: string): string {
  return wrapLines(text, LINE).join('\n')
}
