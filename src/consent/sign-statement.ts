import type { Identity } from '../crypto/identity.ts'
import { signJson } from '../crypto/sign.ts'
import type { Agreement } from '../round/agreement.ts'
import type { AgreementStatement } from '../round/consent.ts'

/** Types of signature, so that none of these can pass for an envelope or for each other. */
export const STATEMENT_TYP = 'samentel-agreement+jws'
export const SUCCESSOR_TYP = 'samentel-successor+jws'

type Answer = 'agreement.accept' | 'agreement.reject' | 'agreement.revoke'

/** What an organisation says of the agreement it holds, signed (protocol/specification.md 4.6). */
export async function signAnswer(
  identity: Identity,
  agreement: Agreement,
  said: { readonly type: Answer; readonly atMs: number; readonly reason?: string },
): Promise<string> {
  const { type, atMs, reason } = said
  return signJson(identity, STATEMENT_TYP, {
    version: 1,
    type,
    agreement: agreement.digest,
    organisation: identity.id,
    atMs,
    ...(reason === undefined ? {} : { reason }),
  })
}

/** Hands a name over to a new key: signed by the old one, countersigned by the new (4.7). */
export async function signSuccession(
  old: Identity,
  successor: Identity,
  about: { readonly agreement: Agreement; readonly atMs: number },
): Promise<string> {
  const statement: AgreementStatement = {
    version: 1,
    type: 'identity.succeed',
    agreement: about.agreement.digest,
    organisation: old.id,
    from: old.publicKey,
    to: successor.publicKey,
    atMs: about.atMs,
  }
  const countersignature = await signJson(successor, SUCCESSOR_TYP, statement)
  return signJson(old, STATEMENT_TYP, { ...statement, countersignature })
}
