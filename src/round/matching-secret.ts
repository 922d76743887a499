import { toBase64Url } from '../base/bytes.ts'
import { digestParts } from '../crypto/digest.ts'

/** Names the matching secret in the agreement without telling it: 32 random bytes cannot be guessed. */
export function matchingSecretDigest(secret: Uint8Array): string {
  return toBase64Url(digestParts('samentel matching secret v2', secret))
}

/** What terms name before there is a secret; the digest of none. */
export const NO_SECRET_YET = 'A'.repeat(43)
