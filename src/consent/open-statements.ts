import { isId } from '../base/ids.ts'
import { plainIssue } from '../base/plain-issue.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { PublicKey } from '../crypto/identity.ts'
import { claimedSigner, verifyJson } from '../crypto/sign.ts'
import type { Agreement } from '../round/agreement.ts'
import {
  type AgreementStatement,
  agreementStatementSchema,
  type SignedStatement,
} from '../round/consent.ts'
import { STATEMENT_TYP, SUCCESSOR_TYP } from './sign-statement.ts'

const MAX_CHARS = 20_000

export interface Opened extends SignedStatement {
  readonly text: string
}

export interface Opening {
  readonly opened: readonly Opened[]
  /** One for each text that is refused, naming who is said to have signed it. */
  readonly refused: readonly { readonly text: string; readonly problem: Problem }[]
}

/**
 * Verifies statements with the keys that the agreement pins and those that succeeded them. A text that
 * is signed with a new key opens once the succession that names the key is among the texts, whatever
 * their order.
 */
export async function openStatements(
  agreement: Agreement,
  texts: readonly string[],
): Promise<Opening> {
  const keys = new Map(Object.entries(agreement.keys).map(([id, key]) => [id, [key]]))
  const opened: Opened[] = []
  let waiting = [...new Set(texts)]
  let refused: { text: string; problem: Problem }[] = []
  for (let progress = true; progress; ) {
    progress = false
    refused = []
    for (const text of waiting) {
      try {
        const signed = await openOne(agreement, text, keys)
        opened.push({ ...signed, text })
        progress = noteSuccessor(signed.statement, keys) || progress
      } catch (error) {
        if (!isProblem(error)) throw error
        refused.push({ text, problem: error })
      }
    }
    waiting = refused.map(({ text }) => text)
  }
  return { opened, refused }
}

/** Whether it brings a key that was not known yet. */
function noteSuccessor(statement: AgreementStatement, keys: Map<string, PublicKey[]>): boolean {
  if (statement.type !== 'identity.succeed') return false
  const known = keys.get(statement.organisation) ?? []
  if (known.some(({ x }) => x === statement.to.x)) return false
  keys.set(statement.organisation, [...known, statement.to])
  return true
}

async function openOne(
  agreement: Agreement,
  text: string,
  keys: ReadonlyMap<string, readonly PublicKey[]>,
): Promise<SignedStatement> {
  if (text.length > MAX_CHARS) throw malformed('it is too large')
  const signer = claimedSigner(text)
  const { value, key } = await verified(text, signer, keys.get(signer) ?? [])
  const statement = await parse(value)
  if (statement.organisation !== signer) throw malformed('its organisation is not its signer')
  if (statement.agreement !== agreement.digest) throw otherAgreement(signer)
  if (statement.type === 'identity.succeed' && statement.from.x !== key.x) {
    throw malformed(`${signer} hands over a key that it was not signed with`)
  }
  return { statement, key }
}

async function verified(text: string, signer: string, keys: readonly PublicKey[]) {
  if (keys.length === 0) throw stranger(signer)
  // The newest first: most statements are signed with it.
  for (const key of keys.toReversed()) {
    try {
      return { value: await verifyJson(text, { typ: STATEMENT_TYP, signer, key }), key }
    } catch (error) {
      if (!isProblem(error, 'signature.refused')) throw error
    }
  }
  throw new Problem({
    code: 'signature.refused',
    what: 'A signed statement about the agreement does not verify with any key of its organisation',
    where: signer,
    remedy: 'Check that both sides hold the same public keys in peers/.',
    status: 401,
  })
}

/** A succession carries the new key's signature over all the rest of it. */
async function parse(value: unknown): Promise<AgreementStatement> {
  const { countersignature, ...rest } = Object(value) as Record<string, unknown>
  const parsed = agreementStatementSchema.safeParse(rest)
  if (!parsed.success) throw malformed(plainIssue(parsed.error))
  const statement = parsed.data
  if (statement.type !== 'identity.succeed') {
    if (countersignature !== undefined) throw malformed('it has a field too many')
    return statement
  }
  await checkCountersignature(String(countersignature), statement)
  return statement
}

async function checkCountersignature(
  jws: string,
  statement: Extract<AgreementStatement, { type: 'identity.succeed' }>,
): Promise<void> {
  const { organisation: signer, to: key } = statement
  const agreed = await verifyJson(jws, { typ: SUCCESSOR_TYP, signer, key })
  if (canonicalJson(agreed) === canonicalJson(statement)) return
  throw malformed('its new key agreed to something else')
}

function malformed(why: string): Problem {
  return new Problem({
    code: 'agreement.statement',
    what: `A statement about the agreement is refused: ${why}`,
  })
}

function stranger(signer: string): Problem {
  return new Problem({
    code: 'message.stranger',
    what: 'A message is signed by nobody in the agreement',
    // A name that is none could be anything.
    ...(isId(signer) ? { where: signer } : {}),
    status: 401,
  })
}

function otherAgreement(signer: string): Problem {
  return new Problem({
    code: 'agreement.other',
    what: 'A statement is about another agreement than this party holds',
    where: signer,
    remedy: 'Compare agreement.yaml and peers/ on both sides; check prints the digest of both.',
    status: 409,
  })
}
