import { z } from 'zod'
import { declarationSchema } from './batch.ts'
import { coreSchema, revealSchema } from './manifest.ts'

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const envelopes = z.array(z.string().max(4_000_000))
const code = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)

/** Bodies of what a node says, by message type (protocol/messages.md). */
export const nodeBodies = {
  'keys.commit': z.strictObject({ commitment: z.string().regex(/^[A-Za-z0-9_-]{86}$/) }),
  'keys.reveal': revealSchema,
  'manifest.sign': z.strictObject({ digest }),
  'lists.declare': z.strictObject({ batches: z.array(declarationSchema) }),
  'roster.sign': z.strictObject({ digest }),
  'lists.uploaded': z.strictObject({}),
  'input.checked': z.strictObject({ digest }),
  'stage.done': z.strictObject({ stage: z.string(), input: digest, output: declarationSchema }),
  'sums.signed': z.strictObject({ partition: digest, digest }),
  'release.made': z.strictObject({ release: z.unknown(), digest: z.string() }),
  'round.abort': z.strictObject({ code, what: z.string().max(500) }),
} as const

/** Bodies of what the coordinator says; `statements` are nodes' own envelopes, handed on. */
export const coordinatorBodies = {
  'round.proposed': z.strictObject({ core: coreSchema }),
  'keys.committed': z.strictObject({ statements: envelopes }),
  'manifest.complete': z.strictObject({ statements: envelopes }),
  'manifest.signed': z.strictObject({ statements: envelopes }),
  'roster.proposed': z.strictObject({ statements: envelopes }),
  'roster.complete': z.strictObject({ declarations: envelopes, signatures: envelopes }),
  'lists.complete': z.strictObject({}),
  'stage.due': z.strictObject({
    stage: z.string(),
    /** What the stage works on: declared by the coordinator itself, or by its maker's statement. */
    own: declarationSchema.nullable(),
    statement: z.string().nullable(),
  }),
  'sums.due': z.strictObject({
    partition: declarationSchema,
    persons: z.int().nonnegative(),
    mixed: z.string(),
  }),
  'mix.complete': z.strictObject({}),
  'round.released': z.strictObject({ statement: z.string() }),
  'round.aborted': z.strictObject({ code, by: z.string(), what: z.string().max(500) }),
} as const

export type NodeType = keyof typeof nodeBodies
export type CoordinatorType = keyof typeof coordinatorBodies
export type NodeBody<T extends NodeType> = z.infer<(typeof nodeBodies)[T]>
export type CoordinatorBody<T extends CoordinatorType> = z.infer<(typeof coordinatorBodies)[T]>
