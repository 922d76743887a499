import { toBase64Url, utf8 } from '../base/bytes.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { digestParts } from '../crypto/digest.ts'

/** Long enough to send it to a colleague, short enough to be of no use when found later. */
export const INVITATION_HOURS = 24

export interface Invitation {
  /** Opens the page on which a passkey is made. What stands after # goes to no server and in no log. */
  readonly link: string
  readonly digest: Uint8Array
}

/** A one-time link for an account; the store keeps the digest of its word only. */
export function makeInvitation(origin: string, random: Random = secureRandom): Invitation {
  const word = toBase64Url(random(24))
  return { link: `${origin}/enrol#${word}`, digest: invitationDigest(word) }
}

export function invitationDigest(word: string): Uint8Array {
  return digestParts('samentel console invitation v1', utf8(word))
}
