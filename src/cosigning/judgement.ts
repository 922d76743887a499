/**
 * What one party signed of a release (protocol/specification.md 10.1): read, and held against the
 * release that it should be of.
 */
import { COORDINATOR } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import type { PublicKey } from '../crypto/identity.ts'
import { claimedSigner } from '../crypto/sign.ts'
import { type Envelope, openEnvelope, parseBody } from '../messages/envelope.ts'
import { checkBinding } from '../round/binding.ts'
import { type Judgement, judgementSchema } from '../round/statements.ts'

export const JUDGED = 'release.judged'

/** What a judgement has to be of. */
export interface JudgementDue {
  readonly round: string
  readonly manifestDigest: string
  /** Of the release. */
  readonly digest: string
  /** Digest of the agreement. */
  readonly agreement: string
  /** Owners, evaluators and coordinator. */
  readonly parties: readonly string[]
}

export interface JudgedBy {
  readonly party: string
  readonly judgement: Judgement
}

/** Opens a judgement with any of the keys that spoke for its party, the agreed one or a successor. */
export async function openJudgement(
  jws: string,
  chains: Readonly<Record<string, readonly PublicKey[]>>,
): Promise<Envelope> {
  const signer = claimedSigner(jws)
  const keys = Object.hasOwn(chains, signer) ? (chains[signer] ?? []) : []
  if (keys.length === 0) throw notParty()
  for (const key of keys) {
    try {
      return await openEnvelope(jws, () => key)
    } catch (error) {
      if (!isProblem(error, 'signature.refused') || key === keys.at(-1)) throw error
    }
  }
  throw notParty()
}

/** What it says, if it is of this release; its signature is already verified. */
export function readJudgement(envelope: Envelope, due: JudgementDue): JudgedBy {
  const { from: party, to } = envelope
  if (!due.parties.includes(party)) throw notParty(party)
  const { round, manifestDigest: binding } = due
  checkBinding(envelope, { type: JUDGED, round, binding })
  const judgement = parseBody(judgementSchema, envelope)
  const same = judgement.digest === due.digest && judgement.agreement === due.agreement
  if (same && to === COORDINATOR) return { party, judgement }
  throw new Problem({
    code: 'judgement.other-release',
    what: 'What an organisation signed is of another release than this one, or of another agreement',
    where: party,
    status: 409,
  })
}

function notParty(party?: string): Problem {
  return new Problem({
    code: 'judgement.not-a-party',
    what: 'A release is signed by an organisation that took no part in its round',
    ...(party === undefined ? {} : { where: party }),
    status: 403,
  })
}

/** What a judgement in a party's own store says: it was verified when it was kept. */
export function keptJudgement(jws: string): Judgement {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')
  const { body } = JSON.parse(payload) as { body: unknown } // an envelope
  return judgementSchema.parse(body)
}
