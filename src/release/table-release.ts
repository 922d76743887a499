/**
 * The release of one overlap table file: what `samentel disclose` gives, and all that a reader sees
 * of the table. Assumes nothing of who hands it over: parsing refuses unknown fields and figures that
 * break the release's own rules. Reveals what it holds to everybody.
 *
 * How an attacker reads it:
 * - a `withheld` cell stands for 0 … below − 1; of mode `cellkey`, `below` is one more than the
 *   greatest count that the noise can take below the threshold;
 * - a `shown` one for value − b/2 … value + b/2 (b the rounding base), never below its threshold;
 * - a `noisy` one of mode `cellkey` for the counts of which its noise can make the value
 *   (perturbation-table.ts); one of mode `dp` for no certain range;
 * - a figure that is `repeated` says nothing new: it is what an earlier release said, by the rules of
 *   that release;
 * - `of` names the stratum; all strata that split one parent by one attribute are the parent together,
 *   `(other)` being all values that its siblings do not name.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { utf8 } from '../base/bytes.ts'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { publishedEstimateSchema } from './estimate.ts'
import { gateReportSchema } from './gate.ts'
import { perturbedBelow, perturbedFrom } from './perturbation-table.ts'
import { listsOf, type Who, whoSchema } from './who.ts'

const nameSchema = z.string().min(1).max(100)
const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)

export const tableCellSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('shown'), value: z.int().nonnegative() }),
  z.strictObject({ status: z.literal('withheld'), below: z.int().positive() }),
  /** With noise of the law that the rules name; of mode `dp` it can be below zero. */
  z.strictObject({ status: z.literal('noisy'), value: z.int() }),
])
export type TableReleaseCell = z.infer<typeof tableCellSchema>

export const stratumSchema = z.record(nameSchema, nameSchema)
/** Of which attributes; `{}`: everybody. */
export type Stratum = Readonly<Record<string, string>>

export const tableFigureSchema = z.strictObject({
  of: stratumSchema,
  who: whoSchema,
  cell: tableCellSchema,
  /** What the earlier release of this digest said, as too few persons came or went; null: new. */
  repeated: digestSchema.nullable(),
})
export type TableReleaseFigure = z.infer<typeof tableFigureSchema>

export const disclosureModes = ['rounding', 'cellkey', 'dp'] as const

export const tableRulesSchema = z.strictObject({
  mode: z.enum(disclosureModes),
  /** Of figures on everybody. */
  threshold: z.int().positive(),
  /** Of figures on a stratum. */
  stratumThreshold: z.int().positive(),
  roundingBase: z.int().positive(),
  /** Strata below these were joined, or told only within their parent. */
  leastPersons: z.int().nonnegative(),
  leastMultiList: z.int().nonnegative(),
  /** With fewer persons come or gone a stratum keeps its earlier figures. */
  leastNewPersons: z.int().nonnegative(),
  /** Each a hierarchy: strata by the first attribute, within these by the second … */
  strata: z.array(z.array(nameSchema).min(1).readonly()).readonly(),
  /** Of mode `cellkey`: digest of the key of the noise, the same in every table and round. */
  cellKey: digestSchema.nullable(),
  /** Of mode `dp`: noise z with probability proportional to exp(−|z|·epsilon/2) on every cell. */
  dp: z
    .strictObject({
      epsilon: z.number().positive(),
      budget: z.number().positive(),
      year: z.int(),
    })
    .nullable(),
})
export type TableReleaseRules = z.infer<typeof tableRulesSchema>

export const TABLE_RELEASE_VERSION = 1

export const tableReleaseSchema = z
  .strictObject({
    kind: z.literal('table-release'),
    version: z.literal(TABLE_RELEASE_VERSION),
    id: idSchema,
    title: z.string().max(1000).nullable(),
    lists: z.array(nameSchema).min(1).readonly(),
    attributes: z.array(nameSchema).readonly(),
    rules: tableRulesSchema,
    figures: z.array(tableFigureSchema).min(1).readonly(),
    /** By what is told, at least nine tenths of the persons of `whole` are those of `part`. */
    dominance: z
      .array(z.strictObject({ of: stratumSchema, part: whoSchema, whole: whoSchema }))
      .readonly(),
    /** Of persons on no list; absent where none was asked for. */
    estimates: z.array(publishedEstimateSchema).readonly().optional(),
    /** What attacks were tried on this release as it is; it was published, so none succeeded. */
    gate: gateReportSchema,
    /** Digests of the releases of the register before this one, oldest first. */
    register: z.strictObject({ earlier: z.array(digestSchema).readonly() }),
  })
  .superRefine((release, context) => {
    for (const message of contradictions(release)) context.addIssue({ code: 'custom', message })
  })
