/**
 * The only data a reader may ever see. Assumes nothing of who hands it over: parsing refuses unknown
 * fields, figures that break the release's own rules and names that it does not explain. Reveals
 * what it holds to everybody.
 */
import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { askedListSchema } from './asked.ts'
import { contradictions } from './contradictions.ts'
import { dominanceSchema } from './dominance.ts'
import { publishedEstimateSchema } from './estimate.ts'
import {
  cellSchema,
  type FigureOf,
  figureKey,
  figureSchema,
  type ReleaseCell,
  type ReleaseFigure,
} from './figure.ts'
import { gateReportSchema, stepSchema } from './gate.ts'
import { type CorrectedTotal, correctedSchema, linkageSchema } from './linkage.ts'

const nameSchema = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) })
const codeSchema = z.string().min(1).max(100)
const digestSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** As `releaseDigest`: 64 hexadecimal digits. */
const releaseDigestSchema = z.string().regex(/^[0-9a-f]{64}$/)

const listSchema = z.strictObject({
  id: idSchema,
  organisation: idSchema,
  population: idSchema,
  year: z.int().min(1900).max(2200),
  source: z.enum(['report', 'enrichment']),
  /** Rows as agreed, padding included; the number of persons on the list is not released. */
  agreedSize: z.int().positive(),
})
export type ReleaseList = z.infer<typeof listSchema>

/** A code book as readers need it. */
const tableSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** In the order of the agreement, `unknown` and `conflict` last. */
  codes: z
    .array(
      z.strictObject({
        id: idSchema,
        name: nameSchema,
        /** The broader code whose figures hold this one's persons too. */
        within: idSchema.nullable(),
      }),
    )
    .readonly(),
  /** Persons whose lists or codes cannot be told: in no figure of the table. */
  undecodable: cellSchema,
})
export type ReleaseTable = z.infer<typeof tableSchema>

const rulesSchema = z.strictObject({
  threshold: z.int().positive(),
  roundingBase: z.int().positive(),
  /** Of figures by code, where it is another. */
  stratumThreshold: z.int().positive().optional(),
  /** Ids of the match key recipe and the linking rule. */
  recipe: codeSchema,
  linkingRule: codeSchema,
  /** What the year of a list is the year of. */
  yearRule: z.enum(['year-of-report']),
})

/** The law of the cover: by so many evaluators, on each set of lists. */
const coverSchema = z.strictObject({
  epsilon: z.number().positive(),
  delta: z.number().positive(),
  evaluators: z.int().positive(),
})

/** Of the releases that are made and read here; no other is read. */
export const RELEASE_VERSION = 3

export const releaseSchema = z
  .strictObject({
    version: z.literal(RELEASE_VERSION),
    /** The round's id, and the release's: a round gives one release. */
    round: idSchema,
    manifestDigest: digestSchema,
    agreement: z.strictObject({ id: idSchema, title: nameSchema, digest: digestSchema }),
    period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    madeBy: idSchema,
    /** UTC, whole seconds. */
    madeAt: z.iso.datetime({ precision: 0 }),
    organisations: z
      .array(z.strictObject({ id: idSchema, name: nameSchema, legalBasis: z.boolean() }))
      .min(1)
      .readonly(),
    /** The first is the one counted. */
    populations: z
      .array(z.strictObject({ id: idSchema, name: nameSchema }))
      .min(1)
      .readonly(),
    lists: z.array(listSchema).min(1).readonly(),
    /** What persons are counted by besides lists. */
    tables: z.array(tableSchema).readonly(),
    rules: rulesSchema,
    /** `off`: nobody proved anything to anybody, so it is of a rehearsal on made-up persons. */
    proofs: z.enum(['full', 'off']),
    /** Noise on the counts of persons that the counter saw; null: it saw exact small counts. */
    cover: coverSchema.nullable(),
    figures: z.array(figureSchema).min(1).readonly(),
    /** Persons in whom a list came twice (counted once in the figures), and undecodable (not counted). */
    quality: z.strictObject({ listTwice: cellSchema, undecodable: cellSchema }),
    /** Null: not estimated, as counts are covered. */
    linkage: linkageSchema.nullable(),
    /** Counts and shares on quality that stand as an earlier release has them, by name (quality.ts). */
    repeated: z.array(z.string().max(100)).readonly(),
    /** In the order of figures; none where links are too few to tell. */
    corrected: z.array(correctedSchema).readonly(),
    /** Answers to the questions of the agreement, in its order. */
    asked: askedListSchema,
    /** Of persons on no list, by year, all years last. */
    estimates: z.array(publishedEstimateSchema).readonly(),
    /**
     * What attacks were tried on this release as it is; it was published, so none succeeded. Null:
     * none was tried, so it is of a rehearsal on made-up persons.
     */
    gate: gateReportSchema.nullable(),
    /** What was withheld because an attack succeeded before, in order. */
    steps: z.array(stepSchema).readonly(),
    /** Shown numbers that are nine tenths of another shown number or more; readers could tell. */
    dominance: z.array(dominanceSchema).readonly(),
    /** Digests of all earlier releases of this agreement, oldest first: the attacks had these too. */
    earlier: z.array(releaseDigestSchema).readonly(),
  })
  .superRefine((release, context) => {
    for (const message of contradictions(release)) context.addIssue({ code: 'custom', message })
  })

export type Release = z.infer<typeof releaseSchema>

/**
 * Judges what claims to be a release.
 * @throws Problem `release.version`, or `release.unreadable`, `where` naming the first field at fault,
 *   never its value
 */
export function parseRelease(value: unknown): Release {
  refuseOtherVersion(value)
  const parsed = releaseSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  const reason = first?.code === 'custom' ? first.message : (first?.path.join('.') ?? '')
  throw new Problem({
    code: 'release.unreadable',
    what: 'This is not a release of a version that can be read here',
    where: reason === '' ? 'the release itself' : reason,
    remedy: 'Fetch the release again from the coordinator.',
    cause: parsed.error,
  })
}

function refuseOtherVersion(value: unknown): void {
  const { version } = z.object({ version: z.int() }).safeParse(value).data ?? {}
  if (version === undefined || version === RELEASE_VERSION) return
  throw new Problem({
    code: 'release.version',
    what: 'This release is of another version than is read here',
    where: `version ${version}, not ${RELEASE_VERSION}`,
    remedy: 'Read it with the program of its time; a release is never rewritten.',
  })
}

/** The figure's cell; `not-applicable` where the release has no such figure. */
export function cellOf(release: Release, of: FigureOf): ReleaseCell {
  return figureOf(release, of)?.cell ?? { status: 'not-applicable' }
}

export function figureOf(release: Release, of: FigureOf): ReleaseFigure | undefined {
  const key = figureKey(of)
  return release.figures.find((figure) => figureKey(figure) === key)
}

/** The total without linking errors; undefined where it is not known. */
export function correctedOf(release: Release, of: FigureOf): CorrectedTotal | undefined {
  const key = figureKey(of)
  return release.corrected.find((one) => figureKey(one) === key)
}

/** Years of the lists of the population counted, ascending. */
export function yearsOf(release: Release): number[] {
  const main = release.populations[0]?.id
  const years = release.lists.filter((list) => list.population === main).map((list) => list.year)
  return [...new Set(years)].sort((a, b) => a - b)
}
