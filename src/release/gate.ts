/**
 * What a release says of the attacks that were tried on it before it was published, and of what was
 * taken out because of them (protocol/disclosure-rules.md, Coarsening). Holds no count and no bounds of
 * single figures, which would themselves narrow: reveals which attacks were tried, of which groups of
 * figures one would have told too much, and how narrow the narrowest interval left is.
 */
import { z } from 'zod'
import { idSchema } from '../base/ids.ts'

const checkName = z.string().regex(/^[a-z][a-z-]{0,39}$/)

export const gateReportSchema = z.strictObject({
  passed: z.boolean(),
  checks: z
    .array(
      z.strictObject({
        check: checkName,
        passed: z.boolean(),
        /** How many figures the attack was tried on. */
        cells: z.int().nonnegative(),
        /** Width of the narrowest interval left, over all of them; null where none was tried. */
        narrowest: z.number().nonnegative().nullable(),
        reason: z.string().max(200).nullable(),
      }),
    )
    .readonly(),
})

export type GateReport = z.infer<typeof gateReportSchema>

/** Figures that are withheld together, in this order (protocol/disclosure-rules.md, Coarsening). */
export const figureClasses = [
  'codes-of-year',
  'narrow-codes',
  'codes',
  'known-only-to',
  'only-without-legal-basis',
  'seen-again',
  'also-in',
  'enrichments',
  'reports',
  'known-to',
  'persons-without-enrichment',
  'asked',
  'population-total',
  'quality',
  'linkage',
  'persons-of-year',
  'persons',
] as const
export type FigureClass = (typeof figureClasses)[number]

/** A group of figures that were withheld as the release would have told too much with them. */
export const stepSchema = z.strictObject({
  withheld: z.enum(figureClasses),
  /** null: of all years together, or of every year. */
  year: z.int().nullable(),
  /** Of codes: the table. */
  table: idSchema.nullable(),
  /** The attacks that succeeded before. */
  because: z.array(checkName).min(1).readonly(),
})
export type ReleaseStep = z.infer<typeof stepSchema>
