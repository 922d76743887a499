/*
 * The file with which one list owner gives the matching secret to another: its form, and what the
 * sealing in it is bound to (protocol/specification.md 2.6). Whoever sees the file learns who shares
 * with whom, and the digest that the agreement names anyway.
 */
import { z } from 'zod'
import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { wrappedKeySchema } from '../crypto/hpke.ts'
import { type Agreement, listsOf } from './agreement.ts'

export const SECRET_SHARE_TYPE = 'samentel-secret+jws'

export const secretShareSchema = z.strictObject({
  version: z.literal(2),
  /** Id of the agreement, not its digest: a secret is shared before the agreement is final. */
  agreement: idSchema,
  from: idSchema,
  to: idSchema,
  digest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  sealed: wrappedKeySchema,
})
export type SecretShare = z.infer<typeof secretShareSchema>

/** HPKE info: it opens for this agreement, sender, recipient and secret only. */
export function secretShareInfo(share: Omit<SecretShare, 'sealed' | 'version'>): Uint8Array {
  const { agreement, from, to, digest } = share
  return lengthPrefixed(...['samentel secret share v2', agreement, from, to, digest].map(utf8))
}

export function listOwners({ terms }: Agreement): string[] {
  return terms.organisations.map(({ id }) => id).filter((id) => listsOf(terms, id).length > 0)
}

/** Who owns no list must not hold the secret: it could try out names. */
export function refuseNotOwner(agreement: Agreement, id: string): void {
  if (listOwners(agreement).includes(id)) return
  throw new Problem({
    code: 'secret.not-an-owner',
    what: 'The matching secret is for list owners only, and this one owns no list in the agreement',
    where: id,
    remedy: 'Share with the owners of lists and nobody else; check the ids in agreement.yaml.',
  })
}
