import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { unwrapKey, wrapKey } from '../crypto/hpke.ts'
import type { Identity } from '../crypto/identity.ts'
import { claimedSigner, signJson, verifyJson } from '../crypto/sign.ts'
import { type Agreement, keyOf } from '../round/agreement.ts'
import { matchingSecretDigest, NO_SECRET_YET } from '../round/matching-secret.ts'
import {
  refuseNotOwner,
  SECRET_SHARE_TYPE,
  type SecretShare,
  secretShareInfo,
  secretShareSchema,
} from '../round/secret-share.ts'
import { type Home, readAgreement, readIdentity, readSecretKey, readSharingSeed } from './home.ts'
import { exists } from './init-home.ts'
import { notCompared } from './pin-peers.ts'

const MAX_CHARS = 10_000

/** What an owner needs of its folder to give the secret to others. */
export interface Sharer {
  readonly identity: Identity
  readonly agreement: Agreement
  readonly secret: Uint8Array
}

/** Refuses who owns no list, and a secret that is not the agreement's. */
export async function openSharer(home: Home, self: string): Promise<Sharer> {
  const agreement = await readAgreement(home)
  refuseNotOwner(agreement, self)
  // A false key in the place of another owner's would open what is sealed to it.
  if (await exists(home.toCompare)) throw notCompared(home)
  const secret = await readSecretKey(home.matchingSecret)
  refuseOther(agreement, matchingSecretDigest(secret), home.matchingSecret)
  return { identity: await readIdentity(home, self), agreement, secret }
}

/** The matching secret sealed to another owner's sharing key and signed (specification 2.6). */
export async function shareSecret(sharer: Sharer, to: string): Promise<string> {
  const { identity, agreement, secret } = sharer
  refuseNotOwner(agreement, to)
  const said = {
    agreement: agreement.terms.id,
    from: identity.id,
    to,
    digest: matchingSecretDigest(secret),
  }
  const sealed = await wrapKey(keyOf(agreement, to).sharing, secretShareInfo(said), secret)
  return signJson(identity, SECRET_SHARE_TYPE, { version: 2, ...said, sealed })
}

export interface TakenSecret {
  readonly secret: Uint8Array
  readonly digest: string
  readonly from: string
  /** False while the terms do not name a secret yet. */
  readonly agreed: boolean
}

/** Opens what `shareSecret` of another owner made for this one; changes nothing. */
export async function takeSecret(home: Home, self: string, text: string): Promise<TakenSecret> {
  const agreement = await readAgreement(home)
  refuseNotOwner(agreement, self)
  const share = await verifiedShare(agreement, text.trim())
  if (share.to !== self) throw forAnother(share.to)
  if (share.agreement !== agreement.terms.id) throw otherAgreement(share.agreement)
  const agreed = refuseOther(agreement, share.digest, `shared by ${share.from}`)
  const seed = await readSharingSeed(home)
  const secret = await unwrapKey(seed, secretShareInfo(share), share.sealed)
  if (matchingSecretDigest(secret) !== share.digest) throw malformed()
  return { secret, digest: share.digest, from: share.from, agreed }
}

/** Signed by a list owner, with the key that `peers/` holds of it. */
async function verifiedShare(agreement: Agreement, jws: string): Promise<SecretShare> {
  if (jws.length > MAX_CHARS) throw malformed()
  const signer = claimedSigner(jws)
  if (!isId(signer)) throw malformed()
  refuseNotOwner(agreement, signer)
  const key = keyOf(agreement, signer)
  const parsed = secretShareSchema.safeParse(
    await verifyJson(jws, { typ: SECRET_SHARE_TYPE, signer, key }),
  )
  if (!parsed.success || parsed.data.from !== signer) throw malformed()
  return parsed.data
}

/** Tells whether the terms name a secret at all; refuses another than the one they name. */
function refuseOther({ terms }: Agreement, digest: string, where: string): boolean {
  if (terms.matchingSecretDigest === NO_SECRET_YET) return false
  if (terms.matchingSecretDigest === digest) return true
  throw new Problem({
    code: 'secret.other',
    what: 'The matching secret is not the one of the agreement: nobody would be found on two lists',
    where,
    remedy: 'Compare matchingSecretDigest in agreement.yaml with: samentel secret digest.',
  })
}

function forAnother(to: string): Problem {
  return new Problem({
    code: 'secret.for-another',
    what: 'This file shares the matching secret with another organisation',
    where: to,
    remedy: 'Ask its sender for the file that is made for this organisation.',
  })
}

function otherAgreement(id: string): Problem {
  return new Problem({
    code: 'secret.other-agreement',
    what: 'This file shares the matching secret of another agreement',
    where: id,
    remedy: 'Take it in the folder of that agreement, or ask its sender for the right file.',
  })
}

function malformed(): Problem {
  return new Problem({
    code: 'secret.share-malformed',
    what: 'A file that should share the matching secret has a wrong form, or holds another secret than it says',
    remedy: 'Ask its sender to make it again with: samentel secret share.',
  })
}
