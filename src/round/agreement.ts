import { z } from 'zod'
import { CONFLICT, UNKNOWN } from '../base/codes.ts'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import { type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import { questionFaults } from '../questions/check.ts'
import { type Question, questionsSchema } from '../questions/question.ts'
import { estimateFaults } from './estimate-faults.ts'
import { sizeFaults } from './size-faults.ts'
import { versionSchema } from './version.ts'

const nameSchema = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) })

const listSchema = z.strictObject({
  id: idSchema,
  organisation: idSchema,
  population: idSchema,
  year: z.int().min(1900).max(2200),
  source: z.enum(['report', 'enrichment']),
  /** Rows sent for this list, padding included (N_L): what others see of its size. */
  size: z.int().min(1).max(5_000_000),
})
export type AgreedList = z.infer<typeof listSchema>

const codeSchema = z.strictObject({
  id: idSchema.refine((id) => id !== UNKNOWN && id !== CONFLICT, 'every table has this code'),
  name: nameSchema,
  /** The broader code that this one is a kind of. */
  within: idSchema.optional(),
})

/** A code book: what is counted of a person besides the lists, such as a form of exploitation. */
const tableSchema = z.strictObject({
  id: idSchema.refine((id) => id !== 'persons', 'the name persons is taken'),
  name: nameSchema,
  codes: z.array(codeSchema).min(1).max(64),
})
export type AgreedTable = z.infer<typeof tableSchema>

/** What the organisations agreed, without their keys: the file agreement.yaml. */
export const termsSchema = z
  .strictObject({
    version: z.literal(1),
    id: idSchema,
    title: nameSchema,
    purpose: nameSchema,
    legalBasis: nameSchema,
    populations: z.array(z.strictObject({ id: idSchema, name: nameSchema })).min(1),
    organisations: z
      .array(
        z.strictObject({
          id: idSchema.refine((id) => id !== COORDINATOR, 'the name coordinator is taken'),
          name: nameSchema,
          legalBasis: z.boolean(),
        }),
      )
      .min(1),
    /** In the order in which rows pass them; the last is the counter and owns no list. */
    evaluators: z.array(idSchema).min(2).max(9),
    lists: z.array(listSchema).min(1),
    tables: z.array(tableSchema).max(6).default([]),
    /** What is asked besides the figures of every release (protocol/questions.md). */
    questions: questionsSchema.optional(),
    /** Whether persons on no list are estimated, by year (protocol/estimates.md, In a round). */
    estimates: z
      .strictObject({
        /** How often the persons are drawn anew for an interval. */
        resamples: z.int().min(100).max(10_000),
        /** Significant digits of what is published; 2 unless told. */
        digits: z.int().min(1).max(3).optional(),
      })
      .optional(),
    /** Made-up persons that owners hide among the rows, to test the round from end to end. */
    checks: z.int().min(0).max(64).default(0),
    /** Whether every mix, evaluation and opening is proven; `off` is for rehearsals only. */
    proofs: z.enum(['full', 'off']).default('full'),
    /** Noise on the counts that the counter sees; null for none. */
    cover: z
      .strictObject({
        epsilon: z.number().min(0.1).max(10),
        delta: z.number().min(1e-12).max(0.01),
      })
      .nullable()
      .default(null),
    recipe: z.string(),
    rule: z.string(),
    matchingSecretDigest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    limits: z.strictObject({
      minimumLists: z.int().min(1),
      /** A list with fewer persons than this, but not none, is not sent. */
      minimumPersons: z.int().min(1),
      /** What part of the opened sums that are no padding may stand for nothing; rounded up. */
      undecodableShare: z.number().min(0).max(1).default(0.02),
      /** Rounds that may be opened in any 365 days. */
      roundsPerYear: z.int().min(1).max(1000).default(4),
      /** Hours from the opening of one round to that of the next. */
      minimumHoursBetween: z
        .int()
        .min(0)
        .max(24 * 366)
        .default(24),
    }),
    disclosure: z.strictObject({
      threshold: z.int().min(3).max(1000),
      roundingBase: z.int().min(1).max(1000),
      /** Of figures by code; absent: the same threshold. */
      stratumThreshold: z.int().min(3).max(1000).optional(),
      /** Absent: every release is attacked before it leaves the counter. `off` is for rehearsals only. */
      gate: z.literal('off').optional(),
    }),
    deadlineMinutes: z
      .int()
      .min(1)
      .max(60 * 24 * 60),
    /** First and last day on which rounds may be opened, UTC. */
    validity: z.strictObject({ from: z.iso.date(), until: z.iso.date() }),
    /** Programs older than this take no part. */
    minimumPeerVersion: versionSchema.default('0.0.0'),
  })
  .superRefine((terms, context) => {
    for (const message of contradictions(terms)) context.addIssue({ code: 'custom', message })
  })
