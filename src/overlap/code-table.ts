/**
 * How many persons of each code stand on exactly which lists. Raw small counts, as in
 * overlap-table.ts: what leaves this folder goes through `disclosure/`. Assumes that every person's
 * codes were resolved to one; reveals nothing by itself.
 */
import { codesOf, lineOf, type NamedCodeBook } from '../base/codes.ts'
import type { Cell, ListInfo, Population } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { viewCells } from './person-view.ts'
import { type ExactFigure, figure, mainPopulation, mainYears } from './questions.ts'

/** Persons of one code who stand on exactly these lists. */
export interface CodeCell extends Cell {
  readonly code: string
}

export interface CodeTable {
  readonly book: NamedCodeBook
  readonly cells: readonly CodeCell[]
  /** Persons who stand for no set of lists, or whose codes stand for nothing: in no figure. */
  readonly undecodable: number
}

/**
 * Persons of the first population per code, of each year and over all years. A person counts under
 * its code and under every code broader than it; `unknown` and `conflict` are codes like any other.
 * A person has one code, in whatever year and on whatever list.
 * @throws Problem `questions.no-population`, `overlap.code-unknown`
 */
export function answerCodes(
  { book, cells }: CodeTable,
  lists: readonly ListInfo[],
  populations: readonly Population[],
): ExactFigure[] {
  const main = mainPopulation(populations).id
  refuseStrangers(book, cells)
  // viewCells keeps the order of the cells.
  const views = viewCells({ lists, cells }, main).map((view, at) => ({
    ...view,
    line: lineOf(book, cells[at]?.code ?? ''),
  }))
  const count = (code: string, year: number | null) =>
    views
      .filter(({ line }) => line.includes(code))
      .filter(({ person: { years } }) => (year === null ? years.size > 0 : years.has(year)))
      .reduce((sum, view) => sum + view.persons, 0)
  return [...mainYears(lists, main), null].flatMap((year) =>
    codesOf(book).map((code) =>
      figure(
        'persons',
        { ...(year === null ? {} : { year }), table: book.id, code },
        count(code, year),
      ),
    ),
  )
}

function refuseStrangers(book: NamedCodeBook, cells: readonly CodeCell[]): void {
  const known = new Set(codesOf(book))
  if (cells.every(({ code }) => known.has(code))) return
  throw new Problem({
    code: 'overlap.code-unknown',
    what: 'A cell names a code that is not in its table',
    where: `table ${book.id}`,
  })
}
