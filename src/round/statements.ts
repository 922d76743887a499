import { z } from 'zod'
import { wrappedKeySchema } from '../crypto/hpke.ts'
import { declarationSchema } from './batch.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { coreSchema, revealSchema } from './manifest.ts'
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
})
export type StageDone = z.infer<typeof stageDoneSchema>

/** What an evaluator shows of its cover of one question (14.5). */
const openedQuestionSchema = z.strictObject({
  question: z.string().max(300),
  value: z.int(),
  blinding: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type OpenedQuestion = z.infer<typeof openedQuestionSchema>

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
