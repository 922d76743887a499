import { z } from 'zod'
import { idSchema } from '../base/ids.ts'

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const place = {
  sequence: z.int().positive(),
  previous: digest.nullable(),
  round: idSchema,
  agreement: digest,
}

/** A ledger as an evaluator shows it (protocol/specification.md 14.6). */
export const ledgerSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('charge'),
        ...place,
        epsilon: z.number().positive(),
        delta: z.number().positive(),
        reason: z.enum(['tokens', 'cover']),
      }),
      z.strictObject({
        kind: z.literal('opened'),
        ...place,
        lists: z.array(idSchema).max(8).readonly(),
        questions: z
          .array(
            z.strictObject({
              id: z.string().max(300),
              bins: z.array(z.string().max(600)).max(255).readonly(),
            }),
          )
          .max(12)
          .readonly(),
      }),
    ]),
  )
  .max(10_000)
