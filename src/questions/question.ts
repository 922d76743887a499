/**
 * A question of an agreement (protocol/questions.md): whom it counts, how often one person counts,
 * and per what. Public, fixed before any round; reveals nothing.
 */
import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import type { Name } from '../base/lists.ts'
import {
  type Expression,
  expressionSchema,
  type OneOrMore,
  type Selector,
  selectorSchema,
} from './expression.ts'

/**
 * How often one person counts, named with every result:
 * - `a-year`: once in each year; of years together, the years are added up
 * - `over-the-period`: once, in however many years
 * - `every-report`: reports are counted, so as often as it was reported
 */
export const onceRules = ['a-year', 'over-the-period', 'every-report'] as const
export type Once = (typeof onceRules)[number]

export interface Question {
  readonly id: string
  readonly name: Name
  readonly counts: 'persons' | 'reports'
  readonly who: Expression
  /** Whose entries are counted, of `reports`: those of these persons on these lists. */
  readonly of?: Selector | undefined
  /** A figure for each year of the lists, or one of all. */
  readonly years: 'each' | 'together'
  readonly once: Once
  /** The table by whose codes the figures are told apart. */
  readonly by?: string | undefined
  /** Questions of whose figures these are a part, to be shown as percents of them. */
  readonly outOf?: OneOrMore | undefined
}

const nameSchema = z.strictObject({
  nl: z.string().min(1).max(300),
  en: z.string().min(1).max(300),
})

export const MOST_QUESTIONS = 400

export const questionSchema: z.ZodType<Question> = z.strictObject({
  id: idSchema,
  name: nameSchema,
  counts: z.enum(['persons', 'reports']),
  who: expressionSchema,
  of: selectorSchema.optional(),
  years: z.enum(['each', 'together']),
  once: z.enum(onceRules),
  by: idSchema.optional(),
  outOf: z.union([idSchema, z.array(idSchema).min(1).max(4)]).optional(),
})

export const questionsSchema = z.array(questionSchema).max(MOST_QUESTIONS)
