/**
 * An estimate of the persons that no list holds, as it is published: rounded, refused with its reasons
 * where it says too little or too much (protocol/disclosure-rules.md). Reveals what it holds.
 */
import { z } from 'zod'
import { figureKey, type ReleaseFigure } from './figure.ts'

const code = z.string().regex(/^[a-z][a-z0-9.-]{0,59}$/)

export const publishedEstimateSchema = z
  .strictObject({
    /** null: all years together. */
    of: z.strictObject({ year: z.int().nullable() }),
    verdict: z.enum(['publish', 'refuse']),
    /** As `selected` of `samentel estimate`: `stepwise`, `bic`, `chapman`. */
    method: code.nullable(),
    /** All persons, seen and unseen; at most three significant digits. Null: refused. */
    estimate: z.int().nonnegative().nullable(),
    low: z.int().nonnegative().nullable(),
    high: z.int().nonnegative().nullable(),
    /** Made of exact counts, or of counts with cover on them. */
    data: z.enum(['exact', 'covered']),
    reasons: z.array(code).readonly(),
    warnings: z.array(code).readonly(),
  })
  .refine(isWhole, 'an estimate is told in part, or its range does not hold it')
export type PublishedEstimate = z.infer<typeof publishedEstimateSchema>

function isWhole(one: {
  readonly verdict: 'publish' | 'refuse'
  readonly method: string | null
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reasons: readonly string[]
}): boolean {
  const { method, estimate, low, high } = one
  if (one.verdict === 'refuse') {
    return one.reasons.length > 0 && estimate === null && low === null && high === null
  }
  if (method === null || estimate === null || low === null || high === null) return false
  return low <= estimate && estimate <= high
}

const MOST_DIGITS = 3

/** What estimates of a round say against it. */
export function estimateComplaints(claims: {
  readonly estimates: readonly PublishedEstimate[]
  readonly lists: readonly { readonly year: number }[]
  readonly figures: readonly ReleaseFigure[]
}): [boolean, string][] {
  const { estimates, lists, figures: told } = claims
  const years = new Set<number | null>([null, ...lists.map(({ year }) => year)])
  const keys = estimates.map(({ of, method }) => `${of.year} ${method}`)
  const figures = estimates.flatMap(({ estimate, low, high }) => [estimate, low, high])
  return [
    [estimates.some(({ of }) => !years.has(of.year)), 'an estimate is of a year without lists'],
    [new Set(keys).size < keys.length, 'an estimate stands twice'],
    [figures.some(isTooFine), 'an estimate is too fine'],
    [
      estimates.some((one) => one.verdict === 'publish' && !isSeen(one.of, told)),
      'an estimate is of persons who are not shown',
    ],
  ]
}

/** How many of the persons that an estimate is of were seen is told (protocol/estimates.md, In a round). */
function isSeen({ year }: PublishedEstimate['of'], figures: readonly ReleaseFigure[]): boolean {
  const key = figureKey({ question: 'persons-without-enrichment', year })
  const status = figures.find((figure) => figureKey(figure) === key)?.cell.status
  return status === 'shown' || status === 'covered'
}

function isTooFine(count: number | null): boolean {
  return count !== null && String(count).replace(/0+$/, '').length > MOST_DIGITS
}