export type TableRelease = z.infer<typeof tableReleaseSchema>

/**
 * Judges what claims to be the release of a table.
 * @throws Problem `table-release.unreadable`, `where` naming the first field at fault, not its value
 */
export function parseTableRelease(value: unknown): TableRelease {
  const parsed = tableReleaseSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  const reason = first?.code === 'custom' ? first.message : (first?.path.join('.') ?? '')
  throw new Problem({
    code: 'table-release.unreadable',
    what: 'This is not the release of a table that can be read here',
    where: reason === '' ? 'the release itself' : reason,
    remedy: 'Give a file that samentel disclose --json wrote, or its field `release`.',
    cause: parsed.error,
  })
}

/** One text per figure: strata and persons, whatever the cell. */
export function tableFigureKey({ of, who }: Pick<TableReleaseFigure, 'of' | 'who'>): string {
  return `${stratumKey(of)} ${JSON.stringify(who)}`
}

export function stratumKey(of: Stratum): string {
  return JSON.stringify(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function contradictions(release: {
  readonly rules: TableReleaseRules
  readonly lists: readonly string[]
  readonly attributes: readonly string[]
  readonly figures: readonly TableReleaseFigure[]
}): string[] {
  const { rules, lists, attributes, figures } = release
  const keys = figures.map(tableFigureKey)
  const known = (who: Who): boolean => listsOf(who).every((list) => lists.includes(list))
  return [
    ...(new Set(keys).size < keys.length ? ['figures: one is told twice'] : []),
    ...(figures.every(({ who }) => known(who)) ? [] : ['figures: a list is not in the release']),
    ...(figures.every(({ of }) => Object.keys(of).every((name) => attributes.includes(name)))
      ? []
      : ['figures: an attribute is not in the release']),
    ...(figures.every((figure) => keepsRules(figure, rules))
      ? []
      : ['figures: one breaks the rules of the release']),
  ]
}

/** Repeated figures keep the rules of the release that they were first told in. */
function keepsRules({ of, cell, repeated }: TableReleaseFigure, rules: TableReleaseRules): boolean {
  if (repeated !== null) return true
  if (rules.mode === 'dp') return cell.status === 'noisy'
  const threshold = thresholdOf(of, rules)
  if (rules.mode === 'cellkey') {
    if (cell.status === 'withheld') return cell.below === perturbedBelow(threshold)
    return cell.status === 'noisy' && cell.value >= threshold
  }
  if (cell.status === 'withheld') return cell.below === threshold
  if (cell.status === 'noisy') return false
  return cell.value >= threshold && cell.value % rules.roundingBase === 0
}

/** The threshold of a figure: tables of strata have a higher one. */
export function thresholdOf(
  of: Stratum,
  rules: Pick<TableReleaseRules, 'threshold' | 'stratumThreshold'>,
): number {
  return Object.keys(of).length === 0 ? rules.threshold : rules.stratumThreshold
}

export interface Range {
  readonly low: number
  readonly high: number
}

/**
 * What a cell tells of the exact count, by rules that everybody knows: exactly those counts of which it
 * can have been made, as an attacker who is given more room is weaker than the one there is.
 *
 * @param rules by which the cell was made: of what is said again, those of the release that said it first
 */
export function rangeOf(
  { of, cell }: Pick<TableReleaseFigure, 'of' | 'cell'>,
  rules: Pick<TableReleaseRules, 'mode' | 'threshold' | 'stratumThreshold' | 'roundingBase'>,
): Range {
  if (cell.status === 'withheld') return { low: 0, high: cell.below - 1 }
  if (cell.status === 'shown') {
    const half = Math.floor(rules.roundingBase / 2)
    return { low: Math.max(thresholdOf(of, rules), cell.value - half), high: cell.value + half }
  }
  if (rules.mode === 'dp') return { low: 0, high: Number.POSITIVE_INFINITY }
  return perturbedFrom(cell.value)
}

/** The release as one text, RFC 8785: what is stored and digested. */
export function encodeTableRelease(release: TableRelease): string {
  return canonicalJson(release)
}

/** SHA-256 of the encoded release in UTF-8, as `sha256sum` gives it. */
export function tableReleaseDigest(release: TableRelease): string {
  return createHash('sha256')
    .update(utf8(encodeTableRelease(release)))
    .digest('hex')
}
