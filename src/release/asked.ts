/**
 * The questions of the agreement with their figures, as a release tells them: each with a sentence
 * that says what it counts and by what rule. Assumes that names and cells are judged with the whole
 * release (contradictions); reveals what it holds to everybody.
 */
import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { idsOf } from '../questions/expression.ts'
import { MOST_QUESTIONS, type Question, questionSchema } from '../questions/question.ts'
import { cellSchema, figureSchema, type ReleaseCell } from './figure.ts'

const sentenceSchema = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) })

const askedFigureSchema = z.strictObject({
  /** Null: all years together, by the question's rule. */
  year: z.int().min(1900).max(2200).nullable(),
  /** Of the table that the question is `by`; null where it is by none. */
  code: idSchema.nullable(),
  /** As of every figure (figure.ts). */
  exactness: figureSchema.shape.exactness,
  cell: cellSchema,
})
export type AskedFigure = z.infer<typeof askedFigureSchema>

export const askedSchema = z.strictObject({
  /** As agreed, word for word. */
  question: questionSchema,
  /** What is counted, generated from the question when the release was made. */
  sentence: sentenceSchema,
  /** By year, then by code in the order of the table. */
  figures: z.array(askedFigureSchema).readonly(),
})
export type Asked = z.infer<typeof askedSchema>

/** In the order of the agreement. */
export const askedListSchema = z.array(askedSchema).max(MOST_QUESTIONS).readonly()

interface Around {
  readonly lists: readonly { readonly year: number }[]
  readonly tables: readonly {
    readonly id: string
    readonly codes: readonly { readonly id: string }[]
  }[]
  readonly cover: object | null
}

/** One text per figure: what is asked, whatever the question is called. */
export function askedKey(
  question: Question,
  { year, code }: Pick<AskedFigure, 'year' | 'code'>,
): string {
  const { counts, who, of = null, years, once, by = null } = question
  return canonicalJson({ counts, who, of, years, once, by, year, code })
}

/** All cells, for whoever judges them by the rules. */
export function askedCells(asked: readonly Asked[]): ReleaseCell[] {
  return asked.flatMap(({ figures }) => figures.map(({ cell }) => cell))
}

/** What the asked part of a release says against itself or the rest, in words that hold no value. */
export function askedComplaints(
  asked: readonly Asked[],
  around: Around,
): [complains: boolean, message: string][] {
  const ids = asked.map(({ question }) => question.id)
  return [
    [new Set(ids).size < ids.length, 'a question stands twice'],
    [
      asked.some(({ question }) => idsOf(question.outOf).some((id) => !ids.includes(id))),
      'a question is a part of one that is not there',
    ],
    [
      asked.some((one) => !isComplete(one, around)),
      'the figures of a question are not those that it asks for, in their order',
    ],
    [
      asked.some(({ figures }) => figures.some((figure) => !isHonest(figure, around))),
      'cover is said wrongly of a question',
    ],
  ]
}

/** Nothing is left out silently: each year, and each code of the table. */
function isComplete({ question, figures }: Asked, { lists, tables }: Around): boolean {
  const table = tables.find(({ id }) => id === question.by)
  if (question.by !== undefined && table === undefined) return false
  const years = [...new Set(lists.map(({ year }) => year))].sort((a, b) => a - b)
  const due = (question.years === 'each' ? years : [null]).flatMap((year) =>
    (table?.codes.map(({ id }) => id) ?? [null]).map((code) => `${year}/${code}`),
  )
  return due.join() === figures.map(({ year, code }) => `${year}/${code}`).join()
}

function isHonest({ exactness, cell }: AskedFigure, { cover }: Around): boolean {
  if (cell.status === 'ratio') return false
  if (cell.status === 'secondary') return exactness === 'exact'
  if (exactness === 'repeated') return cell.status !== 'not-applicable'
  if (exactness === 'exact') return cell.status !== 'covered'
  return cover !== null && cell.status !== 'shown' && cell.status !== 'not-applicable'
}