export type Terms = z.infer<typeof termsSchema>

/** Digests of chunks of so many rows still fit the messages that name them (11.1). */
const MOST_ROWS = 2_000_000

function contradictions(terms: {
  organisations: readonly { id: string; legalBasis: boolean }[]
  populations: readonly { id: string }[]
  evaluators: readonly string[]
  lists: readonly AgreedList[]
  tables: readonly AgreedTable[]
  questions?: readonly Question[] | undefined
  estimates?: object | undefined
  cover: { epsilon: number; delta: number } | null
  limits: { minimumLists: number; minimumPersons: number }
  disclosure: {
    threshold: number
    roundingBase: number
    stratumThreshold?: number | undefined
    gate?: 'off' | undefined
  }
  validity: { from: string; until: string }
}): string[] {
  const organisations = new Set(terms.organisations.map((one) => one.id))
  const populations = new Set(terms.populations.map((one) => one.id))
  const owners = new Set(terms.lists.map((list) => list.organisation))
  const counter = terms.evaluators.at(-1) ?? ''
  return [
    ...twice(terms.organisations.map((one) => one.id)).map((id) => `organisation ${id} twice`),
    ...twice(terms.lists.map((list) => list.id)).map((id) => `two lists are named ${id}`),
    ...twice(terms.evaluators).map((id) => `evaluator ${id} twice`),
    ...terms.lists
      .filter((list) => !organisations.has(list.organisation))
      .map((list) => `list ${list.id} is of an unknown organisation ${list.organisation}`),
    ...terms.lists
      .filter((list) => !populations.has(list.population))
      .map((list) => `list ${list.id} is of an unknown population ${list.population}`),
    ...terms.evaluators
      .filter((id) => !organisations.has(id))
      .map((id) => `evaluator ${id} is not among the organisations`),
    ...(terms.lists.reduce((sum, list) => sum + list.size, 0) > MOST_ROWS
      ? [`the lists have more than ${MOST_ROWS} rows together`]
      : []),
    ...twice(terms.tables.map((table) => table.id)).map((id) => `two tables are named ${id}`),
    ...terms.tables.flatMap(tableFaults),
    ...(owners.has(counter)
      ? [`the last evaluator, ${counter}, counts and so may not own a list`]
      : []),
    ...disclosureFaults(terms.disclosure),
    ...sizeFaults(terms),
    ...(terms.limits.minimumLists > terms.lists.length
      ? ['limits.minimumLists is more than there are lists']
      : []),
    ...questionFaults(terms.questions ?? [], terms).map(
      ({ code, question, part, what }) => `${code}: question ${question}, ${part}: ${what}`,
    ),
    ...coverFaults(terms),
    ...estimateFaults(terms),
    ...(terms.validity.until < terms.validity.from
      ? ['validity.until is before validity.from']
      : []),
  ]
}

function disclosureFaults({
  threshold,
  roundingBase,
  stratumThreshold,
}: {
  threshold: number
  roundingBase: number
  stratumThreshold?: number | undefined
}): string[] {
  const isMultiple = (count: number) => count % roundingBase === 0
  return [
    ...(isMultiple(threshold)
      ? []
      : ['disclosure.threshold must be a multiple of disclosure.roundingBase']),
    ...(stratumThreshold === undefined ||
    (isMultiple(stratumThreshold) && stratumThreshold >= threshold)
      ? []
      : [
          'disclosure.stratumThreshold must be a multiple of disclosure.roundingBase, and not below disclosure.threshold',
        ]),
  ]
}

/** What cover hides, a bag of labels beside codes would show; and it works for few lists only (14). */
function coverFaults({
  cover,
  tables,
  lists,
}: {
  readonly cover: object | null
  readonly tables: readonly object[]
  readonly lists: readonly object[]
}): string[] {
  if (cover === null) return []
  return [
    ...(tables.length > 0 ? ['cover and tables cannot be together: codes are not covered'] : []),
    ...(lists.length < 3 || lists.length > 8 ? ['cover is for three to eight lists'] : []),
  ]
}

