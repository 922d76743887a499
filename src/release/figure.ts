import { z } from 'zod'
import { idSchema } from '../base/ids.ts'

/** What a figure says; `src/overlap/questions.ts` defines each but the last. */
export const questions = [
  'reports',
  'enrichments',
  'persons',
  'persons-without-enrichment',
  'known-to',
  'known-only-to',
  'only-without-legal-basis',
  'seen-again',
  'also-in',
  'population-total',
  /** Released `reports` over released `persons-without-enrichment`, two decimals. */
  'reports-per-person',
] as const
export type Question = (typeof questions)[number]

/**
 * - `shown`: a rounded number of persons or reports
 * - `withheld`: the number is less than `below`, zero included; of a covered figure, it may be
 * - `secondary`: withheld so that no withheld number can be computed; it may be any number
 * - `covered`: an estimate, rounded, and ends of an interval that holds the truth with 95%
 * - `not-applicable`: there are no lists to answer from
 * - `ratio`: a quotient of two shown numbers
 */
export const cellSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('shown'), value: z.int().nonnegative() }),
  z.strictObject({ status: z.literal('withheld'), below: z.int().positive() }),
  z.strictObject({ status: z.literal('secondary') }),
  z.strictObject({
    status: z.literal('covered'),
    value: z.int().nonnegative(),
    low: z.int().nonnegative(),
    high: z.int().nonnegative(),
  }),
  z.strictObject({ status: z.literal('not-applicable') }),
  z.strictObject({ status: z.literal('ratio'), value: z.number().nonnegative() }),
])
export type ReleaseCell = z.infer<typeof cellSchema>

export const figureSchema = z.strictObject({
  question: z.enum(questions),
  /** null: all years together, each person once. */
  year: z.int().nullable(),
  organisation: idSchema.nullable(),
  population: idSchema.nullable(),
  /** Both or neither: of `persons`, those of this code of this table, or of a code within it. */
  table: idSchema.nullable(),
  code: idSchema.nullable(),
  /**
   * - `covered`: made of counts with cover on them that nobody took off
   * - `repeated`: what the last release before said, as fewer than ten persons came or went
   */
  exactness: z.enum(['exact', 'covered', 'repeated']),
  cell: cellSchema,
})
export type ReleaseFigure = z.infer<typeof figureSchema>

/** What a figure is of, without its value. */
export type FigureOf = Pick<ReleaseFigure, 'question'> &
  Partial<Pick<ReleaseFigure, 'year' | 'organisation' | 'population' | 'table' | 'code'>>

/** One text per figure of a release: its place in the order, and how it is found. */
export function figureKey(of: FigureOf): string {
  const at = String(questions.indexOf(of.question)).padStart(2, '0')
  const { year, organisation, population, table, code } = of
  return [at, ...[year, organisation, population, table, code].map((part) => part ?? '')].join('/')
}
