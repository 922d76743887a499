import { z } from 'zod'
import {
  cellSchema,
  type FigureOf,
  figureKey,
  type ReleaseCell,
  type ReleaseFigure,
} from './figure.ts'

const percent = z.int().min(0).max(100)

/** Whole percents: the estimate, and the range that holds the truth in 95 of 100 such rounds. */
const rateSchema = z.strictObject({ estimate: percent, low: percent, high: percent })
export type Rate = z.infer<typeof rateSchema>

/** How good the links are, as far as persons with a number tell (protocol/disclosure-rules.md, Linking errors). */
export const linkageSchema = z.strictObject({
  /** Rows that were linked to another row of the same person: by all keys, and by numbers alone. */
  links: cellSchema,
  linksByNumbers: cellSchema,
  /** Links that numbers judge, by kind of number. */
  labelled: z
    .array(
      z.strictObject({
        numbers: z.string().min(1).max(40),
        /** Between rows with one number: made without it too, or not. */
        found: cellSchema,
        missed: cellSchema,
        /** Made without numbers, though the numbers differ. */
        different: cellSchema,
        recall: rateSchema.nullable(),
      }),
    )
    .readonly(),
  /** Of links that there are, those found without a number; null: too few to tell. */
  recall: rateSchema.nullable(),
  /** Of links made without a number, those that are right; at most, as it is seen only where others hold both numbers. */
  precision: rateSchema.nullable(),
  /** Of all rows, those without a key that links by itself, and those without any; null: not shown. */
  withoutLinkingKey: percent.nullable(),
  withoutKey: percent.nullable(),
  /** Of all key values, those removed because another row of the list held the same. */
  keysDropped: percent.nullable(),
  /** Persons with two numbers of a kind that is given once. */
  conflicts: cellSchema,
  /** Groups of which nobody can tell who belongs to whom. */
  ties: cellSchema,
})
export type LinkageQuality = z.infer<typeof linkageSchema>

/** A total of persons as it would be without missed and false links, rounded, and ends of its range. */
export const correctedSchema = z.strictObject({
  question: z.enum(['persons', 'persons-without-enrichment']),
  year: z.int().nullable(),
  estimate: z.int().positive(),
  low: z.int().positive(),
  high: z.int().positive(),
})
export type CorrectedTotal = z.infer<typeof correctedSchema>

interface Claims {
  readonly rules: { readonly threshold: number; readonly roundingBase: number }
  readonly cover: object | null
  readonly figures: readonly ReleaseFigure[]
  readonly linkage: LinkageQuality | null
  readonly corrected: readonly CorrectedTotal[]
}

/** All counts of the quality of links, each with its name. */
export function linkageCells({ linkage }: Pick<Claims, 'linkage'>): [string, ReleaseCell][] {
  if (linkage === null) return []
  const { labelled, links, linksByNumbers, conflicts, ties } = linkage
  const ofLabelled = labelled.flatMap(({ numbers, ...counts }) =>
    (['found', 'missed', 'different'] as const).map((name): [string, ReleaseCell] => {
      return [`${name}/${numbers}`, counts[name]]
    }),
  )
  return [
    ['links', links],
    ['linksByNumbers', linksByNumbers],
    ['conflicts', conflicts],
    ['ties', ties],
    ...ofLabelled,
  ]
}

/** What a release says of its links against itself. */
export function linkageComplaints(claims: Claims): [boolean, string][] {
  const { linkage, corrected, cover } = claims
  const keys = corrected.map(figureKey)
  const counted = linkageCells(claims).every(
    ([, { status }]) => status === 'shown' || status === 'withheld' || status === 'secondary',
  )
  const rates = linkage === null ? [] : [linkage, ...linkage.labelled].map(({ recall }) => recall)
  const ranges = [...rates, linkage?.precision ?? null].filter((rate) => rate !== null)
  return [
    [
      (linkage === null) !== (cover !== null),
      'the quality of links is left out, or told though covered',
    ],
    [!counted || ![...ranges, ...corrected].every(isOrdered), 'the quality of links cannot be'],
    [
      (linkage?.recall ?? null) === null
        ? corrected.length > 0 || (linkage?.precision ?? null) !== null
        : linkage?.precision === null,
      'a total is corrected by rates that are not told',
    ],
    [
      keys.some((key, at) => at > 0 && key <= (keys[at - 1] ?? '')),
      'corrected totals stand twice or out of order',
    ],
    [!corrected.every((one) => fitsFigure(claims, one)), 'a corrected total is of no shown figure'],
  ]
}

function isOrdered({ estimate, low, high }: Rate): boolean {
  return low <= estimate && estimate <= high
}

function fitsFigure({ figures, rules }: Claims, one: CorrectedTotal): boolean {
  const of: FigureOf = { question: one.question, year: one.year }
  const key = figureKey(of)
  const shown = figures.some(
    (figure) => figureKey(figure) === key && figure.cell.status === 'shown',
  )
  const rounded = [one.low, one.estimate, one.high].every(
    (count) => count % rules.roundingBase === 0,
  )
  return shown && rounded && one.low >= rules.threshold
}
