import type { Asked, AskedFigure } from '../release/asked.ts'
import type { ReleaseCell } from '../release/figure.ts'
import { cellText } from './cell-text.ts'
import { capital, type Language, nameIn } from './language.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** One figure in words. */
export interface AskedCell {
  readonly text: string
  readonly isAbsent: boolean
}

/** A question that was asked, with its figures, in words of one language. */
export interface AskedBlock {
  /** Stable, for links. */
  readonly id: string
  readonly name: string
  readonly sentence: string
  readonly corner: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly head: string; readonly cells: readonly AskedCell[] }[]
}

/** The questions of the agreement in its order; none where it asks nothing. */
export function askedBlocks(reading: Reading): AskedBlock[] {
  const { release, language } = reading
  const words = wordsIn(language)
  return release.asked.map((asked) => {
    const { question, sentence, figures } = asked
    const years = [...new Set(figures.map(({ year }) => year))]
    const codes = [...new Set(figures.map(({ code }) => code))]
    const table = release.tables.find(({ id }) => id === question.by)
    const find = (year: number | null, code: string | null) =>
      figures.find((one) => one.year === year && one.code === code)
    return {
      id: `asked-${question.id}`,
      name: nameIn(language, question.name),
      sentence: nameIn(language, sentence),
      corner: table === undefined ? words.figure : capital(nameIn(language, table.name)),
      columns: years.map((year) => (year === null ? words.allYears : String(year))),
      rows: codes.flatMap((code) => [
        {
          head: headOf(reading, asked, code),
          cells: years.map((year) => cellOf(language, find(year, code))),
        },
        ...percentRows(reading, asked, { years, code }),
      ]),
    }
  })
}

function headOf({ release, language }: Reading, { question }: Asked, code: string | null): string {
  const words = wordsIn(language)
  if (code === null) return words.number
  const codes = release.tables.find(({ id }) => id === question.by)?.codes ?? []
  const named = codes.find(({ id }) => id === code)
  if (named === undefined) return code
  const name = nameIn(language, named.name)
  return named.within === null ? capital(name) : words.ofWhich(name)
}

function cellOf(language: Language, figure: AskedFigure | undefined): AskedCell {
  const words = wordsIn(language)
  const cell: ReleaseCell = figure?.cell ?? { status: 'not-applicable' }
  const text = cellText(language, cell, { isCovered: figure?.exactness === 'covered' })
  const isSaid = figure?.exactness === 'repeated' && cell.status !== 'secondary'
  return { text: isSaid ? words.repeated(text) : text, isAbsent: numberOf(cell) === null }
}

/** A row for each question that this one is a part of, made of shown numbers only. */
function percentRows(
  { release, language }: Reading,
  { question, figures }: Asked,
  of: { readonly years: readonly (number | null)[]; readonly code: string | null },
): AskedBlock['rows'] {
  const ids = [question.outOf ?? []].flat()
  const wholes = release.asked.filter((one) => ids.includes(one.question.id))
  const words = wordsIn(language)
  return wholes.map((whole) => ({
    head: words.asked.outOf(nameIn(language, whole.question.name)),
    cells: of.years.map((year) => {
      const [part, all] = [figures, whole.figures].map((some) => {
        const found = some.find((one) => one.year === year && one.code === of.code)
        return found === undefined ? null : numberOf(found.cell)
      })
      if (part == null || all == null || all === 0)
        return { text: words.asked.noPercent, isAbsent: true }
      return { text: `${Math.min(100, Math.round((100 * part) / all))}%`, isAbsent: false }
    }),
  }))
}

function numberOf(cell: ReleaseCell): number | null {
  return cell.status === 'shown' || cell.status === 'covered' ? cell.value : null
}
