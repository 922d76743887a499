import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { plainIssue } from '../base/plain-issue.ts'
import { Problem } from '../base/problem.ts'
import type { Identity, PublicKey } from '../crypto/identity.ts'
import { claimedSigner, signedChars, signJson, verifyJson } from '../crypto/sign.ts'

const ENVELOPE_TYP = 'samentel-envelope+jws'
const MAX_ENVELOPE_CHARS = 4_000_000

/**
 * What every control message carries, signed as one (protocol/specification.md 11.1). A statement
 * that the coordinator hands on is the sender's envelope itself, so a third party can verify it.
 */
const envelopeSchema = z.strictObject({
  version: z.literal(1),
  type: z.string().max(40),
  round: idSchema,
  /** Digest of what the round is about: the core before keys are known, the manifest after. */
  binding: z.string().max(64),
  from: idSchema,
  to: idSchema,
  sequence: z.int().positive(),
  body: z.unknown(),
})
export type Envelope = z.infer<typeof envelopeSchema>

export async function sealEnvelope(identity: Identity, envelope: Envelope): Promise<string> {
  return signJson(identity, ENVELOPE_TYP, envelope)
}

/** Characters of what `sealEnvelope` gives, before there is anything to sign. */
export function envelopeChars(envelope: Envelope): number {
  return signedChars(envelope.from, ENVELOPE_TYP, envelope)
}

/** Gives the pinned key of an organisation, or refuses an unknown one. */
export type KeyOf = (id: string) => PublicKey

export async function openEnvelope(jws: string, keyOf: KeyOf): Promise<Envelope> {
  if (jws.length > MAX_ENVELOPE_CHARS) throw malformed('it is too large')
  const signer = claimedSigner(jws)
  const value = await verifyJson(jws, { typ: ENVELOPE_TYP, signer, key: keyOf(signer) })
  const parsed = envelopeSchema.safeParse(value)
  if (!parsed.success) throw malformed(plainIssue(parsed.error))
  if (parsed.data.from !== signer) throw malformed('its sender is not its signer')
  return parsed.data
}

/** Parses a message body of the type that is due, refusing unknown fields. */
export function parseBody<T>(schema: z.ZodType<T>, envelope: Envelope): T {
  const parsed = schema.safeParse(envelope.body)
  if (parsed.success) return parsed.data
  throw malformed(`${envelope.type}: ${plainIssue(parsed.error)}`)
}

function malformed(why: string): Problem {
  return new Problem({ code: 'message.malformed', what: `A message is refused: ${why}` })
}