/** Codes named twice, broader codes that are none, and codes that are each other's broader code. */
function tableFaults({ id, codes }: AgreedTable): string[] {
  const broader = new Map(codes.map((code) => [code.id, code.within]))
  const circular = (code: string) => {
    let at = broader.get(code)
    for (let steps = 0; at !== undefined && steps <= codes.length; steps++) at = broader.get(at)
    return at !== undefined
  }
  return [
    ...twice(codes.map((code) => code.id)).map((code) => `table ${id} has code ${code} twice`),
    ...codes
      .filter(({ within }) => within !== undefined && !broader.has(within))
      .map((code) => `table ${id}: code ${code.id} is within ${code.within}, which is no code`),
    ...codes
      .filter((code) => circular(code.id))
      .map((code) => `table ${id}: code ${code.id} is within itself`),
  ]
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
}

/** Terms and the pinned public key of every organisation and of the coordinator. */
export interface Agreement {
  readonly terms: Terms
  readonly keys: Readonly<Record<string, PublicKey>>
  /** Digest of terms and keys together: what every manifest names. */
  readonly digest: string
}

export function makeAgreement(terms: Terms, keys: Readonly<Record<string, unknown>>): Agreement {
  const pinned = Object.fromEntries(partiesOf(terms).map((id) => [id, pinnedKey(id, keys[id])]))
  refuseSharedKeys(pinned)
  return {
    terms,
    keys: pinned,
    digest: digestJson('samentel agreement v2', { terms, keys: pinned }),
  }
}

/** Whose keys are pinned: the coordinator and every organisation. */
export function partiesOf({ organisations }: Pick<Terms, 'organisations'>): string[] {
  return [COORDINATOR, ...organisations.map((one) => one.id)]
}

/** A problem for each party without a usable key, so that all can be asked for at once. */
export function keyFaults(terms: Terms, keys: Readonly<Record<string, unknown>>): Problem[] {
  return partiesOf(terms).flatMap((id) =>
    publicKeySchema.safeParse(keys[id]).success ? [] : [noKey(id, keys[id])],
  )
}

/** One key under two names would let one organisation stand for two evaluators. */
function refuseSharedKeys(keys: Readonly<Record<string, PublicKey>>): void {
  const owners = new Map<string, string>()
  for (const [id, { x }] of Object.entries(keys)) {
    const other = owners.get(x)
    if (other !== undefined) throw sharedKey(id, other)
    owners.set(x, id)
  }
}

function sharedKey(id: string, other: string): Problem {
  return new Problem({
    code: 'peer.key-twice',
    what: `${id} and ${other} have the same public key`,
    where: `peers/${id}.json and peers/${other}.json`,
    remedy: 'Ask both for their own public key files, and compare fingerprints.',
  })
}

function pinnedKey(id: string, key: unknown): PublicKey {
  const parsed = publicKeySchema.safeParse(key)
  if (parsed.success) return parsed.data
  throw noKey(id, key)
}

function noKey(id: string, key: unknown): Problem {
  return new Problem({
    code: key === undefined ? 'peer.key-missing' : 'peer.key-unreadable',
    what: `There is no usable public key of ${id}`,
    where: `peers/${id}.json`,
    remedy: `Ask ${id} for the public key file that its init command wrote and put it there; a node that enrolled asks again with: samentel node enrol.`,
  })
}

/** The pinned key of a sender, refusing strangers. */
export function keyOf(agreement: Agreement, id: string): PublicKey {
  const key = Object.hasOwn(agreement.keys, id) ? agreement.keys[id] : undefined
  if (key === undefined) {
    throw new Problem({
      code: 'message.stranger',
      what: 'A message is signed by nobody in the agreement',
      status: 401,
    })
  }
  return key
}

export function listsOf(terms: Terms, organisation: string): AgreedList[] {
  return terms.lists.filter((list) => list.organisation === organisation)
}

/** Evaluators that own no list: they alone may see the partition and the bag. */
export function countersOf(terms: Terms): string[] {
  const owners = new Set(terms.lists.map((list) => list.organisation))
  return terms.evaluators.filter((id) => !owners.has(id))
}
