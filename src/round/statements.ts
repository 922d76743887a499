import { z } from 'zod'
import { sealedLength, wrappedKeySchema } from '../crypto/hpke.ts'
import { declarationSchema } from './batch.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { coreSchema, revealSchema } from './manifest.ts'
import { LINK_REPORT_BYTES } from './quality-reports.ts'
import { versionSchema } from './version.ts'

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const envelopes = z.array(z.string().max(4_000_000))
const code = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
/** Longer than the longest, `open/<table>/<turn>`. */
const stage = z.string().regex(/^[a-z0-9/-]{1,80}$/)

/** The longest is of a cover: 128 bytes for each of 255 bins. */
const MOST_PROOF_CHARS = 44_000

const proof = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(MOST_PROOF_CHARS)

/** Sealed bytes; of a link report always as many, so that their number says nothing. */
const sealedText = z.string().regex(/^[A-Za-z0-9_-]*$/)
const sealedReport = sealedText.length(sealedLength(LINK_REPORT_BYTES))
/** Of some 1,000 lists of one owner. */
const MOST_QUALITY_CHARS = 400_000

/** What a party made of a stage, and its proof (protocol/specification.md 6 to 9, 13). */
export const stageDoneSchema = z.strictObject({
  stage,
  /** Digest of what the stage was made from. */
  input: digest,
  output: declarationSchema,
  proof: proof.nullable(),
  /** The part of a shuffle's proof that has a row per row. */
  proofRows: declarationSchema.nullable(),
  /** Digest of what a counter counted in the bag. */
  tally: digest.nullable(),
  /** Of the links: what the coordinator counted of them, sealed to each counter (8.5). Null in a covered round. */
  report: z.record(z.string(), sealedReport).nullable(),
})
export type StageDone = z.infer<typeof stageDoneSchema>

/** What an evaluator shows of its cover of one question (14.5). */
const openedQuestionSchema = z.strictObject({
  question: z.string().max(300),
  value: z.int(),
  blinding: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type OpenedQuestion = z.infer<typeof openedQuestionSchema>

const judged = {
  /** Of the release. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  agreement: digest,
}

/** What a party found of the release of a round that it took part in (10.1). */
export const judgementSchema = z.discriminatedUnion('verdict', [
  z.strictObject({ ...judged, verdict: z.literal('checked') }),
  /** Its own check failed, with this code. */
  z.strictObject({ ...judged, verdict: z.literal('objected'), code: code.max(100) }),
])
export type Judgement = z.infer<typeof judgementSchema>

/** Bodies of what a node says, by message type (protocol/messages.md). */
export const nodeBodies = {
  'keys.commit': z.strictObject({ commitment: z.string().regex(/^[A-Za-z0-9_-]{86}$/) }),
  'keys.reveal': revealSchema,
  'manifest.sign': z.strictObject({
    digest,
    software: versionSchema,
    /** Of an evaluator in a covered round, and of nobody else (14.6). */
    ledger: ledgerSchema.optional(),
  }),
  'lists.declare': z.strictObject({
    batches: z.array(declarationSchema),
    /** The seed of the check persons, sealed to each counter (5.8). */
    checks: z.record(z.string(), wrappedKeySchema),
    /** What the rows of its lists hold, in counts, sealed likewise (5.9). */
    quality: z.record(z.string(), sealedText.max(MOST_QUALITY_CHARS)),
  }),
  'roster.sign': z.strictObject({ digest }),
  'lists.uploaded': z.strictObject({}),
  'input.checked': z.strictObject({ digest }),
  'stage.done': stageDoneSchema,
  'stage.checked': z.strictObject({ stage, digest, tally: digest.nullable() }),
  /** Persons and cover of each bin, in order (14.4). */
  'cover.counted': z.strictObject({ covered: z.array(z.int().nonnegative()).max(255) }),
  'questions.opened': z.strictObject({ openings: z.array(openedQuestionSchema).max(12) }),
  'release.made': z.strictObject({
    release: z.unknown(),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  'release.judged': judgementSchema,
  'round.abort': z.strictObject({ code, what: z.string().max(500) }),
} as const

/** Bodies of what the coordinator says; `statements` are nodes' own envelopes, handed on. */
export const coordinatorBodies = {
  'round.proposed': z.strictObject({ core: coreSchema, statements: envelopes }),
  'keys.committed': z.strictObject({ statements: envelopes }),
  'manifest.complete': z.strictObject({ statements: envelopes }),
  'manifest.signed': z.strictObject({ statements: envelopes }),
  'roster.proposed': z.strictObject({ statements: envelopes }),
  'roster.complete': z.strictObject({ declarations: envelopes, signatures: envelopes }),
  'lists.complete': z.strictObject({}),
  'stage.due': z.strictObject({ stage }),
  'stage.check': z.strictObject({
    statement: z.string(),
    /** The counters' signatures under what others cannot check themselves. */
    confirmed: envelopes,
  }),
  'mix.complete': z.strictObject({}),
  'counts.due': z.strictObject({}),
  'questions.due': z.strictObject({ statement: z.string() }),
  'release.due': z.strictObject({
    /** Of a covered round: what every evaluator opened. */
    openings: envelopes.optional(),
  }),
  'round.released': z.strictObject({ statement: z.string() }),
  'round.aborted': z.strictObject({
    code,
    by: z.string().max(2_000),
    what: z.string().max(500),
  }),
} as const

export type NodeType = keyof typeof nodeBodies
export type CoordinatorType = keyof typeof coordinatorBodies
export type NodeBody<T extends NodeType> = z.infer<(typeof nodeBodies)[T]>
export type CoordinatorBody<T extends CoordinatorType> = z.infer<(typeof coordinatorBodies)[T]>
