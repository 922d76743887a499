import { toBase64Url, utf8 } from '../base/bytes.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { keyedDigest } from '../crypto/digest.ts'

/**
 * What counters sign of their counts (protocol/specification.md 9.3). Keyed, as small counts are
 * soon guessed: who relays the signature and has no key of the bag must learn nothing from it.
 */
export function tallyDigest(count: unknown, key: Uint8Array): string {
  return toBase64Url(keyedDigest(key, 'samentel count v2', utf8(canonicalJson(count))))
}
