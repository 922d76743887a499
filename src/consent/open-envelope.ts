import { isProblem } from '../base/problem.ts'
import { claimedSigner } from '../crypto/sign.ts'
import { type Envelope, openEnvelope } from '../messages/envelope.ts'
import { replacedKey, replacedKeys, type Standing, speakingKey } from '../round/consent.ts'

/**
 * Opens an envelope with the key that speaks for its sender now. One that is signed with a key before
 * that is told apart from a forgery: it will never be taken, however often it comes.
 */
export async function openFrom(jws: string, standing: Standing): Promise<Envelope> {
  try {
    return await openEnvelope(jws, (id) => speakingKey(standing, id))
  } catch (error) {
    const refused = isProblem(error, 'signature.refused')
    if (refused && (await isUnderReplacedKey(jws, standing))) throw replacedKey(claimedSigner(jws))
    throw error
  }
}

async function isUnderReplacedKey(jws: string, standing: Standing): Promise<boolean> {
  for (const key of replacedKeys(standing, claimedSigner(jws))) {
    const envelope = await openEnvelope(jws, () => key).catch(() => null)
    if (envelope !== null) return true
  }
  return false
}
